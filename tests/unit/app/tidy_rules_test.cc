// Every tidy rule refuses a small bad example and accepts the good one beside it.
#include "support/tidy_rules.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/tidy_functions.h"
#include "support/tidy_layers.h"
#include "support/tidy_parameters.h"
#include "support/tidy_text.h"
#include "support/tidy_time.h"

namespace lake::testing {
namespace {

constexpr std::string_view kLayers =
    "# number, folder, what it may include\n"
    "0 base\n"
    "1 xdr base\n"
    "1 table base\n"
    "2 stellar xdr base\n"
    "3 source base\n"
    "4 source/files source base\n";

std::vector<Finding> Includes(std::string path, std::string_view code) {
  const Result<Layers> layers = ParseLayers(kLayers);
  CHECK(layers.ok());
  return CheckIncludes(MakeSourceFile(std::move(path), code), *layers);
}

std::string Lines(std::size_t count, std::string_view line = "int x;") {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("{}\n", line);
  return text;
}

std::size_t SizeFindings(std::string path, std::string_view content) {
  return CheckSizes(MakeSourceFile(std::move(path), content)).size();
}

std::size_t WordFindings(std::string path, std::string_view content) {
  return CheckWords(MakeSourceFile(std::move(path), content)).size();
}

TEST(TidyIncludes, AcceptDownwardAndOwnFolder) {
  EXPECT_TRUE(Includes("src/xdr/a.h", "#include \"base/b.h\"\n#include \"xdr/c.h\"\n").empty());
  EXPECT_TRUE(Includes("src/base/a.h", "#include <vector>\n").empty());
  EXPECT_TRUE(Includes("tests/unit/base/a.cc", "#include \"xdr/c.h\"\n").empty());
}

TEST(TidyIncludes, RefuseUpward) {
  const auto findings = Includes("src/base/a.h", "\n#include \"xdr/b.h\"\n");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].line, 2u);
  EXPECT_EQ(findings[0].message, "upward include: base -> xdr/b.h");
}

TEST(TidyIncludes, RefuseSideways) {
  const auto findings = Includes("src/table/a.cc", "#include \"xdr/b.h\"\n");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message, "sideways include: table -> xdr/b.h");
}

TEST(TidyIncludes, RefuseAFolderThatIsLowerButNotListed) {
  const auto findings = Includes("src/stellar/a.cc", "#include \"table/b.h\"\n");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message, "unlisted include: stellar -> table/b.h");
}

TEST(TidyIncludes, HoldFoldersInFoldersToLinesOfTheirOwn) {
  EXPECT_TRUE(Includes("src/source/files/a.cc", "#include \"source/b.h\"\n").empty());
  const auto upward = Includes("src/source/a.cc", "#include \"source/files/b.h\"\n");
  ASSERT_EQ(upward.size(), 1u);
  EXPECT_EQ(upward[0].message, "upward include: source -> source/files/b.h");
  const auto unlisted = Includes("src/source/files/a.cc", "#include \"stellar/b.h\"\n");
  ASSERT_EQ(unlisted.size(), 1u);
  EXPECT_EQ(unlisted[0].message, "unlisted include: source/files -> stellar/b.h");
  EXPECT_EQ(Includes("src/source/other/a.cc", "").size(), 1u);
}

TEST(TidyIncludes, RefuseWhatIsNotLayerSlashFile) {
  EXPECT_EQ(Includes("src/base/a.cc", "#include \"b.h\"\n").size(), 1u);
  EXPECT_EQ(Includes("src/base/a.cc", "#include \"vendor/b.h\"\n").size(), 1u);
  EXPECT_EQ(Includes("src/other/a.cc", "").size(), 1u);
  EXPECT_EQ(Includes("src/base/a.cc", "#include \"proto/b.h\"\n").size(), 1u);
  EXPECT_EQ(Includes("src/base/a.cc", "#include \"proto/b.pb.h\"\n").size(), 0u);
}

TEST(TidyIncludes, IgnoreIncludesInComments) {
  EXPECT_TRUE(Includes("src/base/a.h", "// #include \"xdr/b.h\"\n").empty());
  EXPECT_TRUE(Includes("src/base/a.h", "/*\n#include \"xdr/b.h\"\n*/\n").empty());
}

TEST(TidyLayers, RefuseAListThatPointsUpwardOrSideways) {
  EXPECT_FALSE(ParseLayers("0 base xdr\n1 xdr\n").ok());
  EXPECT_FALSE(ParseLayers("1 table\n1 xdr table\n").ok());
  EXPECT_FALSE(ParseLayers("1 xdr base\n").ok());
  EXPECT_FALSE(ParseLayers("0 base\n0 base\n").ok());
  EXPECT_FALSE(ParseLayers("base\n").ok());
}

