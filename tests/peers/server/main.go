// A RawLedgerService made with stock tools and stock settings only: a foreign server for our client.
// Prints the port it listens on, ends when its standard input does.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	pb "stellarlake/raw_ledger_service"
)

type server struct {
	pb.UnimplementedRawLedgerServiceServer
	first, tip uint32
	size       int
}

// The bytes that tests/support/fake_ledger_source.cc has for the same ledger.
func (s *server) ledger(sequence uint32) *pb.RawLedger {
	content := make([]byte, s.size)
	for i := range content {
		content[i] = byte(sequence>>(8*(i%4))) ^ byte(i>>2)
	}
	return &pb.RawLedger{Sequence: sequence, LedgerCloseMetaXdr: content}
}

func (s *server) StreamRawLedgers(request *pb.StreamLedgersRequest, stream pb.RawLedgerService_StreamRawLedgersServer) error {
	if request.StartLedger < s.first {
		return status.Errorf(codes.NotFound, "the first ledger is %d", s.first)
	}
	for sequence := request.StartLedger; sequence <= s.tip; sequence++ {
		if err := stream.Send(s.ledger(sequence)); err != nil {
			return err
		}
	}
	<-stream.Context().Done()
	return nil
}

func (s *server) GetLedgerRange(_ context.Context, request *pb.GetLedgerRangeRequest) (*pb.GetLedgerRangeResponse, error) {
	answer := &pb.GetLedgerRangeResponse{LatestLedger: s.tip}
	for sequence := request.StartLedger; sequence < request.EndLedger && sequence <= s.tip; sequence++ {
		answer.Ledgers = append(answer.Ledgers, s.ledger(sequence))
	}
	return answer, nil
}

func main() {
	first := flag.Uint("first", 1, "first ledger")
	tip := flag.Uint("tip", 100, "last ledger")
	size := flag.Int("size", 64, "bytes of a ledger")
	flag.Parse()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	service := grpc.NewServer()
	pb.RegisterRawLedgerServiceServer(service, &server{first: uint32(*first), tip: uint32(*tip), size: *size})
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	if err := service.Serve(listener); err != nil {
		os.Exit(1)
	}
}
