// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/ci_reference.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay::evidence;

namespace {

std::string shown(const CiReference& reference) {
  return reference.name + " " + reference.version + " " + std::string(to_string(reference.kind)) +
         (reference.pinned() ? " pinned" : "");
}

const std::string commit(40, 'a'), digest = "sha256:" + std::string(64, '0');

} // namespace

TEST_CASE("references: actions") {
  CHECK(shown(parse_uses("actions/Checkout@v4")) == "actions/checkout v4 tag-or-branch");
  CHECK(shown(parse_uses("actions/checkout@" + commit)) == "actions/checkout " + commit + " commit pinned");
  CHECK(shown(parse_uses("actions/checkout@" + commit.substr(1))) == "actions/checkout " + commit.substr(1) + " tag-or-branch");
  CHECK(shown(parse_uses("actions/checkout@" + commit.substr(1) + "g")).ends_with("tag-or-branch"));
  CHECK(shown(parse_uses("a/b@" + std::string(64, 'b'))).ends_with("commit pinned"));
  CHECK(shown(parse_uses("actions/checkout")) == "actions/checkout  none");
  CHECK(shown(parse_uses("actions/checkout@")) == "actions/checkout  none");
  CHECK(shown(parse_uses("pypa/gh-action-pypi-publish@release/v1")).ends_with(" release/v1 tag-or-branch"));
  CHECK(shown(parse_uses("./.github/actions/x")) == "./.github/actions/x  local pinned");
  CHECK(shown(parse_uses("$/.github/workflows/x.yml@tag")) == "$/.github/workflows/x.yml  local pinned");
}

TEST_CASE("references: paths are told however they are written") {
  CHECK(parse_uses("actions/checkout////@v1").name == "actions/checkout");
  CHECK(parse_uses("github/codeql-action/./init@v1").name == "github/codeql-action/init");
  CHECK(parse_uses("actions/cache/save/../save@v1").name == "actions/cache/save");
  CHECK(parse_uses("actions/cache/../../save@v1").name == "actions/cache/../../save");
}

TEST_CASE("references: images") {
  CHECK(shown(parse_image("alpine")) == "alpine  none");
  CHECK(shown(parse_image("alpine:3")) == "alpine 3 tag-or-branch");
  CHECK(shown(parse_image("host:5000/a/b")) == "host:5000/a/b  none");
  CHECK(shown(parse_image("host:5000/a/b:1@" + digest)) == "host:5000/a/b " + digest + " digest pinned");
  CHECK(shown(parse_image("a@sha256:12")).ends_with("tag-or-branch"));
  CHECK(shown(parse_uses("docker://a@" + digest)) == "a " + digest + " digest pinned");
  CHECK(shown(parse_image("")) == "  none");
}
