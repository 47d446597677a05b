package main

import (
	"github.com/stellar/go-stellar-sdk/strkey"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// A claim atom: what its owner, an account or a pool, gave and got.
type atom struct {
	owner        string
	isPool       bool
	sold, bought xdr.Asset
	gave, got    xdr.Int64
	index        int
}

func atomOf(claim xdr.ClaimAtom) atom {
	switch claim.Type {
	case xdr.ClaimAtomTypeClaimAtomTypeV0:
		c := claim.V0
		return atom{strkey.MustEncode(strkey.VersionByteAccountID, c.SellerEd25519[:]), false, c.AssetSold, c.AssetBought,
			c.AmountSold, c.AmountBought, 0}
	case xdr.ClaimAtomTypeClaimAtomTypeOrderBook:
		c := claim.OrderBook
		return atom{c.SellerId.Address(), false, c.AssetSold, c.AssetBought, c.AmountSold, c.AmountBought, 0}
	}
	c := claim.LiquidityPool
	return atom{pool(c.LiquidityPoolId), true, c.AssetSold, c.AssetBought, c.AmountSold, c.AmountBought, 0}
}

// Atoms of the result; those of nothing for nothing left out.
func (o *operation) atoms() []atom {
	var claims []xdr.ClaimAtom
	switch r := o.result; {
	case r.PathPaymentStrictReceiveResult != nil:
		claims = r.PathPaymentStrictReceiveResult.Success.Offers
	case r.PathPaymentStrictSendResult != nil:
		claims = r.PathPaymentStrictSendResult.Success.Offers
	case r.ManageSellOfferResult != nil:
		claims = r.ManageSellOfferResult.Success.OffersClaimed
	case r.CreatePassiveSellOfferResult != nil:
		claims = r.CreatePassiveSellOfferResult.Success.OffersClaimed
	case r.ManageBuyOfferResult != nil:
		claims = r.ManageBuyOfferResult.Success.OffersClaimed
	}
	var atoms []atom
	for i, claim := range claims {
		a := atomOf(claim)
		a.index = i
		if a.gave != 0 || a.got != 0 {
			atoms = append(atoms, a)
		}
	}
	return atoms
}
