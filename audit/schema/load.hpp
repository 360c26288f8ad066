// SPDX-License-Identifier: Apache-2.0
//
// Strict loading of the XML files that judge. Every problem of a file is found in one go and told with its line
// and column; a file with a problem is not used at all.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"
#include "audit/base/xml.hpp"
#include "audit/schema/model.hpp"

#include <string_view>

namespace assay::schema {

class Loader {
public:
  // `xsd` is the text of compliance-schema.xsd.
  explicit Loader(std::string_view xsd) : grammar_(xsd) {}

  // What the file is, by its root element: "compliance-schema", "rules", "profile"; empty when it cannot be read.
  std::string root_of(const SourceFile& file) const;
  // Adds the rules of a library file; later files may refer to them.
  void add_rules(const SourceFile& file, Diagnostics& diagnostics);
  // Loads a schema. Its own rules are known to it alone.
  ComplianceSchema load_schema(const SourceFile& file, Diagnostics& diagnostics) const;
  // The id of the schema that a profile file is for; empty if the file is no profile.
  std::string profile_target(const SourceFile& file, Diagnostics& diagnostics) const;
  // Loads a profile kept in a file of its own, for `schema`.
  Profile load_profile(const SourceFile& file, const ComplianceSchema& schema, Diagnostics& diagnostics) const;

  const RuleTable& rules() const { return rules_; }

private:
  XmlGrammar grammar_;
  RuleTable rules_;
};

} // namespace assay::schema
