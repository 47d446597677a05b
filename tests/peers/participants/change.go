package main

import (
	"github.com/stellar/go-stellar-sdk/strkey"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// An entry before and after a change; nil where there is none.
type change struct{ pre, post *xdr.LedgerEntry }

func (c change) any() *xdr.LedgerEntry {
	if c.post != nil {
		return c.post
	}
	return c.pre
}

func (c change) kind() xdr.LedgerEntryType { return c.any().Data.Type }
func (c change) created() bool             { return c.pre == nil && c.post != nil }

func pairs(list xdr.LedgerEntryChanges) []change {
	var result []change
	var state *xdr.LedgerEntry
	for _, c := range list {
		switch c.Type {
		case xdr.LedgerEntryChangeTypeLedgerEntryState:
			state = c.State
		case xdr.LedgerEntryChangeTypeLedgerEntryCreated:
			result = append(result, change{nil, c.Created})
		case xdr.LedgerEntryChangeTypeLedgerEntryRestored:
			result = append(result, change{nil, c.Restored})
		case xdr.LedgerEntryChangeTypeLedgerEntryUpdated:
			result = append(result, change{state, c.Updated})
		case xdr.LedgerEntryChangeTypeLedgerEntryRemoved:
			if state != nil { // what was restored just before is removed without one
				result = append(result, change{state, nil})
			}
		}
		if c.Type != xdr.LedgerEntryChangeTypeLedgerEntryState {
			state = nil
		}
	}
	return result
}

func account(muxed xdr.MuxedAccount) string {
	id := muxed.ToAccountId()
	return id.Address()
}

func contract(id xdr.ContractId) string { return strkey.MustEncode(strkey.VersionByteContract, id[:]) }

func pool(id xdr.PoolId) string { return strkey.MustEncode(strkey.VersionByteLiquidityPool, id[:]) }

func balance(id xdr.ClaimableBalanceId) string { return id.MustEncodeToStrkey() }

// Address behind a value of a contract; the account of a muxed one; empty for other values.
func addressOf(value xdr.ScVal) string {
	if value.Type != xdr.ScValTypeScvAddress {
		return ""
	}
	if muxed := value.Address.MuxedAccount; muxed != nil {
		return strkey.MustEncode(strkey.VersionByteAccountID, muxed.Ed25519[:])
	}
	text, err := value.Address.String()
	fail(err)
	return text
}

func sponsorOf(entry *xdr.LedgerEntry) string {
	if entry == nil {
		return ""
	}
	if id := entry.SponsoringID(); id != nil {
		return id.Address()
	}
	return ""
}

func signerSponsors(entry *xdr.LedgerEntry) map[string]string {
	sponsors := map[string]string{}
	if entry != nil {
		for signer, id := range entry.Data.Account.SponsorPerSigner() {
			sponsors[signer] = id.Address()
		}
	}
	return sponsors
}

func signerWeights(entry *xdr.LedgerEntry) map[string]uint32 {
	weights := map[string]uint32{}
	if entry != nil {
		if weight := entry.Data.Account.Thresholds[0]; weight > 0 {
			weights[entry.Data.Account.AccountId.Address()] = uint32(weight)
		}
		for _, signer := range entry.Data.Account.Signers {
			weights[signer.Key.Address()] = uint32(signer.Weight)
		}
	}
	return weights
}

// Owner of an account, a trustline, an offer or a data entry; else empty.
func owner(entry *xdr.LedgerEntry) string {
	switch data := entry.Data; data.Type {
	case xdr.LedgerEntryTypeAccount:
		return data.Account.AccountId.Address()
	case xdr.LedgerEntryTypeTrustline:
		return data.TrustLine.AccountId.Address()
	case xdr.LedgerEntryTypeOffer:
		return data.Offer.SellerId.Address()
	case xdr.LedgerEntryTypeData:
		return data.Data.AccountId.Address()
	}
	return ""
}
