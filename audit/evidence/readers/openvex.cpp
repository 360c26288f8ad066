// SPDX-License-Identifier: Apache-2.0
//
// Reads OpenVEX documents, versions 0.0.1 and 0.2.0 of the specification, and says where they lack what 0.2.0 demands.
// A document is one by its @context; one whose root is an array or that has no statements at all is refused. Bounds:
// those of documents and of JSON, half a million statements and products.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/vulnerabilities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace assay::evidence {

namespace {

constexpr std::string_view context_stem = "https://openvex.dev/ns";

constexpr std::array<std::string_view, 5> justifications = {
    "component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist"};

bool is_stated(JsonValue value) {
  return !trimmed(value.text_or({})).empty();
}

class OpenVexReader {
public:
  OpenVexReader(const Document& document, JsonValue root) : document_(document), root_(root) {}

  std::unique_ptr<Advisory> read() {
    read_document();
    const JsonValue statements = root_["statements"];
    statements.each([&](JsonValue one, std::size_t index) { read_statement(one, json_pointer("/statements", index)); });
    vex_->vulnerabilities = static_cast<std::int64_t>(vulnerabilities_.size());
    return std::move(vex_);
  }

private:
  void read_document() {
    vex_->specification = "OpenVEX";
    const std::string_view context = root_["@context"].text_or({});
    if (context.starts_with(context_stem))
      vex_->format_version = shortened(context.substr(std::min(context.size(), context_stem.size() + 2)));
    check_members(root_, {}, {{"@context", 's'}, {"@id", 's'}, {"author", 's'}, {"timestamp", 's'}, {"statements", 'a'}},
                  vex_->flaws);
    check_time(root_, "timestamp", {});
    check_time(root_, "last_updated", {});
    const JsonValue version = root_["version"];
    if (!version.integer())
      vex_->flaws.add("/version", version ? fmt::format("it is {}, not a number", version.kind()) : "it is missing");
    if (const auto number = version.integer())
      vex_->version = std::to_string(*number);
    else
      vex_->version = shortened(version.text_or({}));
    vex_->id = shortened(root_["@id"].text_or({}));
    vex_->publisher = shortened(root_["author"].text_or({}));
    vex_->publisher_category = shortened(root_["role"].text_or({}));
    vex_->first_release = stated_time(root_["timestamp"].text_or({}));
    vex_->current_release = is_stated(root_["last_updated"]) ? stated_time(root_["last_updated"].text_or({}))
                                                              : vex_->first_release;
  }

  void check_time(JsonValue object, std::string_view member, const std::string& place) {
    if (const auto text = object[member].text(); text && !stated_time(*text).seconds)
      vex_->flaws.add(json_pointer(place, member), "it is no time");
  }

  // Version 0.0.1 has the id as a string in its place.
  std::shared_ptr<const Vulnerability> read_vulnerability(JsonValue json) {
    auto about = std::make_shared<Vulnerability>();
    about->id = shortened(json.text_or(json["name"].text_or(json["@id"].text_or({}))));
    json["aliases"].each([&](JsonValue one, std::size_t) { about->add_alias(one.text_or({})); });
    return about;
  }

  void read_statement(JsonValue json, const std::string& place) {
    VulnerabilityStatement statement;
    statement.place = place;
    statement.about = read_vulnerability(json["vulnerability"]);
    if (!statement.about->id.empty())
      vulnerabilities_.emplace(statement.about->id, 0);
    statement.status_as_stated = shortened(json["status"].text_or({}));
    statement.status = common_status(statement.status_as_stated);
    statement.justification = shortened(json["justification"].text_or({}));
    statement.impact = is_stated(json["impact_statement"]);
    statement.action = is_stated(json["action_statement"]);
    // 0.2.0, "Inheritance flow": a statement without a time has the document's.
    statement.time = stated_time(json["last_updated"].text_or(json["timestamp"].text_or({})));
    if (statement.time.text.empty())
      statement.time = vex_->current_release;
    json["products"].each([&](JsonValue one, std::size_t) {
      statement.products.push_back(product(one, false));
      one["subcomponents"].each(
          [&](JsonValue part, std::size_t) { statement.products.push_back(product(part, true)); });
    });
    check_statement(json, statement);
    add_statement(*vex_, std::move(statement), document_.name);
  }

  std::uint32_t product(JsonValue json, bool part) {
    AffectedProduct product;
    const JsonValue identifiers = json["identifiers"];
    const std::string_view id = json.text_or(json["@id"].text_or({}));
    product.part = part;
    product.purl = shortened(identifiers["purl"].text_or(id.starts_with("pkg:") ? id : std::string_view()));
    product.cpe = shortened(identifiers["cpe23"].text_or(identifiers["cpe22"].text_or({})));
    if (product.purl.empty() || !id.starts_with("pkg:"))
      product.name = shortened(id);
    const std::string key = fmt::format("{}\n{}\n{}\n{}", part, product.name, product.purl, product.cpe);
    if (const auto known = products_.find(key); known != products_.end())
      return known->second;
    return products_.emplace(key, add_product(*vex_, std::move(product), document_.name)).first->second;
  }

  // Section "Statement fields" and "Status labels": what each status asks for.
  void check_statement(JsonValue json, const VulnerabilityStatement& statement) {
    const std::string& place = statement.place;
    Flaws& flaws = vex_->flaws;
    check_time(json, "timestamp", place);
    check_time(json, "last_updated", place);
    check_time(json, "action_statement_timestamp", place);
    if (statement.about->id.empty())
      flaws.add(place, "it names no vulnerability");
    if (statement.products.empty())
      flaws.add(place, "it names no product");
    const std::string& status = statement.status_as_stated;
    if (status != "not_affected" && status != "affected" && status != "fixed" && status != "under_investigation")
      flaws.add(place, status.empty() ? "it has no status" : "its status is none of the specification's");
    if (status == "not_affected" && statement.justification.empty() && !*statement.impact)
      flaws.add(place, "it says not_affected without a justification or an impact statement");
    if (status == "affected" && !*statement.action)
      flaws.add(place, "it says affected without an action statement");
    if (!statement.justification.empty() &&
        std::find(justifications.begin(), justifications.end(), statement.justification) == justifications.end())
      flaws.add(place, "its justification is none of the specification's");
  }

  const Document& document_;
  JsonValue root_;
  std::unique_ptr<Advisory> vex_ = std::make_unique<Advisory>();
  std::unordered_map<std::string, std::uint32_t> products_, vulnerabilities_;
};

} // namespace

bool names_vex(const Appearance& path_only) {
  return path_only.ends_with("vex.json") || path_only.in_folder(".openvex/") || path_only.ends_with(".openvex") ||
         path_only.ends_with(".vex");
}

bool is_openvex(const Appearance& appearance) {
  if (appearance.syntax != Syntax::json || appearance.root_is_array)
    return false;
  return appearance.value("@context").starts_with(context_stem) ||
         (appearance.has("statements") && appearance.has("@context") && appearance.has("author"));
}

std::unique_ptr<Content> read_openvex(const Document& document) {
  const JsonDocument json(document.text, document.name);
  if (!json.root()["statements"].is_array())
    throw Error::input("it has the context of OpenVEX and no array of statements").at({document.name, 1, 0, {}, 0});
  return OpenVexReader(document, json.root()).read();
}

} // namespace assay::evidence
