// The tables of a lake by the columns that their rows were written with, for comparing rows with
// those of a second extraction.
#pragma once

#include "sink/lake_contents.h"

namespace lake {

// Leaves of every table the columns of its batches' schema that this version knows. A table whose
// batches name several schemas comes once for each, with the ledgers that are written so.
Status SplitBySchema(Connection& connection, const Lake& lake, LakeContents& contents);

}  // namespace lake
