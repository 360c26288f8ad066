// SPDX-License-Identifier: Apache-2.0
//
// assay schema new: prints a schema to begin with, that lints clean and shows each part once.
#include "cli/schema_actions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::cli {

namespace {

constexpr const char* beginning = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- Begun with `assay schema new`. Check it with `assay schema lint {0}.xml`, try its trees out with scenarios in
     {0}.scenarios.xml and `assay schema test {0}.xml`, and hold a repository against it with
     `assay check`. `assay evidence REPO` lists what rules can ask for. -->
<compliance-schema format="1" id="{0}" title="What it is called" version="1" publisher="Who publishes it"
                   jurisdiction="none" law="no" status="draft">
  <source href="https://example.org/where-it-comes-from">Where its text comes from, with its date</source>
  <rule id="{0}-commits-carry-author" title="Every commit of the release states its author" population="commits" scope="release">
    <assert>string-length(@author-name) &gt; 0</assert>
    <exception>Commit <value-of select="@id"/> states no author.</exception>
  </rule>
  <group id="first" title="A group of controls">
    <control id="FIRST-1" title="What evidence alone can decide">
      <statement>What is asked for, in one or two sentences.</statement>
      <citation href="https://example.org/where-it-stands" confidence="memory">Where it stands: section, article</citation>
      <decision><rule ref="{0}-commits-carry-author" basis="text"/></decision>
      <remedy>What to do when it is not met.</remedy>
    </control>
    <control id="FIRST-2" title="What a person has to state">
      <statement>What no repository can show.</statement>
      <citation confidence="memory">Where it stands</citation>
      <decision><attestation role="release manager">One sentence that somebody can sign.</attestation></decision>
      <remedy>Let the release manager attest to it: `assay attest` writes the file.</remedy>
    </control>
  </group>
</compliance-schema>
)";

bool is_id(const std::string& text) {
  return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  }) && text.front() != '-' && text.front() != '.';
}

} // namespace

int run_schema_new(const std::vector<std::string>& names, const Arguments&, Terminal& terminal) {
  if (!is_id(names.front()))
    throw Error::usage(fmt::format("{} cannot be the id of a schema", names.front()))
        .hint("take small letters, digits, hyphens and dots");
  terminal.print_raw(fmt::format(fmt::runtime(beginning), names.front()));
  return met;
}

} // namespace assay::cli
