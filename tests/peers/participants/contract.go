package main

import (
	"crypto/sha256"
	"strings"

	"github.com/stellar/go-stellar-sdk/network"
	"github.com/stellar/go-stellar-sdk/strkey"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// A token event of a contract: parties, where it has them.
type tokenEvent struct {
	kind, from, to string
	contract       string
	asset          *xdr.Asset // of a verified asset contract
	isZero         bool
}

func symbol(value xdr.ScVal) string {
	if value.Type != xdr.ScValTypeScvSymbol {
		return ""
	}
	return string(*value.Sym)
}

// The amount of the data: a number, or a map that has one.
func amountOf(data xdr.ScVal) *xdr.Int128Parts {
	if data.Type == xdr.ScValTypeScvI128 {
		return data.I128
	}
	if data.Type == xdr.ScValTypeScvMap && *data.Map != nil {
		for _, item := range **data.Map {
			if symbol(item.Key) == "amount" && item.Val.Type == xdr.ScValTypeScvI128 {
				return item.Val.I128
			}
		}
	}
	return nil
}

// silver.yaml event_rules.
func (o *operation) tokenEventOf(event xdr.ContractEvent) *tokenEvent {
	if event.Type != xdr.ContractEventTypeContract || event.ContractId == nil {
		return nil
	}
	topics := event.Body.V0.Topics
	amount := amountOf(event.Body.V0.Data)
	if len(topics) < 2 || amount == nil {
		return nil
	}
	first, second := addressOf(topics[1]), ""
	if len(topics) > 2 {
		second = addressOf(topics[2])
	}
	party := first
	if second != "" && first != "" {
		party = second // behind the admin
	}
	result := tokenEvent{kind: symbol(topics[0]), contract: contract(*event.ContractId),
		isZero: amount.Hi == 0 && amount.Lo == 0}
	switch result.kind {
	case "transfer":
		result.from, result.to = first, second
		if second == "" || first == "" {
			return nil
		}
	case "mint":
		result.to = party
	case "clawback":
		result.from = party
	case "burn":
		result.from = first
	default:
		return nil
	}
	if result.from+result.to == "" {
		return nil
	}
	result.asset = o.verifiedAsset(topics[len(topics)-1], *event.ContractId)
	return &result
}

func (o *operation) verifiedAsset(topic xdr.ScVal, id xdr.ContractId) *xdr.Asset {
	if topic.Type != xdr.ScValTypeScvString {
		return nil
	}
	asset := xdr.MustNewNativeAsset()
	if name := string(*topic.Str); name != "native" {
		code, issuer, _ := strings.Cut(name, ":")
		var err error
		if asset, err = xdr.NewCreditAsset(code, issuer); err != nil {
			return nil
		}
	}
	if made, err := asset.ContractID(o.passphrase); err != nil || xdr.ContractId(made) != id {
		return nil
	}
	return &asset
}

func (o *operation) tokenEvents() []tokenEvent {
	var list []tokenEvent
	if o.body.Type != xdr.OperationTypeInvokeHostFunction {
		return list
	}
	for _, event := range o.events {
		if found := o.tokenEventOf(event); found != nil {
			list = append(list, *found)
		}
	}
	return list
}

func (o *operation) assetEvents() []tokenEvent {
	var list []tokenEvent
	for _, event := range o.tokenEvents() {
		if event.asset != nil {
			list = append(list, event)
		}
	}
	return list
}

// The contract that the operation names: called, made, or the first in its footprint.
func (o *operation) contractOfBody() string {
	switch o.body.Type {
	case xdr.OperationTypeInvokeHostFunction:
		switch f := o.body.InvokeHostFunctionOp.HostFunction; {
		case f.InvokeContract != nil:
			text, _ := f.InvokeContract.ContractAddress.String()
			return text
		case f.CreateContract != nil:
			return o.derivedContract(f.CreateContract.ContractIdPreimage)
		case f.CreateContractV2 != nil:
			return o.derivedContract(f.CreateContractV2.ContractIdPreimage)
		}
	case xdr.OperationTypeExtendFootprintTtl, xdr.OperationTypeRestoreFootprint:
		return o.footprintContract()
	}
	return ""
}

func (o *operation) derivedContract(preimage xdr.ContractIdPreimage) string {
	raw, err := xdr.HashIdPreimage{
		Type: xdr.EnvelopeTypeEnvelopeTypeContractId,
		ContractId: &xdr.HashIdPreimageContractId{
			NetworkId: xdr.Hash(network.ID(o.passphrase)), ContractIdPreimage: preimage},
	}.MarshalBinary()
	fail(err)
	return contract(xdr.ContractId(sha256.Sum256(raw)))
}

func (o *operation) footprintContract() string {
	transaction := o.envelope.V1
	if o.envelope.IsFeeBump() {
		transaction = o.envelope.FeeBump.Tx.InnerTx.V1
	}
	data := transaction.Tx.Ext.SorobanData
	if data == nil {
		return ""
	}
	footprint := data.Resources.Footprint
	for _, key := range append(append([]xdr.LedgerKey{}, footprint.ReadWrite...), footprint.ReadOnly...) {
		if key.Type == xdr.LedgerEntryTypeContractData && key.ContractData.Contract.ContractId != nil {
			return contract(*key.ContractData.Contract.ContractId)
		}
	}
	return ""
}

// Every call that the diagnostic events show; the root alone where they show none.
func (o *operation) called() {
	call := o.body.InvokeHostFunctionOp
	if call == nil {
		return
	}
	diagnostics, err := o.meta.GetDiagnosticEvents()
	fail(err)
	seen := false
	for _, diagnostic := range diagnostics {
		topics := diagnostic.Event.Body.V0.Topics
		if diagnostic.Event.Type != xdr.ContractEventTypeDiagnostic || len(topics) < 2 || symbol(topics[0]) != "fn_call" {
			continue
		}
		callee := addressOf(topics[1])
		if topics[1].Type == xdr.ScValTypeScvBytes && len(*topics[1].Bytes) == 32 {
			callee = strkey.MustEncode(strkey.VersionByteContract, *topics[1].Bytes)
		}
		o.role(roleCalled, callee)
		seen = seen || callee != ""
	}
	if !seen && call.HostFunction.InvokeContract != nil {
		o.role(roleCalled, o.contractOfBody())
	}
}
