// `contracts`, see commands.cc.
#pragma once

#include <array>

#include "app/commands.h"
#include "app/config_contracts_fields.h"

namespace lake {

Status RunContracts(const Invocation& invocation);

inline constexpr std::string_view kContractsAbout =
    "Proves every ledger and gives the contract entries that it changed, decoded "
    "and filtered, as Arrow record batches: ticket contract-data-stream for what "
    "comes, contract_data:START:END:FILTER for a range (docs/contracts.md). Each "
    "client reads at its own pace, nothing is dropped for a slow one. Sessions "
    "are started over gRPC, contractdata.v1.ControlService, on --control-listen. "
    "Further sources stand in for the first.";

inline constexpr std::array kContractsExamples = {
    Example{"What the network changes in contracts, from a server of ledgers on this machine",
            "stellarlake contracts localhost:50053"},
    Example{"From the public data lake, for this machine only",
            "stellarlake contracts s3://aws-public-blockchain/v1.1/stellar/ledgers/pubnet "
            "--listen 127.0.0.1:8816 --control-listen 127.0.0.1:50054"},
    Example{"With TLS, for those who know the token; of two contracts, unless they ask otherwise",
            "stellarlake contracts ./ledgers --tls-cert cert.pem --tls-key key.pem --token-file "
            "token --filter-contract-ids CA...,CB..."},
};

}  // namespace lake
