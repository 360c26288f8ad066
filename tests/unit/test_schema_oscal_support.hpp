// SPDX-License-Identifier: Apache-2.0
//
// Made-up OSCAL documents for the tests that read them.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace oscal_tests {

inline std::string document(const std::string& root, const std::string& inside, const std::string& version = "1.1.2") {
  return "<" + root + " xmlns='http://csrc.nist.gov/ns/oscal/1.0' uuid='u'><metadata><title>A <em>title</em></title>"
         "<version>2</version><oscal-version>" + version + "</oscal-version></metadata>" + inside + "</" + root + ">";
}

inline std::string catalog(const std::string& inside, const std::string& version = "1.1.2") {
  return document("catalog", inside, version);
}

inline std::string control(const std::string& id, const std::string& inside = "") {
  return "<control id='" + id + "'><title>Title of " + id + "</title>" + inside + "</control>";
}

} // namespace oscal_tests
