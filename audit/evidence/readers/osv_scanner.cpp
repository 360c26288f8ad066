// SPDX-License-Identifier: Apache-2.0
//
// Reads the JSON of osv-scanner, versions 1 and 2. It states neither a time, nor its own version, nor how old its
// database was. Bounds: those of documents and of JSON, half a million findings.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/osv.hpp"

#include <fmt/format.h>

#include <array>

namespace assay::evidence {

namespace {

// Types of package URLs, by the names that OSV gives ecosystems.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> purl_types = {{
    {"npm", "npm"}, {"PyPI", "pypi"}, {"Go", "golang"}, {"crates.io", "cargo"}, {"RubyGems", "gem"}, {"NuGet", "nuget"},
    {"Packagist", "composer"}, {"Maven", "maven"}, {"Hex", "hex"}, {"Pub", "pub"}, {"ConanCenter", "conan"},
    {"CRAN", "cran"}, {"SwiftURL", "swift"},
}};

// Nothing for ecosystems whose package URLs need more than name and version.
std::string purl_of(std::string_view ecosystem, std::string_view name, std::string_view version) {
  for (const auto& [known, type] : purl_types)
    if (known == ecosystem && !name.empty()) {
      std::string path(name);
      if (type == "maven")
        for (char& c : path)
          c = c == ':' ? '/' : c;
      return fmt::format("pkg:{}/{}{}{}", type, path, version.empty() ? "" : "@", version);
    }
  return {};
}

class OsvScannerReader {
public:
  OsvScannerReader(const Document& document, JsonValue root) : document_(document), root_(root) {}

  std::unique_ptr<Scan> read() {
    scan_->specification = scan_->tool = "osv-scanner";
    scan_->claim = VulnerabilityClaim::finding;
    scan_->has_findings = true;
    scan_->targets = static_cast<std::int64_t>(root_["results"].size());
    scan_->target = shortened(root_["results"][std::size_t{0}]["source"]["path"].text_or({}));
    root_["results"].each([&](JsonValue result, std::size_t index) {
      const std::string place = json_pointer(json_pointer("/results", index), "packages");
      check_members(result, json_pointer("/results", index), {{"source", 'o'}, {"packages", 'a'}}, scan_->flaws);
      result["packages"].each([&](JsonValue one, std::size_t number) { read_package(one, json_pointer(place, number)); });
    });
    scan_->vulnerabilities = scan_->findings;
    return std::move(scan_);
  }

private:
  void read_package(JsonValue json, const std::string& place) {
    const JsonValue package = json["package"];
    AffectedProduct product;
    product.name = shortened(package["name"].text_or({}));
    product.version = shortened(package["version"].text_or({}));
    product.purl = shortened(package["purl"].text_or(
        purl_of(package["ecosystem"].text_or({}), product.name, product.version)));
    const std::string name = product.name;
    const std::uint32_t index = add_product(*scan_, std::move(product), document_.name);
    const std::string list = json_pointer(place, "vulnerabilities");
    json["vulnerabilities"].each([&](JsonValue record, std::size_t number) {
      VulnerabilityStatement statement;
      statement.place = json_pointer(list, number);
      statement.about = osv_vulnerability(record);
      statement.products = {index};
      read_osv_severity(record, statement);
      read_osv_fix(record, name, statement);
      ++scan_->findings;
      add_statement(*scan_, std::move(statement), document_.name);
    });
  }

  const Document& document_;
  JsonValue root_;
  std::unique_ptr<Scan> scan_ = std::make_unique<Scan>();
};

} // namespace

bool is_osv_scanner(const Appearance& appearance) {
  if (appearance.syntax != Syntax::json || appearance.root_is_array || !appearance.has("results"))
    return false;
  // Other tools have results too; these are of packages that come from a source.
  return appearance.has("experimental_config") || appearance.file_name.find("osv-scanner") != std::string::npos ||
         (appearance.members.size() <= 3 && appearance.text.find("\"packages\"") != std::string_view::npos &&
          appearance.text.find("\"source\"") != std::string_view::npos);
}

std::unique_ptr<Content> read_osv_scanner(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const JsonValue results = json.root()["results"];
  if (!results.is_array() && !results.is_null())
    throw Error::input(fmt::format("`results` is {}", results.kind())).at({document.name, 1, 0, {}, 0});
  return OsvScannerReader(document, json.root()).read();
}

} // namespace assay::evidence
