// SPDX-License-Identifier: Apache-2.0
//
// Which licences a document states: licence texts, notices, SPDX tags and the names that REUSE gives to files.
//
// Reads files under the well-known names of licences (LICENSE, COPYING, UNLICENSE, LICENSES/ID.txt …), REUSE.toml and
// .reuse/dep5 (REUSE 3.x), and files anywhere in the tree that are named like a licence or other terms, up to 8 MiB. A text is recognised by its title or opening words together with sentences that
// tell it from its relatives, short ones by their length too, so that one with a clause more or less is not taken for the
// original. By this a long licence that somebody altered reads as
// the original; whether a file holds a licence's published words and nothing else is told for some of them besides.
// Additions that take rights away again are recognised on their own (Commons Clause). Whether a later version
// may be chosen stands in no licence text: "GPL-2.0" without a suffix is named then.
#pragma once

#include "audit/evidence/readers/policy.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

enum class Recognition { text, notice, tag, file_name };

std::string_view to_string(Recognition way);

struct StatedLicence {
  std::string identifier; // of the SPDX licence list, or as stated in a tag or name
  std::string expression; // the whole of which the identifier is a part; empty when it stands alone
  Recognition by;
  std::size_t line; // from 1; 0 for the file's name
};

struct LicenceDocument : Policy {
  static constexpr std::string_view document_format = "licence";

  std::vector<StatedLicence> stated; // each identifier once, by the first way above that shows it
  std::string named;                 // the identifier by which REUSE names the file; empty when it has none
  std::string_view published;        // the licence that is all it holds, word for word; empty when there is none
};

// A licence that is recognised by words; phrases are in the form of words.hpp.
struct LicenceWording {
  std::string_view identifier;
  bool osi_approved; // by the SPDX licence list
  Recognition by;    // text or notice
  std::string_view opening;
  std::vector<std::string_view> also;  // all of them follow within `reach` characters
  std::vector<std::string_view> never; // none of them does
  std::size_t reach = 64u << 10;
  // Of short licences: how they end, and how many characters it takes from the opening to there. What is longer or
  // shorter has been altered.
  std::string_view closing = {};
  std::size_t shortest = 0, longest = 0;
};

const std::vector<LicenceWording>& licence_wordings();

// Whether the SPDX licence list calls it approved by the Open Source Initiative; nothing for a licence that is not in
// the table. "-only", "-or-later" and "+" are left off.
std::optional<bool> osi_approved(std::string_view identifier);

// Without what says which versions may be chosen: "GPL-2.0-or-later" is "GPL-2.0".
std::string_view licence_family(std::string_view identifier);

// The licence, without what says which versions may be chosen, whose published text, or notice, is all that `text` holds
// besides the licence's title and lines of copyright; empty when there is none, or assay does not know its text.
std::string_view published_licence(std::string_view text);
// Whether that function can tell the licence.
bool knows_published(std::string_view identifier);

// Whether a path, in lower case, is one under which licences are usually looked for.
bool is_usual_licence_name(const std::string& path);
bool names_licence(const Appearance& path_only);
std::unique_ptr<Content> read_licence(const Document& document);

} // namespace assay::evidence
