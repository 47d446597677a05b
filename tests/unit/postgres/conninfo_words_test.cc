#include "postgres/conninfo_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/matchers.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;

std::string WordOf(const char* text, std::string_view key) {
  const auto info = ParseConnInfo(text);
  EXPECT_THAT(info, IsOk());
  for (const auto& [name, value] : WordsForLibpq(*info, "tests")) {
    if (name == key) return value;
  }
  return "none";
}

TEST(ConnInfoWords, AServerOffTheLoopbackIsSpokenToByTls) {
  EXPECT_EQ(WordOf("postgresql://u@db.example/hot", "sslmode"), "require");
  EXPECT_EQ(WordOf("host=127.0.0.1,db.example", "sslmode"), "require");
  EXPECT_EQ(WordOf("hostaddr=10.0.0.1", "sslmode"), "require");
  for (const char* local : {"", "host=localhost", "host=/tmp/x", "host=127.0.0.1,::1"}) {
    EXPECT_EQ(WordOf(local, "sslmode"), "none") << local;
  }
}

TEST(ConnInfoWords, WhatTheStringSaysGoesBeforeOurDefaults) {
  EXPECT_EQ(WordOf("postgresql://u@db.example/hot?sslmode=disable", "sslmode"), "disable");
  EXPECT_EQ(WordOf("postgresql://u@db.example/hot?sslmode=verify-full", "sslmode"), "verify-full");
  EXPECT_EQ(WordOf("application_name=mine", "application_name"), "mine");
  EXPECT_EQ(WordOf("", "application_name"), "tests");
  EXPECT_EQ(WordOf("password=hunter22", "password"), "hunter22");
}

TEST(ConnInfoWords, APlaceShowsNeitherUserNorPassword) {
  const auto info = ParseConnInfo("postgresql://alice:hunter22@db.example:5434/stellar_hot");
  ASSERT_THAT(info, IsOk());
  EXPECT_EQ(PlaceOf(*info), "db.example:5434/stellar_hot");
}

}  // namespace
}  // namespace lake
