#include "base/conninfo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/redact.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using ::testing::Not;

TEST(ConnInfo, ReadsBothForms) {
  struct Case {
    const char* in;
    const char* out;
    const char* password;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"", "", ""},
           {"host=h  port = 5 user=u", "host=h port=5 user=u", ""},
           {"host=h password=hunter22 dbname=d", "host=h dbname=d", "hunter22"},
           {"password='a b\\'c' host=/tmp/x", "host=/tmp/x", "a b'c"},
           {"password=a\\ b'c host=h", "host=h", "a b'c"},
           {"user='' dbname='a b'", "user='' dbname='a b'", ""},
           {"postgresql://", "", ""},
           {"postgres://u@h", "user=u host=h", ""},
           {"postgresql://u:p%40ss%3A@h:5432/d?sslmode=require",
            "user=u host=h port=5432 dbname=d sslmode=require", "p@ss:"},
           {"postgresql:///d?host=/tmp/x&port=5&user=u", "dbname=d host=/tmp/x port=5 user=u", ""},
           {"postgresql://u@[::1]:5/d", "user=u host=::1 port=5 dbname=d", ""},
           {"postgresql://a:1,b:2/d", "host=a,b port=1,2 dbname=d", ""},
           {"postgresql://h/d?password=inquery", "host=h dbname=d", "inquery"}}) {
    const auto info = ParseConnInfo(c.in);
    ASSERT_THAT(info, IsOk()) << c.in;
    EXPECT_EQ(ConnInfoText(*info), c.out) << c.in;
    EXPECT_EQ(info->password, c.password) << c.in;
  }
}

TEST(ConnInfo, WhatDoesNotParseIsWrongAndShowsNothing) {
  for (const std::string connection :
       {"host=h password='S3cretPG", "host=h password=a S3cretPG", "host=h S3cretPG",
        "host=h passwort=S3cretPG", "password=x S3cretPG=y", "postgresql://u:x@S3cretPG@h/d",
        "postgresql://u:S3cr/etPG@h:1/d", "postgresql://u:S3cretPG%zz@h/d",
        "postgresql://u:S3cretPG%0@h/d", "postgresql://u@[::1/S3cretPG",
        "postgresql://h/d?S3cretPG", "password='S3cretPG\\'", "host=h password='a'S3cretPG=x"}) {
    const auto info = ParseConnInfo(connection);
    EXPECT_THAT(info, IsError(Code::kInvalidArgument)) << connection;
    EXPECT_THAT(info, HasMessage("connection string")) << connection;
    EXPECT_THAT(info.error().message, Not(HasSubstr("S3cr"))) << connection;
    EXPECT_THAT(info.error().message, Not(HasSubstr("etPG"))) << connection;
  }
}

TEST(ConnInfo, ItsPasswordIsHiddenFromThenOn) {
  ASSERT_THAT(ParseConnInfo("host=h password='it''s' user=u"), IsError(Code::kInvalidArgument));
  ASSERT_THAT(ParseConnInfo("postgresql://u:very%20secret@h/d"), IsOk());
  EXPECT_EQ(Redact("at very secret and very%20secret"), "at *** and ***");
}

}  // namespace
}  // namespace lake
