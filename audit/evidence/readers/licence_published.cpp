// SPDX-License-Identifier: Apache-2.0
//
// Whole texts of licences as they were published, by digest: what else could not be told from a text that somebody
// altered. Of the words of a file only lines of copyright and the licence's own title may differ.
#include "audit/base/digest.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/licence.hpp"
#include "audit/evidence/readers/words.hpp"

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

struct Published {
  std::string_view family, digest; // SHA-256 of the words, with a space between two
};

// Of the SPDX licence list and, where its words differ (addresses, samples of use), of what Debian installs.
constexpr std::array published = {
    Published{"0BSD", "25a274d52b3014d9bd64e0f3362fd279ac1655f163d5c518f6b9f6c43354802c"},
    Published{"AGPL-3.0", "4852776855bb71387e360d4f37fd80ec81760e340bd51e973e21c218545fdbed"},
    Published{"Apache-2.0", "e87dea5078ce2faaea46d3475af18d30a5c0ac0f09425b60b3e0c6569f72f8d2"},
    // Without its appendix; and the notice alone.
    Published{"Apache-2.0", "f45538b138cf9aea39fa205de037a0bede8305e68281650e7ab809a8b3ebb2f0"},
    Published{"Apache-2.0", "7a46cf4a5d56898d746584f4fe57bdf571d600a8f39d21063431d88929f803c7"},
    Published{"BSD-2-Clause", "a56fee4b2f66331ed54da4950ef9c9391453fd1490b4d8ea202bc29683bcbd30"},
    Published{"BSD-3-Clause", "9b83d3dee0616d07b82a272dd9bf5134a9f402b750f5ee6188458073b0a32ff2"},
    Published{"BSL-1.0", "5fcf89bde8c0c2deb999f4cc626e1aebf90e80fdc5cd334dae008152ef4a1ded"},
    Published{"GPL-2.0", "5cb6370ac80145bff27a54858e51a973da8c42e030e5803cfe2c3953ae0150ac"},
    Published{"GPL-2.0", "efe73660e5476cf0368fc0fc143f624ff9d1b73c4484b14a9969dd20c5786821"},
    Published{"GPL-3.0", "45d55e6a1f1db973422ccbae8d15b1ad6389e7c384bfc422b46f5e230b86ecaf"},
    Published{"GPL-3.0", "a8cd54d6683aa630f0b8d05d56184ad91dc486756da2df61c94d3e4e8d5ecb68"},
    Published{"ISC", "7bed11ada181e6a63598e2da423080dd990b5647feaf0f67008662a131aec2c7"},
    Published{"LGPL-2.1", "256d923cbf7679e48c144883ad4750f207c1e09c83711c233f6660cdb071889d"},
    Published{"LGPL-2.1", "4d55922bdeafabde164d75448bbfb0b474bf952bbb541325364010900acd9891"},
    Published{"LGPL-3.0", "71a84d7000883b202a7de82c1422d30cd2887378b01c588025f9f728e34bf7f8"},
    Published{"LGPL-3.0", "aae2b222477171fb64e298e7965e768a9a6f85320646b266c94399ac029d42be"},
    Published{"MIT", "0cf21bdfd1964a97a8615e128534845826afbc887edc95aa5c925cbf64386b5c"},
    Published{"MPL-2.0", "3dacd2c104719e7227969cbdcc7d581518827199e830b9379627eec0a32f8ab7"},
    Published{"MPL-2.0", "95f6a0d094cf3da6a140310541c7b576789031b600469b70877b34f97918e4c9"},
    Published{"Unlicense", "7a4d92cdb11d254973a073803be1148a5402f1b2ca67808cdb3ef78b596102cd"},
    Published{"Unlicense", "fd1b07be5f4f94926b6ea4df3943b05ab90c1a1f3b1a3d574ae7ab58bca58fff"},
    // As it stands in zlib itself, where its authors' names follow.
    Published{"Zlib", "b6548c47b5f6dcd55fa885fc443a69dc70c26d8370133a18f9f93d38f885c17a"},
    Published{"Zlib", "1b8c5cd52eceb19ab0bc3cb40be110b1c0e7fa2671a3fe5866e59dd1502e69c7"},
};

bool is_title(std::string_view words) {
  static constexpr std::string_view titles[] = {
      " mit license ", " the mit license ", " mit license mit ", " the mit license mit ", " bsd 2 clause license ",
      " the bsd 2 clause license ", " bsd 3 clause license ", " the bsd 3 clause license ", " new bsd license ",
      " isc license ", " the isc license ", " zlib license ", " the zlib license ", " copyright notice ",
      " all rights reserved "};
  return std::find(std::begin(titles), std::end(titles), words) != std::end(titles);
}

template <std::size_t size>
bool has_any(const WordText& words, const std::string_view (&some)[size]) {
  return std::any_of(std::begin(some), std::end(some), [&](std::string_view one) { return words.has(one); });
}

// "Copyright (c) 2020 Somebody" or "Copyright The Tool Authors", but no line that could hold terms of its own.
bool is_copyright_line(std::string_view line, const WordText& words) {
  constexpr std::size_t most_words = 24;
  const std::size_t begin = std::min(line.find_first_not_of(" \t#*/;-"), line.size());
  const std::string low = ascii_lower(line.substr(begin));
  const bool marked = low.find("(c)") != low.npos || low.find("\xc2\xa9") != low.npos;
  const bool begins = low.starts_with("(c)") || low.starts_with("\xc2\xa9") || low.starts_with("copyright");
  const bool dated = words.words().starts_with(" copyright yyyy ") || words.words().starts_with(" copyright year ") ||
                     (low.starts_with("copyright ") && low.size() > 10 && is_digit(low[10]));
  static constexpr std::string_view of_terms[] = {"not",      "may",    "must",      "license", "licence",
                                                  "licensed", "except", "permitted", "terms",   "conditions"};
  static constexpr std::string_view owners[] = {"authors", "contributors", "developers", "foundation", "inc",
                                                "llc",     "ltd",          "gmbh",       "corporation"};
  // "COPYRIGHT HOLDERS AND CONTRIBUTORS" begins lines of disclaimers.
  static constexpr std::string_view in_sentences[] = {"holder", "holders", "owner", "owners"};
  const bool owned = has_any(words, owners) && !has_any(words, in_sentences);
  return begins && (marked || dated || owned) && words.count() <= most_words && !has_any(words, of_terms);
}

std::string digest_of_terms(std::string_view text) {
  std::string terms;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const WordText words(line);
    if (words.count() > 0 && !is_title(words.words()) && !is_copyright_line(line, words))
      terms += words.words().substr(0, words.words().size() - 1);
  }
  return sha256_hex(std::string_view(terms).substr(terms.empty() ? 0 : 1));
}

} // namespace

std::string_view published_licence(std::string_view text) {
  const std::string digest = digest_of_terms(text);
  const auto found = std::find_if(published.begin(), published.end(), [&](const Published& one) { return one.digest == digest; });
  return found == published.end() ? std::string_view() : found->family;
}

bool knows_published(std::string_view identifier) {
  return std::any_of(published.begin(), published.end(),
                     [&](const Published& one) { return one.family == licence_family(identifier); });
}

} // namespace assay::evidence
