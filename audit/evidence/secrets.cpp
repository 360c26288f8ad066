// SPDX-License-Identifier: Apache-2.0
//
// Population `secrets`: what looks like a credential in any blob that the audited commit's history reaches.
// Commit messages, tags and file names are not searched. Nothing here keeps or prints a secret.
#include "audit/base/diagnostics.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/scan/baseline.hpp"
#include "audit/evidence/scan/mask.hpp"
#include "audit/evidence/scan/scanner.hpp"
#include "audit/repository/reachable_blobs.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <set>
#include <thread>
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

// A larger blob is not searched: libgit2 can only inflate it whole.
constexpr std::uint64_t size_limit = 64u << 20;
constexpr std::size_t finding_limit = 1'000'000;
constexpr std::string_view baseline_name = "known-secrets.txt";

std::vector<Field> declare() {
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
       "a path of the blob: in the audited tree if it is there, else where it first was"},
      {"@blob", FieldType::string, "object id of the content it is in"},
      {"@offset", FieldType::integer, "bytes before it"},
      {"@line", FieldType::integer, "the line it begins on, from 1"},
      {"@length", FieldType::integer, "its bytes"},
      {"@commit", FieldType::string, "the commit that brought the blob: none of its ancestors has it"},
      {"@in-tree", FieldType::yes_no, "whether the audited tree still has the blob"},
      {"@content", FieldType::enumeration, "what the blob is, as git decides", {"text", "binary"}},
      {"@checked", FieldType::enumeration,
       "how sure: its checksum holds, what it encodes is whole, it looks random, it has the form only; or it "
       "has the "
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

struct Finding {
  std::uint64_t offset;
  std::uint64_t line;
  std::uint32_t blob; // place in the list of blobs
  std::uint32_t length;
  std::uint16_t format; // place in formats()
  scan::Certainty certainty;
  bool binary;
  bool repeated;
  Digest digest;
};

// What one thread found, and what it could not look at.
struct Share {
  std::vector<Finding> findings;
  std::vector<std::uint32_t> unreadable, too_large, capped;
  std::exception_ptr failure;
};

// Searches blob after blob; every thread takes the next few that nobody has taken.
class Search {
public:
  Search(const std::vector<repository::ReachableBlobs::Blob>& blobs, const scan::SecretScanner& scanner)
      : blobs_(blobs), scanner_(scanner) {}

  void run(const repository::Repository& repository, Share& share,
           const std::function<void(std::string_view, std::uint64_t)>& progress) {
    constexpr std::size_t batch = 64; // neighbours share their delta chains
    scan::SecretScanner::Scratch scratch = scanner_.scratch();
    while (!too_many()) {
      const std::size_t begin = next_.fetch_add(batch);
      if (begin >= blobs_.size())
        return;
      for (std::size_t i = begin; i < std::min(begin + batch, blobs_.size()); ++i)
        search(repository, static_cast<std::uint32_t>(i), scratch, share);
      if (progress)
        progress("blobs", std::min(begin + batch, blobs_.size()));
    }
  }

  // Whether there are more findings than anybody reads; which of them were found then depends on chance.
  bool too_many() const { return found_ > finding_limit; }
  void stop() { next_ = blobs_.size(); }

private:
  void search(const repository::Repository& repository, std::uint32_t at,
              scan::SecretScanner::Scratch& scratch, Share& share) {
    const ObjectId& blob_id = blobs_[at].id;
    const auto header = repository.header(blob_id);
    if (!header || header->type != repository::ObjectType::blob)
      return share.unreadable.push_back(at);
    if (header->size > size_limit)
      return share.too_large.push_back(at);
    const repository::ReadResult read = repository.read(blob_id, repository::Integrity::plain);
    if (!read.object)
      return share.unreadable.push_back(at);
    const std::size_t before = share.findings.size();
    const scan::ScanSummary summary =
        scanner_.scan(read.object.bytes(), scratch, [&](const scan::Match& match) {
          share.findings.push_back(
              {match.offset, match.line, at, static_cast<std::uint32_t>(match.secret.size()),
               static_cast<std::uint16_t>(match.format - scan::formats().data()), match.certainty, false,
               false, scan::keyed_digest(match.format->id, match.secret)});
        });
    for (std::size_t i = before; i < share.findings.size(); ++i)
      share.findings[i].binary = summary.binary;
    if (summary.capped != nullptr)
      share.capped.push_back(at);
    found_ += share.findings.size() - before;
  }

  const std::vector<repository::ReachableBlobs::Blob>& blobs_;
  const scan::SecretScanner& scanner_;
  std::atomic<std::size_t> next_ = 0, found_ = 0;
};

// All blobs on as many threads as there are processors, up to four; what comes out does not depend on their
// number.
Share search_all(Search& search, const Evidence& evidence) {
  const unsigned helpers = std::min(4u, std::max(1u, std::thread::hardware_concurrency())) - 1;
  std::vector<Share> shares(helpers + 1);
  std::vector<std::thread> threads;
  const auto guarded = [&](Share& share, const auto& action) {
    try {
      action();
    } catch (...) {
      share.failure = std::current_exception();
      search.stop();
    }
  };
  for (unsigned i = 0; i < helpers; ++i)
    threads.emplace_back([&, i] {
      guarded(shares[i], [&] { search.run(evidence.repository.another(), shares[i], nullptr); });
    });
  guarded(shares.back(), [&] { search.run(evidence.repository, shares.back(), evidence.progress); });
  for (std::thread& thread : threads)
    thread.join();
  Share all;
  for (Share& share : shares) {
    if (share.failure)
      std::rethrow_exception(share.failure);
    all.findings.insert(all.findings.end(), share.findings.begin(), share.findings.end());
    for (const auto list : {&Share::unreadable, &Share::too_large, &Share::capped})
      (all.*list).insert((all.*list).end(), (share.*list).begin(), (share.*list).end());
  }
  for (const auto list : {&Share::unreadable, &Share::too_large, &Share::capped})
    std::sort((all.*list).begin(), (all.*list).end());
  std::sort(all.findings.begin(), all.findings.end(), [](const Finding& a, const Finding& b) {
    return a.blob != b.blob ? a.blob < b.blob : a.offset < b.offset;
  });
  return all;
}

std::string incompleteness(const repository::ReachableBlobs& reachable, const Share& share) {
  std::string reason = reachable.cut_off();
  const auto add = [&](const std::vector<std::uint32_t>& blobs, std::string_view what) {
    if (!blobs.empty())
      reason += fmt::format("{}{} blob{} {}, the first being {}", reason.empty() ? "" : "; ", blobs.size(),
                            blobs.size() == 1 ? "" : "s", what, reachable.blobs()[blobs.front()].id.hex());
  };
  add(share.unreadable, "missing, unreadable or no blob at all");
  add(share.too_large, fmt::format("of more than {} MiB not searched", size_limit >> 20));
  add(share.capped, "searched in part, because too much in them looks like a secret");
  return reason;
}

void mark_repeated(std::vector<Finding>& findings) {
  std::set<std::pair<std::uint16_t, Digest>> before;
  for (Finding& finding : findings)
    finding.repeated = !before.emplace(finding.format, finding.digest).second;
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

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  const scan::SecretScanner scanner;
  const repository::ReachableBlobs reachable = repository::reachable_blobs(
      evidence.repository, evidence.commit, evidence.clone.boundary, [&](std::uint64_t count) {
        if (evidence.progress)
          evidence.progress("commits", count);
      });
  Search search(reachable.blobs(), scanner);
  Share share = search_all(search, evidence);
  if (search.too_many())
    return {false, reachable.blobs().size(), fmt::format("there are more than {} findings", finding_limit)};
  for (const std::uint32_t at : share.unreadable)
    (void)evidence.repository.header(
        reachable.blobs()[at].id); // another thread's handle noted that it is missing
  mark_repeated(share.findings);

  std::unordered_map<ObjectId, std::string, ObjectIdHash>
      paths; // of blobs with findings; empty: not in the tree
  for (const Finding& finding : share.findings)
    paths.emplace(reachable.blobs()[finding.blob].id, "");
  const std::string tree_problem =
      paths.empty()
          ? ""
          : walk_tree(evidence.repository, evidence.tree, [&](const std::string& at, const auto& entry) {
              if (const auto known = paths.find(entry.id); known != paths.end() && known->second.empty())
                known->second = at;
            });
  std::vector<std::string> shown(share.findings.size());
  std::vector<std::size_t> order(share.findings.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
    const auto& where = reachable.blobs()[share.findings[i].blob];
    const std::string& in_audited = paths.at(where.id);
    shown[i] = in_audited.empty() ? reachable.path(where) : in_audited;
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Finding &first = share.findings[a], &second = share.findings[b];
    if (shown[a] != shown[b])
      return shown[a] < shown[b];
    const ObjectId &one = reachable.blobs()[first.blob].id, &other = reachable.blobs()[second.blob].id;
    return one != other ? one < other : first.offset < second.offset;
  });

  const Known list = read_known(evidence.supplied);
  Item item("secret", self.fields, wanted);
  for (const std::size_t i : order) {
    const Finding& finding = share.findings[i];
    const auto& where = reachable.blobs()[finding.blob];
    const scan::Format& kind = scan::formats()[finding.format];
    const std::string name = to_hex(finding.digest);
    item.begin(fmt::format("{}:{}:{}", where.id.hex(), finding.offset, kind.id));
    item.set_name(format, kind.id);
    item.set_text(document, shown[i]);
    item.set_text(path, shown[i]);
    item.set_name(blob, where.id.hex());
    item.set_number(offset, static_cast<std::int64_t>(finding.offset));
    item.set_number(line, static_cast<std::int64_t>(finding.line));
    item.set_number(length, finding.length);
    item.set_name(commit, reachable.commit(where).hex());
    const bool here = !paths.at(where.id).empty();
    if (here || tree_problem.empty())
      item.set_flag(in_tree, here);
    else
      item.set_unknown(in_tree, tree_problem);
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
  const std::size_t passed_over = share.unreadable.size() + share.too_large.size();
  return {true, reachable.blobs().size() - passed_over, incompleteness(reachable, share)};
}

} // namespace

const Population& secrets() {
  static const Population population = {
      "secrets",
      "what looks like a credential in any file of the history",
      Completeness::closed,
      true,
      "blobs",
      "",
      declare(),
      {{"history", "", "in every version of every file that the audited commit's history reaches"},
       {"tree", "@in-tree = 'yes'", "in files as they are at the audited commit"},
       {"distinct", "@repeated = 'no'", "each secret once, where the history first has it"}},
      examine};
  return population;
}

} // namespace assay::evidence
