// SPDX-License-Identifier: Apache-2.0
#include "audit/baseline.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/dossier.hpp"
#include "audit/render/renderer.hpp"
#include "audit/report/export_reading.hpp"
#include "audit/seal/container.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay {

namespace {

constexpr std::uint64_t list_limit = 512u << 20;

// The lines of a list of exceptions.
std::set<std::string> lines_of(std::string_view text) {
  std::set<std::string> lines;
  while (!text.empty())
    lines.emplace(take_line(text));
  return lines;
}

pugi::xml_node control_in(pugi::xml_node report, std::string_view schema, std::string_view control) {
  for (const report::ControlPlace& place : report::control_places(report))
    if (place.schema.attribute("id").value() == schema && place.id() == control)
      return place.control;
  return {};
}

bool is_outcome(pugi::xml_node control, std::string_view outcome) {
  return control.attribute("outcome").value() == outcome;
}

} // namespace

struct Baseline::Content {
  seal::Container container;
  pugi::xml_document report;
};

Baseline::Baseline(const std::filesystem::path& dossier) {
  auto opened = seal::Container::open(dossier);
  if (const auto* malformed = std::get_if<seal::Malformed>(&opened))
    throw Error::input(fmt::format("{} is no dossier: {}", dossier.string(), malformed->reason));
  content_ = std::make_unique<Content>(Content{std::get<seal::Container>(std::move(opened)), {}});
  const seal::Container& container = content_->container;
  const std::string bytes =
      container.size(member::report) ? container.read(member::report, render::report_limits.bytes) : std::string();
  if (!content_->report.load_buffer(bytes.data(), bytes.size()) ||
      std::string_view(content_->report.document_element().name()) != "report")
    throw Error::input(fmt::format("{} is no dossier: it holds no report", dossier.string()));
}

Baseline::~Baseline() = default;
Baseline::Baseline(Baseline&&) noexcept = default;

bool Baseline::knows(pugi::xml_node control, const std::vector<const evaluation::Finding*>& now) const {
  const pugi::xml_node then = content_->report.document_element();
  const std::string_view schema = control.parent().parent().attribute("id").value();
  if (!is_outcome(control_in(then, schema, control.attribute("id").value()), "not-satisfied"))
    return false;
  for (const pugi::xml_node use : control.children("uses")) {
    const char* id = use.attribute("finding").value();
    const auto found = std::find_if(now.begin(), now.end(), [&](const auto* one) { return one->id == id; });
    if (found == now.end())
      return false;
    const evaluation::Finding& finding = **found;
    if (finding.result != evaluation::Result::contradicted)
      continue;
    const pugi::xml_node before = then.find_child_by_attribute("finding", "id", id);
    if (std::string_view(before.attribute("result").value()) != "contradicted")
      return false;
    if (finding.exceptions == 0) // contradicted by absence, then as now
      continue;
    const std::string list = report::exceptions_member(finding);
    const std::set<std::string> known = lines_of(
        content_->container.size(list) ? content_->container.read(list, list_limit) : std::string());
    bool news = false;
    finding.exception_ids.each_line([&](std::string_view line) { news = news || known.count(std::string(line)) == 0; });
    if (news)
      return false;
  }
  return true;
}

} // namespace assay
