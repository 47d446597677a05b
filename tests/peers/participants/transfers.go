package main

import "github.com/stellar/go-stellar-sdk/xdr"

// silver.yaml transfer_rules: who paid and who received in the operation.
func (o *operation) transfers() {
	switch b, r := o.body, o.result; b.Type {
	case xdr.OperationTypeCreateAccount:
		o.move(o.source, o.destination(), xdr.MustNewNativeAsset(), b.CreateAccountOp.StartingBalance)
	case xdr.OperationTypePayment:
		o.move(o.source, o.destination(), b.PaymentOp.Asset, b.PaymentOp.Amount)
	case xdr.OperationTypePathPaymentStrictReceive:
		o.move(o.source, o.destination(), b.PathPaymentStrictReceiveOp.DestAsset, b.PathPaymentStrictReceiveOp.DestAmount)
	case xdr.OperationTypePathPaymentStrictSend:
		o.move(o.source, o.destination(), b.PathPaymentStrictSendOp.DestAsset, r.PathPaymentStrictSendResult.Success.Last.Amount)
	case xdr.OperationTypeAccountMerge:
		o.move(o.source, o.destination(), xdr.MustNewNativeAsset(), *r.AccountMergeResult.SourceAccountBalance)
	case xdr.OperationTypeInflation:
		for _, payout := range *r.InflationResult.Payouts {
			o.move("", payout.Destination.Address(), xdr.MustNewNativeAsset(), payout.Amount)
		}
	case xdr.OperationTypeCreateClaimableBalance:
		op := b.CreateClaimableBalanceOp
		o.move(o.source, balance(*r.CreateClaimableBalanceResult.BalanceId), op.Asset, op.Amount)
	case xdr.OperationTypeClaimClaimableBalance:
		o.moveBalance(b.ClaimClaimableBalanceOp.BalanceId, o.source)
	case xdr.OperationTypeClawbackClaimableBalance:
		o.moveBalance(b.ClawbackClaimableBalanceOp.BalanceId, "")
	case xdr.OperationTypeClawback:
		o.role(rolePaid, o.subject())
	case xdr.OperationTypeLiquidityPoolDeposit, xdr.OperationTypeLiquidityPoolWithdraw:
		o.poolMoves(o.source)
	case xdr.OperationTypeAllowTrust, xdr.OperationTypeSetTrustLineFlags:
		o.revocations()
	case xdr.OperationTypeInvokeHostFunction:
		o.eventMoves()
	}
	for _, atom := range o.atoms() {
		o.move(atom.owner, o.source, atom.sold, atom.gave)
		o.move(o.source, atom.owner, atom.bought, atom.got)
	}
	if o.protocol < 8 {
		o.drift()
	}
}

// A movement; an asset's issuer makes or burns it and is no party, unless it is both.
func (o *operation) move(from, to string, asset xdr.Asset, amount xdr.Int64) {
	if amount == 0 {
		return
	}
	if issuer := asset.GetIssuer(); issuer != "" && (issuer == from) != (issuer == to) {
		if issuer == from {
			from = ""
		} else {
			to = ""
		}
	}
	o.role(rolePaid, from)
	o.role(roleReceived, to)
}

func (o *operation) moveBalance(id xdr.ClaimableBalanceId, to string) {
	for _, c := range o.changes {
		if c.kind() == xdr.LedgerEntryTypeClaimableBalance && c.pre != nil && c.post == nil {
			entry := c.pre.Data.ClaimableBalance
			o.move(balance(id), to, entry.Asset, entry.Amount)
		}
	}
}

// What each reserve of a pool gained.
type reserves struct {
	pool   string
	assets [2]xdr.Asset
	gained [2]xdr.Int64
}

func (o *operation) changedPools() []reserves {
	found := map[string]*reserves{}
	var order []string
	for _, c := range o.changes {
		if c.kind() != xdr.LedgerEntryTypeLiquidityPool {
			continue
		}
		entry := c.any().Data.LiquidityPool
		id, body := pool(entry.LiquidityPoolId), entry.Body.ConstantProduct
		if found[id] == nil {
			found[id] = &reserves{pool: id, assets: [2]xdr.Asset{body.Params.AssetA, body.Params.AssetB}}
			order = append(order, id)
		}
		for sign, side := range map[xdr.Int64]*xdr.LedgerEntry{-1: c.pre, 1: c.post} {
			if side != nil {
				found[id].gained[0] += sign * side.Data.LiquidityPool.Body.ConstantProduct.ReserveA
				found[id].gained[1] += sign * side.Data.LiquidityPool.Body.ConstantProduct.ReserveB
			}
		}
	}
	var list []reserves
	for _, id := range order {
		list = append(list, *found[id])
	}
	return list
}

func (o *operation) poolMoves(owner string) {
	for _, r := range o.changedPools() {
		for i, gained := range r.gained {
			if gained > 0 {
				o.move(owner, r.pool, r.assets[i], gained)
			} else {
				o.move(r.pool, owner, r.assets[i], -gained)
			}
		}
	}
}

// Pool shares that were redeemed: into claimable balances, or burnt where the trustor issues the asset.
func (o *operation) revocations() {
	for _, r := range o.changedPools() {
		if r.gained[0] < 0 || r.gained[1] < 0 {
			o.role(rolePaid, r.pool)
		}
	}
	for _, c := range o.changes {
		if c.created() && c.kind() == xdr.LedgerEntryTypeClaimableBalance {
			o.role(roleReceived, balance(c.post.Data.ClaimableBalance.BalanceId))
		}
	}
}

func (o *operation) eventMoves() {
	for _, event := range o.tokenEvents() {
		if event.isZero {
			continue
		}
		if event.asset != nil {
			o.move(event.from, event.to, *event.asset, 1)
		} else {
			o.role(rolePaid, event.from)
			o.role(roleReceived, event.to)
		}
	}
}

// Before protocol 8 an operation could make or destroy lumens of its source.
func (o *operation) drift() {
	var made xdr.Int64
	for _, c := range o.changes {
		if c.kind() != xdr.LedgerEntryTypeAccount {
			continue
		}
		if c.pre != nil {
			made -= c.pre.Data.Account.Balance
		}
		if c.post != nil {
			made += c.post.Data.Account.Balance
		}
	}
	if o.body.Type == xdr.OperationTypeInflation {
		return // makes lumens by itself; its payouts are above
	}
	if made > 0 {
		o.role(roleReceived, o.source)
	} else if made < 0 {
		o.role(rolePaid, o.source)
	}
}

// The fee is a movement of every transaction; roles of movements are those of successful ones.
func (d *deriver) feeTransfer(payer string) {
	if d.result.FeeCharged != 0 {
		d.add(0, rolePaid, payer)
	}
}
