// SPDX-License-Identifier: Apache-2.0
#include "audit/report/wording.hpp"

#include "audit/base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::report {

using evaluation::Outcome;

namespace {

// "commit 1234…", or "2 repositories,".
std::string what_was_tested(const std::vector<ExaminedSubject>& subjects) {
  return subjects.size() == 1 ? fmt::format("commit {}", subjects.front().subject.commit.hex().substr(0, 12))
                              : fmt::format("{} repositories,", subjects.size());
}

} // namespace

std::string report_title(const Contents& contents) {
  const std::string product =
      contents.product == nullptr ? "" : fmt::format("{} {}, ", contents.product->name, contents.product->version);
  const std::size_t others = contents.schemas.size() - 1;
  return fmt::format("Test of {}{} against {}{}", product, what_was_tested(contents.subjects),
                     contents.schemas.front().selection.schema.title,
                     others == 0 ? "" : fmt::format(" and {} other schema{}", others, others == 1 ? "" : "s"));
}

namespace {

std::string about_release_files(const Contents& contents) {
  const std::string commits = contents.subjects.size() == 1 ? "this commit" : "these commits";
  const evaluation::Product* product = contents.product;
  if (product == nullptr || product->release_files.empty())
    return fmt::format("No release files were handed in: nothing here links what was shipped to {}.", commits);
  const auto supplied = std::count_if(product->release_files.begin(), product->release_files.end(),
                                      [](const evaluation::ReleaseFile& file) { return file.supplied; });
  return fmt::format("The product declares {} release file{}, and {} of them lay among the supplied evidence. What a "
                     "product declares was not tested; only findings about attestations link files to {}.",
                     product->release_files.size(), product->release_files.size() == 1 ? "" : "s", supplied, commits);
}

std::string about_clones(const Contents& contents) {
  constexpr const char* claims = "Times of commits and tags are claims of those who made them.";
  const std::string as_of = format_rfc3339(contents.as_of);
  if (contents.subjects.size() == 1)
    return fmt::format("It says what one clone of the repository showed at commit {} as of {}. {}",
                       contents.subjects.front().subject.commit.hex(), as_of, claims);
  std::vector<std::string> commits;
  for (const ExaminedSubject& one : contents.subjects)
    commits.push_back(fmt::format("{} at commit {}", one.subject.id, one.subject.commit.hex()));
  return fmt::format("It says what one clone of each repository showed as of {}: {}. A control is satisfied only where it "
                     "is so in each of them that it applies to. {}", as_of, fmt::join(commits, ", "), claims);
}

} // namespace

