// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/secret_items.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/evidence/scan/baseline.hpp"
#include "audit/evidence/scan/mask.hpp"
#include "audit/evidence/secret_search.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace assay::evidence {

namespace {

enum : std::size_t {
  id,
  format,
  document,
  path,
  blob,
  offset,
  line,
  length,
  commit,
  in_tree,
  content,
  checked,
  masked,
  digest,
  known,
  repeated
};

constexpr std::string_view baseline_name = "known-secrets.txt";

std::string incompleteness(const repository::ReachableBlobs& reachable, const SecretSearch& search) {
  std::string reason = reachable.cut_off();
  const auto add = [&](const std::vector<std::uint32_t>& blobs, std::string_view what) {
    if (!blobs.empty())
      reason += fmt::format("{}{} blob{} {}, the first being {}", reason.empty() ? "" : "; ", blobs.size(),
                            blobs.size() == 1 ? "" : "s", what, reachable.blobs()[blobs.front()].id.hex());
  };
  add(search.unreadable, "missing, unreadable or no blob at all");
  add(search.too_large, fmt::format("of more than {} MiB not searched", searched_blob_limit >> 20));
  add(search.capped, "searched in part, because too much in them looks like a secret");
  return reason;
}

// The supplied lists of known findings, and what is wrong with them.
struct Known {
  scan::Baseline baseline;
  std::string problem;
};

Known read_known(const std::vector<SourceFile>& supplied) {
  Known known;
  for (const SourceFile& file : supplied) {
    if (file.name.substr(file.name.rfind('/') + 1) != baseline_name)
      continue;
    Diagnostics problems;
    scan::read_baseline(file.name, file.bytes, known.baseline, problems);
    if (const std::vector<Problem> sorted = problems.sorted(); !sorted.empty() && known.problem.empty())
      known.problem = fmt::format("{}: {}", sorted.front().location.to_string(), sorted.front().message);
  }
  return known;
}

// Where findings are: a path in the audited tree for each blob that is there, and for the others where it first was.
struct Places {
  std::unordered_map<ObjectId, std::string, ObjectIdHash> in_tree; // of blobs with findings; empty: not there
  std::string tree_problem;
  std::vector<std::string> shown; // by finding
};

Places find_places(const Evidence& evidence, const repository::ReachableBlobs& reachable,
                   const std::vector<SecretFinding>& findings) {
  Places places;
  for (const SecretFinding& finding : findings)
    places.in_tree.emplace(reachable.blobs()[finding.blob].id, "");
  if (!findings.empty())
    places.tree_problem = walk_tree(evidence.repository, evidence.tree.tree, [&](const std::string& at, const auto& entry) {
      if (const auto one = places.in_tree.find(entry.id); one != places.in_tree.end() && one->second.empty())
        one->second = at;
    });
  for (const SecretFinding& finding : findings) {
    const auto& where = reachable.blobs()[finding.blob];
    const std::string& in_audited = places.in_tree.at(where.id);
    places.shown.push_back(in_audited.empty() ? reachable.path(where) : in_audited);
  }
  return places;
}

// The places of findings by path, blob and offset.
std::vector<std::size_t> sorted(const repository::ReachableBlobs& reachable, const std::vector<SecretFinding>& findings,
                                const std::vector<std::string>& shown) {
  std::vector<std::size_t> order(findings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) {
    return std::tie(shown[i], reachable.blobs()[findings[i].blob].id, findings[i].offset);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

} // namespace

std::vector<Field> secret_fields() {
  std::vector<std::string> ids, sure;
  for (const scan::Format& one : scan::formats())
    ids.push_back(one.id);
  for (const scan::Certainty one :
       {scan::Certainty::checksum, scan::Certainty::structure, scan::Certainty::entropy,
        scan::Certainty::form, scan::Certainty::wrong_checksum})
    sure.emplace_back(to_string(one));
  return {
      {"@id", FieldType::string, "blob, offset and format"},
      {"@format", FieldType::enumeration, "what it looks like", ids},
      {"@document", FieldType::string, "the same as @path"},
      {"@path", FieldType::string,
       "a path of the blob: in the audited tree if it is there, else where it first was; absent if a ref names it"},
      {"@blob", FieldType::string, "object id of the content it is in"},
      {"@offset", FieldType::integer, "bytes before it"},
      {"@line", FieldType::integer, "the line it begins on, from 1"},
      {"@length", FieldType::integer, "its bytes"},
      {"@commit", FieldType::string, "the commit that brought the blob: none of its ancestors has it; absent if no commit does"},
      {"@in-tree", FieldType::yes_no, "whether the audited tree still has the blob"},
      {"@content", FieldType::enumeration, "what the blob is, as git decides", {"text", "binary"}},
      {"@checked", FieldType::enumeration,
       "how sure: its checksum holds, what it encodes is whole, it looks random, it has the form only; or it has the "
       "form but its issuer's checksum does not hold",
       sure},
      {"@masked", FieldType::string, "what all secrets of its format start with, and its length"},
      {"@digest", FieldType::string,
       "names the secret in a list of known ones: HMAC-SHA-256, keyed by format"},
      {"@known", FieldType::yes_no, "whether supplied evidence lists it, in a file known-secrets.txt"},
      {"@repeated", FieldType::yes_no,
       "whether an earlier blob, or an earlier place in this one, holds the same"},
  };
}

Examination examine_secrets(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink,
                            const std::vector<ObjectId>& tips) {
  const scan::SecretScanner scanner;
  const repository::ReachableBlobs reachable = repository::reachable_blobs(
      evidence.repository, tips, evidence.clone.boundary, [&](std::uint64_t count) {
        if (evidence.progress)
          evidence.progress("commits", count);
      });
  const SecretSearch search = search_for_secrets(evidence, reachable, scanner);
  if (search.too_many)
    return {false, reachable.blobs().size(), fmt::format("there are more than {} findings", secret_limit)};
  const Places places = find_places(evidence, reachable, search.findings);
  const Known list = read_known(evidence.supplied);
  Item item("secret", self.fields, wanted);
  for (const std::size_t i : sorted(reachable, search.findings, places.shown)) {
    const SecretFinding& finding = search.findings[i];
    const auto& where = reachable.blobs()[finding.blob];
    const scan::Format& kind = scan::formats()[finding.format];
    const std::string name = to_hex(finding.digest);
    item.begin(fmt::format("{}:{}:{}", where.id.hex(), finding.offset, kind.id));
    item.set_name(format, kind.id);
    for (const std::size_t field : {document, path})
      if (!places.shown[i].empty())
        item.set_text(field, places.shown[i]);
    item.set_name(blob, where.id.hex());
    item.set_number(offset, static_cast<std::int64_t>(finding.offset));
    item.set_number(line, static_cast<std::int64_t>(finding.line));
    item.set_number(length, finding.length);
    if (const auto brought = reachable.commit(where))
      item.set_name(commit, brought->hex());
    const bool here = !places.in_tree.at(where.id).empty();
    if (here || places.tree_problem.empty())
      item.set_flag(in_tree, here);
    else
      item.set_unknown(in_tree, places.tree_problem);
    item.set_name(content, finding.binary ? "binary" : "text");
    item.set_name(checked, to_string(finding.certainty));
    item.set_text(masked, scan::masked(scanner.fixed_prefix(kind), finding.length));
    item.set_name(digest, name);
    const bool listed = list.baseline.contains(name, kind.id);
    if (listed || list.problem.empty())
      item.set_flag(known, listed);
    else
      item.set_unknown(known, list.problem);
    item.set_flag(repeated, finding.repeated);
    sink(item);
  }
  const std::size_t passed_over = search.unreadable.size() + search.too_large.size();
  return {true, reachable.blobs().size() - passed_over, incompleteness(reachable, search)};
}

} // namespace assay::evidence