TEST(TidySizes, RefuseLongFiles) {
  EXPECT_EQ(SizeFindings("tests/a.cc", Lines(400)), 0u);
  EXPECT_EQ(SizeFindings("tests/a.cc", Lines(401)), 1u);
  EXPECT_EQ(SizeFindings("tools/a.py", Lines(401, "x = 1")), 1u);
  EXPECT_EQ(SizeFindings("tools/run", "#!/bin/sh\n" + Lines(400, "true")), 1u);
}

TEST(TidySizes, RefuseLongHeadersOfSrc) {
  EXPECT_EQ(SizeFindings("src/base/a.h", Lines(200)), 0u);
  EXPECT_EQ(SizeFindings("src/base/a.h", Lines(201)), 1u);
  EXPECT_EQ(SizeFindings("tests/support/a.h", Lines(201)), 0u);
}

TEST(TidySizes, RefuseLongLinesOfSrc) {
  EXPECT_EQ(SizeFindings("src/base/a.cc", std::string(100, 'x')), 0u);
  EXPECT_EQ(SizeFindings("src/base/a.cc", std::string(101, 'x')), 1u);
}

TEST(TidySizes, CountColumnsNotBytes) { EXPECT_EQ(Columns("// 3 × 4 → 12 µs"), 16u); }

TEST(TidySizes, RefuseLongFunctions) {
  EXPECT_EQ(SizeFindings("src/base/a.cc", "int F() {\n" + Lines(68, "  G();") + "}\n"), 0u);
  EXPECT_EQ(SizeFindings("src/base/a.cc", "int F() {\n" + Lines(69, "  G();") + "}\n"), 1u);
  EXPECT_EQ(SizeFindings("tests/a.cc", "TEST(A, B) {\n" + Lines(69, "  G();") + "}\n"), 1u);
  EXPECT_EQ(SizeFindings("tools/a.py", "def f():\n" + Lines(70, "    g()")), 1u);
  EXPECT_EQ(SizeFindings("tools/a.sh", "f() {\n" + Lines(69, "  g") + "}\n"), 1u);
}

TEST(TidySizes, DoNotTakeClassesAndTablesForFunctions) {
  EXPECT_EQ(SizeFindings("tests/a.cc", "class A : public B<int> {\n" + Lines(90) + "};\n"), 0u);
  EXPECT_EQ(SizeFindings("tests/a.cc", "namespace a {\n" + Lines(90) + "}\n"), 0u);
  EXPECT_EQ(SizeFindings("tests/a.cc", "const X kX[] = {\n" + Lines(90, "{1, F(2)},") + "};\n"),
            0u);
}

TEST(TidyFunctions, AreFoundInEveryShape) {
  const SourceFile file = MakeSourceFile("src/base/a.cc",
                                         "namespace a {\n"
                                         "class C {\n"
                                         " public:\n"
                                         "  explicit C(int x)\n"
                                         "      : x_{x}, y_(x) {\n"
                                         "    if (x) { F(\"}{\"); }\n"
                                         "  }\n"
                                         "  int x() const { return x_; }\n"
                                         "  int x_{0};\n"
                                         "};\n"
                                         "template <typename T>\n"
                                         "auto F(T t) -> int {\n"
                                         "  return [&] { return '{'; }();\n"
                                         "}\n"
                                         "}\n");
  const std::vector<FunctionSpan> found = FindFunctions(file);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].first_line, 4u);
  EXPECT_EQ(found[0].last_line, 7u);
  EXPECT_EQ(found[1].lines(), 1u);
  EXPECT_EQ(found[2].first_line, 11u);
  EXPECT_EQ(found[2].last_line, 14u);
}

std::vector<Finding> Parameters(std::string_view code) {
  return CheckParameters(MakeSourceFile("src/base/a.cc", code));
}

TEST(TidyParameters, RefuseTheSeventh) {
  EXPECT_TRUE(Parameters("void F(int a, int b, int c, int d, int e, int f);\n").empty());
  const auto findings = Parameters(
      "\nStatus F(Foo& a, const std::map<int, int>& b, int c,\n"
      "         const std::function<void(int, int)>& d, Bar* e, int f = 3, int g);\n");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].line, 2u);
  EXPECT_NE(findings[0].message.find("7 parameters"), std::string::npos);
}

