#include "app/source_setup.h"

#include <gtest/gtest.h>

#include "base/redact.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

TEST(ReadSecret, WhatItGivesIsShownNowhere) {
  ASSERT_THAT(ReadSecret("tok-en-of-the-settings", ""), testing::IsOk());
  const testing::TempFolder folder;
  const auto read = ReadSecret("", folder.Write("token", " tok-en-of-a-file\n"));
  ASSERT_THAT(read, testing::IsOk());
  EXPECT_EQ(*read, "tok-en-of-a-file");
  EXPECT_EQ(Redact("peer said tok-en-of-the-settings, tok-en-of-a-file"), "peer said ***, ***");
}

}  // namespace
}  // namespace lake
