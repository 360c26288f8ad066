// SPDX-License-Identifier: Apache-2.0
#include "audit/report/wording.hpp"

#include "audit/base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::report {

using evaluation::Outcome;

std::string report_title(const Contents& contents) {
  const Subject& subject = contents.subjects.front();
  const std::string product =
      contents.product == nullptr ? "" : fmt::format("{} {}, ", contents.product->name, contents.product->version);
  const std::size_t others = contents.schemas.size() - 1;
  return fmt::format("Test of {}commit {} against {}{}", product, subject.commit.hex().substr(0, 12),
                     contents.schemas.front().selection.schema.title,
                     others == 0 ? "" : fmt::format(" and {} other schema{}", others, others == 1 ? "" : "s"));
}

namespace {

std::string about_release_files(const evaluation::Product* product) {
  if (product == nullptr || product->release_files.empty())
    return "No release files were handed in: nothing here links what was shipped to this commit.";
  const auto supplied = std::count_if(product->release_files.begin(), product->release_files.end(),
                                      [](const evaluation::ReleaseFile& file) { return file.supplied; });
  return fmt::format("The product declares {} release file{}, and {} of them lay among the supplied evidence. What a "
                     "product declares was not tested; only findings about attestations link files to this commit.",
                     product->release_files.size(), product->release_files.size() == 1 ? "" : "s", supplied);
}

} // namespace

std::vector<std::string> notices(const Contents& contents) {
  const Subject& subject = contents.subjects.front();
  return {
      "This is a record of automated tests run by a first party, the holder of the key that sealed it. It is no "
      "audit opinion, no certificate and no conformity assessment.",
      fmt::format("It says what one clone of the repository showed at commit {} as of {}. Times of commits and tags "
                  "are claims of those who made them.",
                  subject.commit.hex(), format_rfc3339(contents.as_of)),
      about_release_files(contents.product),
  };
}

std::string sealer_note(const Sealer& sealer) {
  return sealer.self_made ? "The key was made by this tool for itself. It shows that the dossier was not changed "
                            "since; nobody vouches for whose key it is."
                          : "The certificate was handed in by whoever ran the audit. Whether it leads to an "
                            "authority that the reader trusts is for the reader to check.";
}

std::string summary_sentence(const OutcomeCounts& counts) {
  std::string text;
  std::size_t controls = 0;
  for (const auto& [outcome, number] : counts) {
    controls += number;
    if (number > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, to_string(outcome));
  }
  return fmt::format("Of {} control{}: {}.", controls, controls == 1 ? "" : "s", text);
}

std::vector<std::string> limits(const Contents& contents) {
  const Subject& subject = contents.subjects.front();
  const auto& examinations = contents.evaluation->examinations();
  std::vector<std::string> lines = {
      "A clone does not show what happens outside it: settings of the forge, reviews and discussions recorded only "
      "there, what people did, what was built and shipped."};
  const auto add = [&](bool applies, std::string line) {
    if (applies)
      lines.push_back(std::move(line));
  };
  add(subject.since.empty(), "No previous release bounds the range: every commit of the history counts as part of this one.");
  add(subject.since_found, "The previous release was not named: it is the nearest tag of a version before this one, in its "
                           "scheme where it has a tag itself, that this clone holds.");
  const bool signed_evidence = examinations.count("commits") != 0 || examinations.count("tags") != 0;
  add(signed_evidence && !contents.keyless.empty(),
      fmt::format("There were no keys to verify signatures of commits and tags by {} with: none of them could be told good.",
                  fmt::join(contents.keyless, ", ")));
  add(contents.trust_repository, "Keys in the audited repository were trusted too: whoever writes the repository chose "
                                 "them, and what rests on them is self-asserted.");
  const auto unread = [&](std::size_t number, const char* where) {
    add(number > 0, fmt::format("{} entr{} of the keys {} could not be read.", number, number == 1 ? "y" : "ies", where));
  };
  unread(contents.unread_trust, "handed in");
  unread(contents.unread_repository_keys, "in the audited repository");
  add(examinations.count("secrets") != 0 || examinations.count("secrets-in-all-refs") != 0,
      "The contents that were searched for secrets were checked against their ids by plain SHA-1, which does not notice "
      "a collision made on purpose.");
  for (const std::string& problem : contents.unreadable_testimony)
    lines.push_back(fmt::format("A file that looks like an attestation, a waiver or a plan could not be read: {}.", problem));
  add(examinations.count("tags") != 0, "Tags are those this clone holds; others may exist elsewhere.");
  for (const auto& [population, examination] : examinations)
    lines.insert(lines.end(), examination.notes.begin(), examination.notes.end());
  add(examinations.count("documents") != 0,
      "Documents were looked for under well-known names; what they say was not read.");
  add(subject.clone.shallow(), "The clone is shallow: history before its boundary was not seen.");
  add(subject.clone.partial, "The clone is partial: objects may be missing by design.");
  add(subject.clone.grafted, "The clone has a graft file; it was ignored.");
  add(subject.clone.replaced, "The clone has replace refs; they were ignored.");
  return lines;
}

std::vector<std::string> verification_lines() {
  return {"assay verify dossier.asice --trust DIR --repo CLONE",
          "unzip dossier.asice -d dossier",
          "openssl cms -verify -cades -binary -inform DER -in dossier/META-INF/signature001.p7s -content "
          "dossier/META-INF/ASiCManifest001.xml -CAfile CERTIFICATE -purpose any -out /dev/null"};
}

} // namespace assay::report
