// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/bill_index.hpp"

#include <doctest/doctest.h>

using assay::evidence::BillIndex;
using assay::evidence::comparable_purl;
using assay::evidence::Sbom;
using assay::evidence::SbomComponent;

namespace {

BillIndex index() {
  Sbom bill;
  SbomComponent one;
  one.name = "core";
  one.version = "7.0.0";
  one.purl = "pkg:npm/%40babel/core@7.0.0?vcs_url=x#sub";
  bill.components.push_back(one);
  SbomComponent without;
  without.name = "ZLib";
  without.version = "v1.3";
  bill.components.push_back(without);
  BillIndex made;
  made.add(bill);
  return made;
}

} // namespace

TEST_CASE("comparable_purl: qualifiers, subpath, escapes and case do not count") {
  CHECK(comparable_purl("pkg:npm/%40Babel/core@7.0.0%2Bx?a=b#c") == "pkg:npm/@babel/core@7.0.0+x");
  CHECK(comparable_purl("pkg:x/%4") == "pkg:x/%4");
}

TEST_CASE("BillIndex: a package URL decides where both have one") {
  const BillIndex bills = index();
  CHECK(bills.holds("pkg:npm/%40babel/core@7.0.0", "@babel/core", "7.0.0"));
  CHECK(bills.holds("pkg:npm/%40babel/core", "@babel/core", ""));
  CHECK_FALSE(bills.holds("pkg:npm/%40babel/core@7.0.1", "@babel/core", "7.0.1"));
  CHECK_FALSE(bills.holds("pkg:npm/core@7.0.0", "core", "7.0.0")); // another package of that name
}

TEST_CASE("BillIndex: name and version decide where one of them has no package URL") {
  const BillIndex bills = index();
  CHECK(bills.holds("pkg:generic/zlib@1.3", "zlib", "1.3"));
  CHECK(bills.holds("", "core", "7.0.0"));
  CHECK_FALSE(bills.holds("", "zlib", "1.2"));
  CHECK_FALSE(BillIndex().holds("", "zlib", "1.3"));
}
