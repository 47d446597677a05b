package main

import (
	"maps"

	"github.com/stellar/go-stellar-sdk/xdr"
)

// Accounts of the operation's effects, and contracts and sponsors in their details (effects.md).
func (o *operation) effects() {
	if o.sourceIsAffected() {
		o.role(roleAffected, o.source)
	}
	switch b := o.body; b.Type {
	case xdr.OperationTypeCreateAccount, xdr.OperationTypePayment, xdr.OperationTypePathPaymentStrictReceive,
		xdr.OperationTypePathPaymentStrictSend, xdr.OperationTypeAccountMerge:
		o.role(roleAffected, o.destination())
	case xdr.OperationTypeClawback:
		o.role(roleAffected, o.subject())
	case xdr.OperationTypeInflation:
		for _, payout := range *o.result.InflationResult.Payouts {
			o.role(roleAffected, payout.Destination.Address())
		}
	case xdr.OperationTypeCreateClaimableBalance:
		o.role(roleAffected|roleClaimant, claimants(b.CreateClaimableBalanceOp.Claimants)...)
	case xdr.OperationTypeAllowTrust, xdr.OperationTypeSetTrustLineFlags:
		for _, entry := range o.createdBalances() {
			o.role(roleAffected|roleClaimant, claimants(entry.Claimants)...)
		}
	case xdr.OperationTypeInvokeHostFunction:
		o.contractEffects()
	}
	for _, atom := range o.atoms() {
		o.role(roleAffected, o.source)
		if !atom.isPool {
			o.role(roleAffected, atom.owner)
		}
	}
	for _, c := range o.changes {
		o.sponsorshipEffects(c)
		if c.kind() == xdr.LedgerEntryTypeLiquidityPool && (c.pre == nil || c.post == nil) {
			o.role(roleAffected, o.source)
		}
	}
}

// Whether an effect of the operation's own kind is the source's.
func (o *operation) sourceIsAffected() bool {
	switch b := o.body; b.Type {
	case xdr.OperationTypeManageSellOffer, xdr.OperationTypeManageBuyOffer, xdr.OperationTypeCreatePassiveSellOffer,
		xdr.OperationTypeInflation, xdr.OperationTypeInvokeHostFunction, xdr.OperationTypeRevokeSponsorship,
		xdr.OperationTypeBeginSponsoringFutureReserves, xdr.OperationTypeEndSponsoringFutureReserves:
		return false
	case xdr.OperationTypeSetOptions:
		return o.setSomething(*b.SetOptionsOp)
	case xdr.OperationTypeChangeTrust:
		return o.hasChange(xdr.LedgerEntryTypeTrustline, func(c change) bool {
			return (c.any().Data.TrustLine.Asset.Type == xdr.AssetTypeAssetTypePoolShare) ==
				(b.ChangeTrustOp.Line.Type == xdr.AssetTypeAssetTypePoolShare)
		})
	case xdr.OperationTypeManageData:
		return o.hasChange(xdr.LedgerEntryTypeData, func(change) bool { return true })
	case xdr.OperationTypeBumpSequence:
		return o.hasChange(xdr.LedgerEntryTypeAccount, func(c change) bool {
			return c.pre != nil && c.post != nil && c.pre.Data.Account.SeqNum != c.post.Data.Account.SeqNum
		})
	}
	return true
}

func (o *operation) hasChange(kind xdr.LedgerEntryType, is func(change) bool) bool {
	for _, c := range o.changes {
		if c.kind() == kind && is(c) {
			return true
		}
	}
	return false
}

func (o *operation) setSomething(set xdr.SetOptionsOp) bool {
	flags := func(bits *xdr.Uint32) bool { return bits != nil && *bits != 0 }
	if set.HomeDomain != nil || set.LowThreshold != nil || set.MedThreshold != nil || set.HighThreshold != nil ||
		set.InflationDest != nil || flags(set.SetFlags) || flags(set.ClearFlags) {
		return true
	}
	return o.hasChange(xdr.LedgerEntryTypeAccount, func(c change) bool {
		return c.pre != nil && c.post != nil && !maps.Equal(signerWeights(c.pre), signerWeights(c.post))
	})
}

func (o *operation) createdBalances() []xdr.ClaimableBalanceEntry {
	var entries []xdr.ClaimableBalanceEntry
	for _, c := range o.changes {
		if c.created() && c.kind() == xdr.LedgerEntryTypeClaimableBalance {
			entries = append(entries, *c.post.Data.ClaimableBalance)
		}
	}
	return entries
}

func (o *operation) contractEffects() {
	for _, event := range o.assetEvents() {
		for _, party := range []string{event.from, event.to} {
			if party == "" {
				continue
			}
			o.role(roleAffected, party)
			if party[0] != 'G' {
				o.role(roleAffected, o.source) // effects 96 and 97 are its own
			}
		}
	}
	if o.protocol < 26 {
		return
	}
	for _, c := range o.changes { // CAP-73
		if c.created() && (c.kind() == xdr.LedgerEntryTypeTrustline || c.kind() == xdr.LedgerEntryTypeAccount) {
			o.role(roleAffected, owner(c.post))
		}
	}
}

func (o *operation) sponsorshipEffects(c change) {
	who := ""
	switch c.kind() {
	case xdr.LedgerEntryTypeAccount, xdr.LedgerEntryTypeTrustline:
		who = owner(c.any())
	case xdr.LedgerEntryTypeData, xdr.LedgerEntryTypeClaimableBalance:
		who = o.source
	default:
		return
	}
	o.sponsorChanged(who, sponsorOf(c.pre), sponsorOf(c.post))
	if c.kind() != xdr.LedgerEntryTypeAccount {
		return
	}
	before, after := signerSponsors(c.pre), signerSponsors(c.post)
	for signer := range before {
		o.sponsorChanged(who, before[signer], after[signer])
	}
	for signer := range after {
		o.sponsorChanged(who, before[signer], after[signer])
	}
}

func (o *operation) sponsorChanged(who, before, after string) {
	if before != after {
		o.role(roleAffected, who, before, after)
	}
}
