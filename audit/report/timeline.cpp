// SPDX-License-Identifier: Apache-2.0
#include "audit/report/timeline.hpp"

#include "audit/base/csv.hpp"
#include "audit/base/escape.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <sstream>

namespace assay::report {

using evaluation::Outcome;

namespace {

std::string day_of(const ReleaseRow& row) {
  return row.time ? format_rfc3339(*row.time).substr(0, 10) : "no date";
}

// Colours that people who do not tell red from green tell apart.
const char* colour(Outcome outcome) {
  switch (outcome) {
  case Outcome::satisfied: return "#0072b2";
  case Outcome::attested: return "#56b4e9";
  case Outcome::not_satisfied: return "#d55e00";
  case Outcome::waived: return "#e69f00";
  case Outcome::undetermined: return "#999999";
  case Outcome::not_applicable: return "#dddddd";
  }
  return {};
}

constexpr Outcome stacked[] = {Outcome::satisfied,    Outcome::attested,      Outcome::waived,
                               Outcome::undetermined, Outcome::not_satisfied, Outcome::not_applicable};

class Drawing {
public:
  Drawing(std::size_t bars, const std::string& title) {
    width_ = left + std::max<std::size_t>(bars * step, 700) + 20;
    svg_ = document_.append_child("svg");
    svg_.append_attribute("xmlns").set_value("http://www.w3.org/2000/svg");
    svg_.append_attribute("width").set_value(static_cast<unsigned>(width_));
    svg_.append_attribute("height").set_value(static_cast<unsigned>(height));
    svg_.append_attribute("viewBox").set_value(fmt::format("0 0 {} {}", width_, height).c_str());
    svg_.append_attribute("role").set_value("img");
    svg_.append_attribute("font-family").set_value("sans-serif");
    svg_.append_attribute("font-size").set_value("12");
    svg_.append_child("title").text().set(title.c_str());
    box(svg_, 0, 0, static_cast<double>(width_), height, "#ffffff");
    text(left, 20, title).append_attribute("font-weight").set_value("bold");
  }

  pugi::xml_node group(const std::string& title) {
    pugi::xml_node node = svg_.append_child("g");
    node.append_child("title").text().set(title.c_str());
    return node;
  }
  void box(pugi::xml_node parent, double x, double y, double width, double high, const char* fill) {
    pugi::xml_node node = parent.append_child("rect");
    for (const auto& [name, value] : {std::pair{"x", x}, {"y", y}, {"width", width}, {"height", high}})
      node.append_attribute(name).set_value(fmt::format("{:.2f}", value).c_str());
    node.append_attribute("fill").set_value(fill);
  }
  pugi::xml_node text(double x, double y, const std::string& words) {
    pugi::xml_node node = svg_.append_child("text");
    node.append_attribute("x").set_value(fmt::format("{:.2f}", x).c_str());
    node.append_attribute("y").set_value(fmt::format("{:.2f}", y).c_str());
    node.append_attribute("fill").set_value("#222222");
    node.text().set(words.c_str());
    return node;
  }
  std::string bytes() const {
    std::ostringstream out;
    document_.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
    return out.str();
  }

  static constexpr std::size_t left = 40, top = 60, bar = 14, step = 20, plot = 260, height = 400;

private:
  pugi::xml_document document_;
  pugi::xml_node svg_;
  std::size_t width_ = 0;
};

void draw_bar(Drawing& drawing, const ReleaseRow& row, double x, std::size_t most) {
  std::string title = fmt::format("{}, {}", row.tag, day_of(row));
  for (const Outcome outcome : stacked)
    if (row.count(outcome) > 0)
      title += fmt::format(", {} {}", row.count(outcome), to_string(outcome));
  if (!row.problem.empty())
    title += ": not tested, " + row.problem;
  pugi::xml_node group = drawing.group(escape_text(title));
  double y = Drawing::top + Drawing::plot;
  for (const Outcome outcome : stacked) {
    const double high = static_cast<double>(row.count(outcome)) * Drawing::plot / static_cast<double>(most);
    y -= high;
    if (high > 0)
      drawing.box(group, x, y, Drawing::bar, high, colour(outcome));
  }
  pugi::xml_node label = drawing.text(x + 11, Drawing::top + Drawing::plot + 12, escape_text(row.tag.substr(0, 14)));
  label.append_attribute("transform")
      .set_value(fmt::format("rotate(60 {:.2f} {})", x + 4, Drawing::top + Drawing::plot + 12).c_str());
}

} // namespace

std::size_t ReleaseRow::count(Outcome outcome) const {
  return static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(),
                                                [&](const ReleaseOutcome& one) { return one.outcome == outcome; }));
}

std::string timeline_text(const std::vector<ReleaseRow>& rows) {
  std::size_t wide = 7;
  for (const ReleaseRow& row : rows)
    wide = std::max(wide, escape_terminal(row.tag).size());
  std::string text = fmt::format("{:<{}}  {:<10}", "release", wide, "day");
  for (const Outcome outcome : evaluation::all_outcomes)
    text += fmt::format("  {:>14}", to_string(outcome));
  text += "\n";
  for (const ReleaseRow& row : rows) {
    text += fmt::format("{:<{}}  {:<10}", escape_terminal(row.tag), wide, day_of(row));
    for (const Outcome outcome : evaluation::all_outcomes)
      if (row.problem.empty())
        text += fmt::format("  {:>14}", row.count(outcome));
    text += row.problem.empty() ? "\n" : fmt::format("  not tested: {}\n", escape_terminal(row.problem));
  }
  return text;
}

std::string timeline_csv(const std::vector<ReleaseRow>& rows) {
  std::string text = "tag,commit,time,schema,control,outcome\r\n";
  for (const ReleaseRow& row : rows) {
    if (!row.problem.empty())
      text += fmt::format("{},{},{},,,not-tested\r\n", csv_field(escape_text(row.tag)), row.commit,
                          row.time ? format_rfc3339(*row.time) : "");
    for (const ReleaseOutcome& one : row.outcomes)
      text += fmt::format("{},{},{},{},{},{}\r\n", csv_field(escape_text(row.tag)), row.commit,
                          row.time ? format_rfc3339(*row.time) : "", csv_field(one.schema), csv_field(one.control),
                          to_string(one.outcome));
  }
  return text;
}

std::string timeline_svg(const std::vector<ReleaseRow>& rows, const std::string& title) {
  Drawing drawing(rows.size(), title);
  std::size_t most = 1;
  for (const ReleaseRow& row : rows)
    most = std::max(most, row.outcomes.size());
  double x = Drawing::left;
  for (const Outcome outcome : stacked) {
    drawing.box(drawing.group(std::string(to_string(outcome))), x, 32, 10, 10, colour(outcome));
    drawing.text(x + 14, 41, std::string(to_string(outcome)));
    x += 115;
  }
  drawing.text(4, Drawing::top + 8, std::to_string(most));
  drawing.text(4, Drawing::top + Drawing::plot, "0");
  x = Drawing::left;
  for (const ReleaseRow& row : rows) {
    draw_bar(drawing, row, x, most);
    x += Drawing::step;
  }
  return drawing.bytes();
}

} // namespace assay::report
