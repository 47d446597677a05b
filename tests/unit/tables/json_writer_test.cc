#include "tables/json_writer.h"

#include <gtest/gtest.h>

#include <array>

namespace lake {
namespace {

TEST(JsonWriter, PutsCommasBetweenValues) {
  std::string text;
  JsonWriter json(text);
  json.OpenObject();
  json.Key("a").OpenArray().Number(std::int64_t{-1}).Bool(true).Null().CloseArray();
  json.Key("b").OpenObject().CloseObject();
  json.Key("c").OpenArray().OpenObject().CloseObject().OpenObject().CloseObject().CloseArray();
  json.Key("d").Number(UINT64_MAX);
  json.CloseObject();
  EXPECT_EQ(text, R"({"a":[-1,true,null],"b":{},"c":[{},{}],"d":18446744073709551615})");
}

TEST(JsonWriter, TellsStructureFromTextsThatLookLikeIt) {
  std::string text;
  JsonWriter(text).OpenArray().Text("[").Text("{").Plain(":").Text("").CloseArray();
  EXPECT_EQ(text, R"(["[","{",":",""])");
}

TEST(JsonWriter, EncodesBytesInPlace) {
  constexpr std::array<std::uint8_t, 4> kBytes{0xDE, 0xAD, 0xBE, 0xEF};
  std::string text;
  JsonWriter(text).OpenArray().Hex(kBytes).Base64(kBytes).Hex({}).CloseArray();
  EXPECT_EQ(text, R"(["deadbeef","3q2+7w==",""])");
}

}  // namespace
}  // namespace lake
