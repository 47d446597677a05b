package main

import (
	"encoding/binary"
	"fmt"

	"github.com/stellar/go-stellar-sdk/strkey"
)

// Roles as docs/tables.md numbers them.
const (
	roleSource = 1 << iota
	roleFeePayer
	roleOperationSource
	roleNamed
	roleAffected
	rolePaid
	roleReceived
	roleCalled
	roleEmitted
	roleClaimant
	roleParticipant
	roleTrade
	rolePayment
	roleFailed
)

var roleNames = []string{"source", "fee payer", "operation source", "named", "affected", "paid", "received", "called",
	"emitted", "claimant", "participant", "trade", "payment", "failed"}

// A place of an address; key is the first 63 bits of its 32 bytes.
type place struct {
	ledger           string // _src
	order, operation int
	key              uint64
}

type transaction struct {
	ledger, hash, feeAccount string
	sequence                 uint32
	order                    int
	id                       int64
}

// An operation that had an effect.
type operationID struct {
	ledger, hash string
	index        int
	id           int64
}

// An atom of an operation that traded, by its place in the result.
type trade struct {
	operation operationID
	atom      int
}

// A row of the index of hashes.
type indexed struct {
	ledger      string
	key         uint64
	order, kind int
}

type facts struct {
	ledgers      map[string]bool
	transactions map[transaction]int
	index        map[indexed]int
	affecting    map[operationID]int // 1 each
	trades       map[trade]int
	roles        map[place]int
}

// Addresses that were derived, by key: for messages.
var addresses = map[uint64]string{}

func (p place) String() string {
	return fmt.Sprintf("%s, transaction %d, operation %d, %d %s", p.ledger, p.order, p.operation, p.key, addresses[p.key])
}

func newFacts() *facts {
	return &facts{map[string]bool{}, map[transaction]int{}, map[indexed]int{}, map[operationID]int{}, map[trade]int{},
		map[place]int{}}
}

func addressKey(address string) uint64 {
	version, payload, err := strkey.DecodeAny(address)
	if err != nil {
		fail(fmt.Errorf("address %q: %w", address, err))
	}
	if version == strkey.VersionByteClaimableBalance {
		payload = payload[1:] // the kind of the id
	}
	return binary.BigEndian.Uint64(payload) >> 1
}
