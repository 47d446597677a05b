// A source that is asked once what it holds, where one run wants to know it in several places: for
// a data lake the answer is a listing of up to 200 pages. A failure is not remembered. Newest is
// always asked anew. Otherwise the source itself (ledger_source.h), also about threads.
#pragma once

#include <memory>

#include "source/ledger_source.h"

namespace lake {

std::unique_ptr<LedgerSource> MakeExtentOnce(std::unique_ptr<LedgerSource> source);

}  // namespace lake