TEST(TidyParameters, AreThoseOfConstructorsLambdasAndTypesToo) {
  constexpr std::string_view kSeven = "(A& a, B& b, C& c, D& d, E& e, F& f, G& g)";
  EXPECT_EQ(Parameters(fmt::format("Foo::Foo{} : a_(a) {{}}\n", kSeven)).size(), 1u);
  EXPECT_EQ(Parameters(fmt::format("auto f = [&]{} {{ return 1; }};\n", kSeven)).size(), 1u);
  EXPECT_EQ(Parameters(fmt::format("std::function<void{}> call;\n", kSeven)).size(), 1u);
  EXPECT_EQ(Parameters("void F(A&, B&, C*, const D&, int e, int f, int g);\n").size(), 1u);
}

TEST(TidyParameters, AreNotTheArgumentsOfACall) {
  EXPECT_TRUE(Parameters("x = Format(a, b.c, \"d, e\", f(1, 2), g[3], h, i, 7);\n").empty());
  EXPECT_TRUE(Parameters("constexpr auto t = Of(A<&R::x>(1).Key(), B<&R::y>(2), C<3>(), D<4>(),"
                         " E<5>(), F<6>(), G<7>());\n")
                  .empty());
}

std::size_t TimeFindings(std::string path, std::string_view content) {
  return CheckTime(MakeSourceFile(std::move(path), content)).size();
}

TEST(TidyTime, RefusesClocksOutsideBaseClock) {
  constexpr std::string_view kCode = "auto t = std::chrono::steady_clock::now();\n";
  EXPECT_EQ(TimeFindings("src/sink/a.cc", kCode), 1u);
  EXPECT_EQ(TimeFindings("src/base/clock.cc", kCode), 0u);
  EXPECT_EQ(TimeFindings("tests/unit/sink/a_test.cc", kCode), 0u);
  EXPECT_EQ(TimeFindings("src/sink/a.cc", "cv.wait_until(lock, end);\n"), 1u);
  EXPECT_EQ(TimeFindings("src/sink/a.cc", "// steady_clock\n"), 0u);
}

TEST(TidyTime, RefusesSleepsInTests) {
  constexpr std::string_view kCode = "std::this_thread::sleep_for(kLong);\n";
  EXPECT_EQ(TimeFindings("tests/unit/sink/a_test.cc", kCode), 1u);
  EXPECT_EQ(TimeFindings("tests/integration/a_test.cc", kCode), 1u);
  EXPECT_EQ(TimeFindings("src/sink/a.cc", kCode), 1u);
  EXPECT_EQ(TimeFindings("tests/support/eventually.h", kCode), 0u);
}

TEST(TidyWords, RefuseNondeterminism) {
  EXPECT_EQ(WordFindings("src/base/a.cc", "int x = rand();\n"), 1u);
  EXPECT_EQ(WordFindings("src/base/a.cc", "std::random_device d;\n"), 1u);
  EXPECT_EQ(WordFindings("src/base/a.cc", "int operand(int); // rand()\n"), 0u);
}

TEST(TidyWords, RefuseTheWallClockOutsideBaseClock) {
  constexpr std::string_view kCode = "auto t = std::chrono::system_clock::now();\n";
  EXPECT_EQ(WordFindings("src/sink/a.cc", kCode), 1u);
  EXPECT_EQ(WordFindings("src/base/clock.cc", kCode), 0u);
}

TEST(TidyWords, RefuseNamesThatSayNothing) {
  EXPECT_EQ(WordFindings("src/base/a.h", "class LedgerManager {};\n"), 1u);
  EXPECT_EQ(WordFindings("src/base/a.h", "struct XdrUtils;\nstruct HashHelper;\n"), 2u);
  EXPECT_EQ(WordFindings("src/base/string_utils.h", ""), 1u);
  EXPECT_EQ(WordFindings("src/base/a.h", "// no Manager here\nint reutilise;\n"), 0u);
}

TEST(TidyWords, RefuseWorkLeftUndoneWithoutAReason) {
  const std::string mark =
      "// TO"
      "DO";
  EXPECT_EQ(WordFindings("src/base/a.h", mark + ": later\n"), 1u);
  EXPECT_EQ(WordFindings("src/base/a.h", mark + "(me): later\n"), 1u);
  EXPECT_EQ(WordFindings("src/base/a.h", mark + "(GCC 13 brings std::expected)\n"), 0u);
  EXPECT_EQ(WordFindings("tools/a.py",
                         "# FIX"
                         "ME\n"),
            1u);
}

}  // namespace
}  // namespace lake::testing
