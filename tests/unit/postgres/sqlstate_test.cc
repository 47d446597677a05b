#include "postgres/sqlstate.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

TEST(SqlState, DecidesWhatACallerDoes) {
  struct Case {
    const char* state;
    Code code;
  };
  for (const Case& c : std::initializer_list<Case>{{"", Code::kUnavailable},
                                                   {"08006", Code::kUnavailable},
                                                   {"08P01", Code::kUnavailable},
                                                   {"57P01", Code::kUnavailable},
                                                   {"57P02", Code::kUnavailable},
                                                   {"57P03", Code::kUnavailable},
                                                   {"57014", Code::kUnavailable},
                                                   {"53300", Code::kUnavailable},
                                                   {"40P01", Code::kUnavailable},
                                                   {"40001", Code::kConflict},
                                                   {"23505", Code::kConflict},
                                                   {"55P03", Code::kConflict},
                                                   {"53100", Code::kResourceExhausted},
                                                   {"53200", Code::kResourceExhausted},
                                                   {"54000", Code::kResourceExhausted},
                                                   {"28P01", Code::kInvalidArgument},
                                                   {"3D000", Code::kInvalidArgument},
                                                   {"42501", Code::kInvalidArgument},
                                                   {"25006", Code::kInvalidArgument},
                                                   {"42P01", Code::kNotFound},
                                                   {"42703", Code::kNotFound},
                                                   {"42601", Code::kInternal},
                                                   {"22021", Code::kInternal},
                                                   {"23502", Code::kInternal},
                                                   {"XX000", Code::kInternal},
                                                   {"XX001", Code::kDataLoss},
                                                   {"ZZZZZ", Code::kInternal}}) {
    EXPECT_EQ(CodeName(SqlStateCode(c.state)), CodeName(c.code)) << c.state;
  }
}

TEST(SqlState, SomeLeaveTheOutcomeOfACommitOpen) {
  for (const char* state : {"", "08006", "08007", "08P01", "40003", "57P01"}) {
    EXPECT_TRUE(LeavesOutcomeOpen(state)) << state;
  }
  for (const char* state : {"40001", "23505", "53100", "57014", "XX000"}) {
    EXPECT_FALSE(LeavesOutcomeOpen(state)) << state;
  }
}

}  // namespace
}  // namespace lake
