package main

import (
	"encoding/binary"
	"fmt"

	"github.com/stellar/go-stellar-sdk/network"
	"github.com/stellar/go-stellar-sdk/toid"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// One transaction at work.
type deriver struct {
	facts      *facts
	ledger     string
	passphrase string
	protocol   uint32
	sequence   uint32
	hash       string
	order      int
	envelope   xdr.TransactionEnvelope
	result     xdr.TransactionResult
	meta       xdr.TransactionMeta
	successful bool
}

// Adds roles of an address in an operation, counted from 1; 0 is the transaction.
func (d *deriver) add(operation, roles int, address string) {
	key := addressKey(address)
	if !d.successful {
		roles |= roleFailed
	}
	d.facts.roles[place{d.ledger, d.order, operation, key}] |= roles
	addresses[key] = address
}

func deriveLedger(ledger xdr.LedgerCloseMeta, passphrase, source string, facts *facts) error {
	facts.ledgers[source] = true
	envelopes := map[xdr.Hash]xdr.TransactionEnvelope{}
	for _, envelope := range ledger.TransactionEnvelopes() {
		hash, err := network.HashTransactionInEnvelope(envelope, passphrase)
		if err != nil {
			return err
		}
		envelopes[hash] = envelope
	}
	for i := 0; i < ledger.CountTransactions(); i++ {
		pair := ledger.TransactionResultPair(i)
		envelope, found := envelopes[pair.TransactionHash]
		if !found {
			return fmt.Errorf("no envelope has the hash %x of result %d", pair.TransactionHash, i)
		}
		d := deriver{facts, source, passphrase, ledger.ProtocolVersion(), ledger.LedgerSequence(), pair.TransactionHash.HexString(),
			i + 1, envelope, pair.Result, ledger.TxApplyProcessing(i), pair.Result.Successful()}
		if err := d.identity(pair.TransactionHash); err != nil {
			return err
		}
		if err := d.transaction(ledger.FeeProcessing(i)); err != nil {
			return err
		}
	}
	return nil
}

func hashKey(hash xdr.Hash) uint64 { return binary.BigEndian.Uint64(hash[:8]) >> 16 }

// Order, ids and hashes.
func (d *deriver) identity(hash xdr.Hash) error {
	fee := d.envelope.FeeAccount()
	id := toid.New(int32(d.sequence), int32(d.order), 0).ToInt64()
	d.facts.transactions[transaction{d.ledger, d.hash, account(fee), d.sequence, d.order, id}]++
	d.facts.index[indexed{d.ledger, hashKey(hash), d.order, 0}]++
	if !d.envelope.IsFeeBump() {
		return nil
	}
	inner, err := network.HashTransaction(d.envelope.FeeBump.Tx.InnerTx.V1.Tx, d.passphrase)
	if err != nil {
		return err
	}
	if claimed := d.result.InnerHash(); claimed != xdr.Hash(inner) {
		return fmt.Errorf("the result names the inner hash %x, the envelope has %x", claimed, inner)
	}
	d.facts.index[indexed{d.ledger, hashKey(inner), d.order, 1}]++
	return nil
}

// What each operation changed, and the contract events it emitted.
func (d *deriver) operationMeta() ([]xdr.LedgerEntryChanges, [][]xdr.ContractEvent) {
	var plain []xdr.OperationMeta
	switch d.meta.V {
	case 0:
		plain = *d.meta.Operations
	case 1:
		plain = d.meta.V1.Operations
	case 2:
		plain = d.meta.V2.Operations
	case 3:
		plain = d.meta.V3.Operations
	}
	var changes []xdr.LedgerEntryChanges
	var events [][]xdr.ContractEvent
	for _, operation := range plain {
		changes = append(changes, operation.Changes)
		events = append(events, nil)
	}
	if d.meta.V == 3 && d.meta.V3.SorobanMeta != nil && len(events) > 0 {
		events[0] = d.meta.V3.SorobanMeta.Events
	}
	if d.meta.V == 4 {
		for _, operation := range d.meta.V4.Operations {
			changes = append(changes, operation.Changes)
			events = append(events, operation.Events)
		}
	}
	return changes, events
}

func (d *deriver) transaction(fees xdr.LedgerEntryChanges) error {
	d.add(0, roleSource|roleParticipant, account(d.envelope.SourceAccount()))
	payer := account(d.envelope.FeeAccount())
	d.add(0, roleFeePayer|roleParticipant, payer)
	d.addOwners(0, pairs(fees))
	d.feeTransfer(payer)
	changes, events := d.operationMeta()
	if d.meta.V == 0 {
		for _, list := range changes {
			d.addOwners(0, pairs(list))
		}
	}
	if d.meta.V == 4 {
		for _, event := range d.meta.V4.Events {
			if id := emitter(event.Event); id != "" {
				d.add(0, roleEmitted, id) // a failed one has its fee events, too
			}
		}
	}
	results, _ := d.result.OperationResults()
	for i, body := range d.envelope.Operations() {
		o := operation{deriver: d, index: i, body: body.Body, source: account(d.envelope.SourceAccount())}
		if body.SourceAccount != nil {
			o.source = account(*body.SourceAccount)
		}
		if d.successful {
			o.result = results[i].Tr
			if i < len(changes) {
				o.changes, o.events = pairs(changes[i]), events[i]
			}
		}
		o.derive()
	}
	return nil
}

// Owners of account entries.
func (d *deriver) addOwners(operation int, changes []change) {
	for _, c := range changes {
		if entry := c.any(); entry.Data.Type == xdr.LedgerEntryTypeAccount {
			d.add(operation, roleParticipant, entry.Data.Account.AccountId.Address())
		}
	}
}

// Contract of a contract event; empty for events of the system.
func emitter(event xdr.ContractEvent) string {
	if event.Type != xdr.ContractEventTypeContract || event.ContractId == nil {
		return ""
	}
	return contract(*event.ContractId)
}