std::vector<std::string> notices(const Contents& contents) {
  return {
      "This is a record of automated tests run by a first party, the holder of the key that sealed it. It is no "
      "audit opinion, no certificate and no conformity assessment.",
      about_clones(contents),
      about_release_files(contents),
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

namespace {

// What one subject's evidence cannot show.
std::vector<std::string> limits_of(const ExaminedSubject& examined, const Contents& contents) {
  const Subject& subject = examined.subject;
  const auto& examinations = examined.evaluation->examinations();
  std::vector<std::string> lines;
  const auto add = [&](bool applies, std::string line) {
    if (applies)
      lines.push_back(std::move(line));
  };
  add(!subject.path.empty(),
      fmt::format("Files and documents were read below {}, directly in the directories above it, and in directories there "
                  "whose names begin with a dot; commits, tags and the search for secrets are of the whole repository.",
                  escape_text(subject.path)));
  add(subject.since.empty(), "No previous release bounds the range: every commit of the history counts as part of this one.");
  add(subject.since_found, "The previous release was not named: it is the nearest tag of a version before this one, in its "
                           "scheme where it has a tag itself, that this clone holds.");
  const bool signed_evidence = examinations.count("commits") != 0 || examinations.count("tags") != 0;
  add(signed_evidence && !examined.keyless.empty(),
      fmt::format("There were no keys to verify signatures of commits and tags by {} with: none of them could be told good.",
                  fmt::join(examined.keyless, ", ")));
  add(contents.trust_repository, "Keys in the audited repository were trusted too: whoever writes the repository chose "
                                 "them, and what rests on them is self-asserted.");
  const auto unread = [&](std::size_t number, const char* where) {
    add(number > 0, fmt::format("{} entr{} of the keys {} could not be read.", number, number == 1 ? "y" : "ies", where));
  };
  unread(contents.unread_trust, "handed in");
  unread(examined.unread_repository_keys, "in the audited repository");
  add(examinations.count("secrets") != 0 || examinations.count("secrets-in-all-refs") != 0,
      "The contents that were searched for secrets were checked against their ids by plain SHA-1, which does not notice "
      "a collision made on purpose.");
  for (const std::string& problem : examined.unreadable_testimony)
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

// Where what was tested is not what the product is declared to be built from.
void add_limits_of(const evaluation::Product& product, const std::vector<ExaminedSubject>& subjects,
                   std::vector<std::string>& lines) {
  for (const evaluation::ProductRepository& one : product.repositories) {
    const auto tested = std::find_if(subjects.begin(), subjects.end(),
                                     [&](const ExaminedSubject& subject) { return subject.subject.id == one.id; });
    if (tested == subjects.end())
      lines.push_back(fmt::format("The product is declared to be built from repository {} too, which was not tested.",
                                  one.id));
    else if (!one.tags.empty() && one.means(tested->subject.revision))
      lines.push_back(fmt::format("{}: which release is the newest that {} matches was read from the tags of this clone.",
                                  one.id, one.tags));
    else if (!one.tags.empty())
      lines.push_back(fmt::format("The product is declared to be built from the newest release of {} that {} matches; tested "
                                  "was {}.", one.id, one.tags, escape_text(tested->subject.revision)));
    else if (!one.means(tested->subject.revision))
      lines.push_back(fmt::format("The product is declared to be built from revision {} of {}; tested was {}.",
                                  one.revision, one.id, escape_text(tested->subject.revision)));
  }
}

} // namespace

std::vector<std::string> limits(const Contents& contents) {
  std::vector<std::string> lines = {
      "A clone does not show what happens outside it: settings of the forge, reviews and discussions recorded only "
      "there, what people did, what was built and shipped."};
  if (contents.product != nullptr)
    add_limits_of(*contents.product, contents.subjects, lines);
  if (contents.shares_evidence)
    lines.push_back("Supplied files that lie in no folder with the id of a repository were counted in each of them; that they "
                    "are about each was not tested.");
  for (auto one = contents.subjects.begin(); one != contents.subjects.end(); ++one)
    for (auto other = contents.subjects.begin(); other != one; ++other)
      if (one->subject.commit == other->subject.commit && one->subject.path == other->subject.path)
        lines.push_back(fmt::format("{} and {} were tested at the same commit: they are one repository.",
                                    other->subject.id, one->subject.id));
  std::vector<std::vector<std::string>> of_each;
  for (const ExaminedSubject& subject : contents.subjects)
    of_each.push_back(limits_of(subject, contents));
  // What holds for all is said once.
  for (std::size_t i = 0; i < of_each.size(); ++i)
    for (const std::string& line : of_each[i]) {
      const bool of_all = std::all_of(of_each.begin(), of_each.end(), [&](const auto& other) {
        return std::find(other.begin(), other.end(), line) != other.end();
      });
      if (!of_all)
        lines.push_back(fmt::format("{}: {}", contents.subjects[i].subject.id, line));
      else if (i == 0)
        lines.push_back(line);
    }
  return lines;
}

std::vector<std::string> verification_lines(const Contents& contents) {
  std::string clones;
  for (std::size_t i = 0; i < contents.subjects.size(); ++i)
    clones += " --repo CLONE";
  return {"assay verify dossier.asice --trust DIR" + clones,
          "unzip dossier.asice -d dossier",
          "openssl cms -verify -cades -binary -inform DER -in dossier/META-INF/signature001.p7s -content "
          "dossier/META-INF/ASiCManifest001.xml -CAfile CERTIFICATE -purpose any -out /dev/null"};
}

} // namespace assay::report
