// SPDX-License-Identifier: Apache-2.0
//
// usage: bench_readers REPO FOLDER
// Reads each document below FOLDER that is recognised there as supplied evidence, and prints for each format how much of
// it was read in a second, and the ratio to what a bare parse of the same bytes takes with the same library (aim: under
// 2). Formats that are no JSON, XML or YAML have no such parse. Of five runs the fastest counts. REPO is any repository.
#include "audit/audit.hpp"
#include "audit/base/decode.hpp"
#include "audit/base/json.hpp"
#include "audit/base/runtime.hpp"
#include "audit/base/yaml.hpp"
#include "audit/evidence/library.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"
#include "audit/repository/repository.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>

using namespace assay;
using namespace assay::evidence;

namespace {

constexpr std::uint64_t folder_limit = std::uint64_t{1} << 30;

template <class Work> double fastest(const Work& work) {
  double best = 1e9;
  for (int run = 0; run < 5; ++run) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

// Nothing when the syntax has no bare parse here.
void parse(const Document& document, bool yaml) {
  const std::size_t first = document.text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const char begins = first == std::string::npos ? ' ' : document.text[first];
  if (yaml)
    (void)YamlDocument(document.text, document.name);
  else if (begins == '<')
    (void)ForeignXml(document);
  else if (begins == '{' || begins == '[')
    (void)JsonDocument(document.text, document.name);
}

struct Sum {
  std::size_t documents = 0;
  double bytes = 0, read = 0, bare = 0;
};

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_readers REPO FOLDER\n");
    return 2;
  }
  const Runtime runtime;
  const repository::Library library;
  const repository::Repository repository(argv[1]);
  const ObjectId tree = survey_subject(repository, "HEAD", "").tree;
  const std::vector<SourceFile> files = read_directory(argv[2], "evidence", folder_limit);
  std::map<std::string, const SourceFile*> by_digest;
  for (const SourceFile& file : files)
    by_digest.emplace(file.sha256(), &file);
  const DocumentLibrary documents(repository, tree, files);
  std::map<std::string_view, Sum> sums;
  for (int kind = 0; kind <= static_cast<int>(DocumentKind::exploited); ++kind)
    for (const ReadDocument& one : documents.of(static_cast<DocumentKind>(kind))) {
      if (one.origin != Origin::supplied || !one.content || by_digest.count(one.digest) == 0)
        continue;
      const SourceFile& file = *by_digest[one.digest];
      const Document document{Origin::supplied, file.name, one.digest, file.bytes, decode_text(file.bytes)};
      Sum& sum = sums[one.format->name];
      ++sum.documents;
      sum.bytes += static_cast<double>(document.text.size());
      sum.read += fastest([&] { (void)one.format->read(document); });
      const bool yaml = one.format->kind == DocumentKind::workflow || document.name.ends_with(".yaml") ||
                        document.name.ends_with(".yml");
      sum.bare += fastest([&] { parse(document, yaml); });
    }
  for (const auto& [name, sum] : sums)
    fmt::print("{:<22}{:>5} documents {:>9.2f} MB {:>8.1f} MB/s   {}\n", name, sum.documents, sum.bytes / 1e6,
               sum.bytes / 1e6 / sum.read,
               sum.bare * 50 < sum.read ? "no bare parse" : fmt::format("{:.1f} times a bare parse", sum.read / sum.bare));
  return 0;
}
