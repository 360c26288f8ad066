// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/secret_search.hpp"

#include "audit/base/packed.hpp"
#include "audit/evidence/scan/mask.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <set>
#include <thread>

namespace assay::evidence {

namespace {

// What one thread found, and what it could not look at.
struct Share : SecretSearch {
  std::exception_ptr failure;
};

// Searches blob after blob; every thread takes the next few that nobody has taken.
class Search {
public:
  // The first `done` blobs are left out.
  Search(const std::vector<repository::ReachableBlobs::Blob>& blobs, std::size_t done,
         const scan::SecretScanner& scanner)
      : blobs_(blobs), scanner_(scanner), next_(done) {}

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

  bool too_many() const { return found_ > secret_limit; }
  void stop() { next_ = blobs_.size(); }

private:
  void search(const repository::Repository& repository, std::uint32_t at,
              scan::SecretScanner::Scratch& scratch, Share& share) {
    const ObjectId& blob_id = blobs_[at].id;
    const auto header = repository.header(blob_id);
    if (!header || header->type != repository::ObjectType::blob)
      return share.unreadable.push_back(at);
    if (header->size > searched_blob_limit)
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
  std::atomic<std::size_t> next_, found_ = 0;
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
  std::sort(all.findings.begin(), all.findings.end(), [](const SecretFinding& a, const SecretFinding& b) {
    return a.blob != b.blob ? a.blob < b.blob : a.offset < b.offset;
  });
  return all;
}

const std::string findings_name = "secrets"; // in the cache

std::string pack(const SecretSearch& search) {
  std::string bytes;
  append_list(bytes, search.findings);
  append_list(bytes, search.too_large);
  append_list(bytes, search.capped);
  return bytes;
}

std::optional<SecretSearch> unpack(std::string_view bytes) {
  SecretSearch search;
  if (!take_list(bytes, search.findings) || !take_list(bytes, search.too_large) || !take_list(bytes, search.capped))
    return std::nullopt;
  return search;
}

// Of two searches through one list, the second behind the first.
SecretSearch joined(SecretSearch first, const SecretSearch& second) {
  first.findings.insert(first.findings.end(), second.findings.begin(), second.findings.end());
  for (const auto list : {&SecretSearch::unreadable, &SecretSearch::too_large, &SecretSearch::capped})
    (first.*list).insert((first.*list).end(), (second.*list).begin(), (second.*list).end());
  return first;
}

void mark_repeated(std::vector<SecretFinding>& findings) {
  std::set<std::pair<std::uint16_t, Digest>> before;
  for (SecretFinding& finding : findings)
    finding.repeated = !before.emplace(finding.format, finding.digest).second;
}

} // namespace

SecretSearch search_for_secrets(const Evidence& evidence, const repository::ReachableBlobs& reachable,
                                const scan::SecretScanner& scanner) {
  const std::vector<repository::ReachableBlobs::Blob>& blobs = reachable.blobs();
  repository::ObjectCache* const cache = evidence.repository.cache();
  std::optional<SecretSearch> earlier;
  if (reachable.known())
    if (const auto bytes = cache->find(findings_name, reachable.known()->commit))
      earlier = unpack(*bytes);
  const std::size_t done = earlier ? reachable.known()->blobs : 0;
  Search search(blobs, done, scanner);
  SecretSearch found = search_all(search, evidence);
  if (earlier)
    found = joined(*earlier, found);
  found.too_many = search.too_many() || found.findings.size() > secret_limit;
  // Which thread's handle noted that they are missing or corrupt was chance.
  for (const std::uint32_t at : found.unreadable)
    if (const auto header = evidence.repository.header(blobs[at].id);
        header && header->type == repository::ObjectType::blob)
      (void)evidence.repository.read(blobs[at].id, repository::Integrity::plain);
  const bool whole = reachable.cut_off().empty() && found.unreadable.empty() && !found.too_many;
  if (cache != nullptr && whole && reachable.tips() == std::vector{evidence.commit} &&
      (reachable.outgrown() || (!earlier && reachable.known()->commit == evidence.commit)))
    cache->keep(findings_name, evidence.commit, pack(found));
  mark_repeated(found.findings);
  return found;
}

} // namespace assay::evidence
