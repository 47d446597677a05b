package main

import (
	"github.com/stellar/go-stellar-sdk/toid"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// One operation of a transaction; result, changes and events only where the transaction succeeded.
type operation struct {
	*deriver
	index   int
	body    xdr.OperationBody
	source  string
	result  *xdr.OperationResultTr
	changes []change
	events  []xdr.ContractEvent
	payment bool
}

func (o *operation) place() int { return o.index + 1 }

func (o *operation) role(roles int, addresses ...string) {
	for _, address := range addresses {
		if address != "" && o.payment {
			roles |= rolePayment // says something of the operation, so all its rows have it
		}
		if address != "" {
			o.add(o.place(), roles, address)
		}
		if roles&roleAffected != 0 {
			o.facts.affecting[o.id()] = 1
		}
	}
}

func (o *operation) derive() {
	o.payment = o.isPayment()
	o.role(roleOperationSource, o.source)
	o.role(roleParticipant, o.participants()...)
	o.role(roleNamed, o.named()...)
	o.called()
	if !o.successful {
		return
	}
	for _, event := range o.events {
		if id := emitter(event); id != "" {
			o.role(roleEmitted, id)
		}
	}
	o.effects()
	o.transfers()
	for _, atom := range o.atoms() {
		o.role(roleTrade, o.source, atom.owner)
		o.facts.trades[trade{o.id(), atom.index}]++
	}
}

func (o *operation) id() operationID {
	return operationID{o.ledger, o.hash, o.index, toid.New(int32(o.sequence), int32(o.order), int32(o.place())).ToInt64()}
}

// The routes of payments (query-api.md H11).
func (o *operation) isPayment() bool {
	switch o.body.Type {
	case xdr.OperationTypeCreateAccount, xdr.OperationTypePayment, xdr.OperationTypePathPaymentStrictReceive,
		xdr.OperationTypePathPaymentStrictSend, xdr.OperationTypeAccountMerge:
		return true
	}
	return len(o.assetEvents()) > 0
}

// Destination of the operations that have one.
func (o *operation) destination() string {
	switch b := o.body; b.Type {
	case xdr.OperationTypeCreateAccount:
		return b.CreateAccountOp.Destination.Address()
	case xdr.OperationTypePayment:
		return account(b.PaymentOp.Destination)
	case xdr.OperationTypePathPaymentStrictReceive:
		return account(b.PathPaymentStrictReceiveOp.Destination)
	case xdr.OperationTypePathPaymentStrictSend:
		return account(b.PathPaymentStrictSendOp.Destination)
	case xdr.OperationTypeAccountMerge:
		return account(*b.Destination)
	}
	return ""
}

// The account that the operation is about, other than source and destination.
func (o *operation) subject() string {
	switch b := o.body; b.Type {
	case xdr.OperationTypeAllowTrust:
		return b.AllowTrustOp.Trustor.Address()
	case xdr.OperationTypeSetTrustLineFlags:
		return b.SetTrustLineFlagsOp.Trustor.Address()
	case xdr.OperationTypeBeginSponsoringFutureReserves:
		return b.BeginSponsoringFutureReservesOp.SponsoredId.Address()
	case xdr.OperationTypeClawback:
		return account(b.ClawbackOp.From)
	case xdr.OperationTypeRevokeSponsorship:
		return revoked(*b.RevokeSponsorshipOp)
	}
	return ""
}

func revoked(op xdr.RevokeSponsorshipOp) string {
	if op.Signer != nil {
		return op.Signer.AccountId.Address()
	}
	switch key := op.LedgerKey; key.Type {
	case xdr.LedgerEntryTypeAccount:
		return key.Account.AccountId.Address()
	case xdr.LedgerEntryTypeTrustline:
		return key.TrustLine.AccountId.Address()
	case xdr.LedgerEntryTypeOffer:
		return key.Offer.SellerId.Address()
	case xdr.LedgerEntryTypeData:
		return key.Data.AccountId.Address()
	}
	return ""
}

func (o *operation) named() []string {
	list := []string{o.destination(), o.subject(), o.contractOfBody()}
	if o.body.Type == xdr.OperationTypeChangeTrust {
		list = append(list, o.source) // the column trustor
	}
	return list
}

// query-api.md section 1.2, "Participants of an operation".
func (o *operation) participants() []string {
	list := []string{o.source, o.destination(), o.subject()}
	switch o.body.Type {
	case xdr.OperationTypeCreateClaimableBalance:
		list = append(list, claimants(o.body.CreateClaimableBalanceOp.Claimants)...)
	case xdr.OperationTypeEndSponsoringFutureReserves:
		list = append(list, o.beginSponsor())
	case xdr.OperationTypeInvokeHostFunction:
		for _, c := range o.changes {
			list = append(list, owner(c.any()))
		}
		for _, event := range o.assetEvents() {
			for _, party := range []string{event.from, event.to} {
				if party != "" && party[0] == 'G' {
					list = append(list, party)
				}
			}
		}
	}
	return append(list, o.sponsor())
}

func claimants(list []xdr.Claimant) []string {
	var accounts []string
	for _, claimant := range list {
		accounts = append(accounts, claimant.V0.Destination.Address())
	}
	return accounts
}

// Who began the sponsorship that this operation ends.
func (o *operation) beginSponsor() string {
	if !o.successful {
		return ""
	}
	operations := o.envelope.Operations()
	for i := o.index - 1; i >= 0; i-- {
		begin := operations[i].Body.BeginSponsoringFutureReservesOp
		if begin == nil || begin.SponsoredId.Address() != o.source {
			continue
		}
		if operations[i].SourceAccount != nil {
			return account(*operations[i].SourceAccount)
		}
		return account(o.envelope.SourceAccount())
	}
	return ""
}

// Sponsor of the first entry that the operation made, or of the signer that it set.
func (o *operation) sponsor() string {
	signer := ""
	if set := o.body.SetOptionsOp; set != nil && set.Signer != nil {
		signer = set.Signer.Key.Address()
	}
	for _, c := range o.changes {
		if signer != "" && c.post != nil && c.kind() == xdr.LedgerEntryTypeAccount {
			before, after := signerSponsors(c.pre)[signer], signerSponsors(c.post)[signer]
			if after != "" && after != before {
				return after
			}
		}
		if c.created() && sponsorOf(c.post) != "" {
			return sponsorOf(c.post)
		}
	}
	return ""
}
