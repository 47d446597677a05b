// A client of the RawLedgerService made with stock tools only: what other programs see of our server.
//
//	client -address host:port stream START COUNT   one line per ledger: sequence, size, SHA-256
//	client -address host:port range START END      the same, then "latest N"
package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	pb "stellarlake/raw_ledger_service"
)

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func number(text string) uint32 {
	value, err := strconv.ParseUint(text, 10, 32)
	fail(err)
	return uint32(value)
}

func print(ledger *pb.RawLedger) {
	fmt.Printf("%d %d %x\n", ledger.Sequence, len(ledger.LedgerCloseMetaXdr), sha256.Sum256(ledger.LedgerCloseMetaXdr))
}

func main() {
	address := flag.String("address", "", "host:port")
	token := flag.String("token", "", "bearer token")
	ca := flag.String("ca", "", "PEM file of the authority to trust; plain text without")
	flag.Parse()

	transport := insecure.NewCredentials()
	if *ca != "" {
		var err error
		transport, err = credentials.NewClientTLSFromFile(*ca, "")
		fail(err)
	}
	connection, err := grpc.NewClient(*address, grpc.WithTransportCredentials(transport),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(256<<20)))
	fail(err)
	defer connection.Close()
	ctx := context.Background()
	if *token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+*token)
	}
	client := pb.NewRawLedgerServiceClient(connection)
	from, to := number(flag.Arg(1)), number(flag.Arg(2))
	switch flag.Arg(0) {
	case "stream":
		stream, err := client.StreamRawLedgers(ctx, &pb.StreamLedgersRequest{StartLedger: from})
		fail(err)
		for ; to > 0; to-- {
			ledger, err := stream.Recv()
			fail(err)
			print(ledger)
		}
	case "range":
		answer, err := client.GetLedgerRange(ctx, &pb.GetLedgerRangeRequest{StartLedger: from, EndLedger: to})
		fail(err)
		for _, ledger := range answer.Ledgers {
			print(ledger)
		}
		fmt.Println("latest", answer.LatestLedger)
	default:
		fail(fmt.Errorf("stream or range, please"))
	}
}
