// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/forge.hpp"

#include "audit/base/error.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/readers/forge_answers.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

constexpr std::size_t size_limit = 32u << 20;
constexpr std::string_view type_name = "assay-forge-snapshot";

std::string required(JsonValue root, std::string_view member) {
  const std::string_view text = root[member].text_or({});
  if (text.empty())
    throw Error::input(fmt::format("it has no text \"{}\"", member));
  return std::string(text);
}

} // namespace

bool names_forge_snapshot(const Appearance& path_only) {
  return path_only.ends_with("forge-snapshot.json");
}

bool is_forge_snapshot(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && appearance.value("type") == type_name;
}

std::unique_ptr<Content> read_forge_snapshot(const Document& document) {
  if (document.text.size() > size_limit)
    throw Error::input(fmt::format("it has more than {} MiB, which no forge snapshot has", size_limit >> 20));
  const JsonDocument json(document.text, document.name);
  const JsonValue root = json.root();
  if (root["format"].integer() != 1)
    throw Error::input("its format is not 1, the one that is known");
  auto snapshot = std::make_unique<ForgeSnapshot>();
  snapshot->forge = required(root, "forge");
  snapshot->repository = required(root, "repository");
  snapshot->time_stated = root["time"].text_or({});
  snapshot->time = parse_rfc3339(snapshot->time_stated);
  if (!snapshot->time)
    snapshot->flaws.add("/time", "is no time");
  const ForgeAnswers answers(root, *snapshot);
  if (snapshot->forge == "github")
    read_github(*snapshot, answers);
  else if (snapshot->forge == "gitlab")
    read_gitlab(*snapshot, answers);
  else
    throw Error::input("its forge is neither github nor gitlab");
  return snapshot;
}

} // namespace assay::evidence
