#include "stellar/address.h"

#include <gtest/gtest.h>

#include "unit/stellar/xdr_bytes.h"

namespace lake {
namespace {

constexpr const char* kZeroAccount = "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF";

TEST(Address, AMuxedAccountIsTheAccountBehindItAndItself) {
  const XdrBytes muxed = XdrBytes().U32(0x100).U64(1234).Key(0);
  const xdr::MuxedAccount account(muxed.data());
  Arena arena;
  EXPECT_EQ(AccountText(arena, account), kZeroAccount);
  EXPECT_EQ(MuxedText(arena, account),
            "MAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE2KA2I");
  EXPECT_EQ(MuxedId(account), 1234u);
}

TEST(Address, APlainAccountIsNotMuxed) {
  const XdrBytes plain = XdrBytes().U32(0).Key(0);
  Arena arena;
  EXPECT_EQ(AccountText(arena, xdr::MuxedAccount(plain.data())), kZeroAccount);
  EXPECT_EQ(AccountText(arena, xdr::AccountID(plain.data())), kZeroAccount);
  EXPECT_FALSE(MuxedText(arena, xdr::MuxedAccount(plain.data())).has_value());
  EXPECT_FALSE(MuxedId(xdr::MuxedAccount(plain.data())).has_value());
}

TEST(Address, SignersPrintByTheirKind) {
  Arena arena;
  const auto text = [&](const XdrBytes& key) {
    return SignerKeyText(arena, xdr::SignerKey(key.data()));
  };
  EXPECT_EQ(text(XdrBytes().U32(0).Key(0)), kZeroAccount);
  EXPECT_EQ(text(XdrBytes().U32(1).Key(0))[0], 'T');
  EXPECT_EQ(text(XdrBytes().U32(2).Key(0))[0], 'X');
  const auto payload = text(XdrBytes().U32(3).Key(0).Blob("abc"));
  EXPECT_EQ(payload[0], 'P');
  EXPECT_EQ(AsText(ParseStrkey(payload)->bytes().subspan(36, 3)), "abc");
}

}  // namespace
}  // namespace lake
