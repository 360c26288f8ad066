// SPDX-License-Identifier: Apache-2.0
#include "audit/base/uuid.hpp"

#include "audit/base/error.hpp"

#include <doctest/doctest.h>

using namespace assay;

TEST_CASE("a name has one UUID of version 5") {
  // RFC 9562, appendix A.4, and what Python's uuid gives for the others.
  CHECK(uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com") == "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  CHECK(uuid_v5(uuid_namespace_url, "") == "1b4db7eb-4057-5ddf-91e0-36dec72071f5");
  CHECK(uuid_v5("6BA7B811-9DAD-11D1-80B4-00C04FD430C8", "") == "1b4db7eb-4057-5ddf-91e0-36dec72071f5");
}

TEST_CASE("a namespace is a UUID") {
  for (const char* wrong : {"", "6ba7b810", "6ba7b810-9dad-11d1-80b4-00c04fd430cg", "6ba7b810-9dad-11d1-80b4-00c04fd430c81"})
    CHECK_THROWS_AS(uuid_v5(wrong, "x"), Error);
}
