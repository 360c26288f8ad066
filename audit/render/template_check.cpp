// SPDX-License-Identifier: Apache-2.0
#include "audit/render/template_check.hpp"

#include "audit/base/text.hpp"
#include "audit/render/html_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace assay::render {

namespace {

// The element types around a place, innermost last; null for a section that is about no element.
using Around = std::vector<const ElementType*>;

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

class Checker {
public:
  Checker(Markup markup, const Partials& partials, Diagnostics& diagnostics)
      : markup_(markup), partials_(partials), diagnostics_(diagnostics) {}

  void check(const SourceFile& file, Around around);

private:
  struct Found {
    Field field;
    const ElementType* type;
    bool further_out; // not of the innermost element
  };
  // How the sections open since a partial began moved through the report.
  struct Motion {
    bool inwards = false, outwards = false;
    auto operator<=>(const Motion&) const = default;
  };
  using Active = std::map<std::string, Motion>; // the partials at work
  // An open section, and what was so before it.
  struct Open {
    const Tag* tag;
    std::size_t around;
    HtmlPlace place;
    Active active;
  };

  void complain(const SourceFile& file, const Tag& tag, std::string message, std::string hint = {});
  std::optional<Found> find(const std::string& name, const Around& around) const;
  std::optional<Found> find_or_complain(const SourceFile& file, const Tag& tag, const Around& around);
  void check_variable(const SourceFile& file, const Tag& tag, const Around& around, const HtmlPlace& place);
  void check_markdown_place(const SourceFile& file, const Tag& tag, bool link);
  void open_section(const SourceFile& file, const Tag& tag, Around& around);
  void check_partial(const SourceFile& file, const Tag& tag, const Around& around, const HtmlPlace& place);

  Markup markup_;
  const Partials& partials_;
  Diagnostics& diagnostics_;
  std::map<const SourceFile*, std::vector<Tag>> tags_;
  std::set<std::tuple<const SourceFile*, Around, Active>> checked_;
  std::set<std::string> complaints_; // the same partial is checked in several places
  Active active_;
};

void Checker::complain(const SourceFile& file, const Tag& tag, std::string message, std::string hint) {
  Location location = TextPositions(file.shown, file.bytes).at(tag.start);
  if (complaints_.insert(location.to_string() + message).second)
    diagnostics_.add(std::move(location), std::move(message), std::move(hint));
}

std::optional<Checker::Found> Checker::find(const std::string& name, const Around& around) const {
  bool further_out = false;
  for (auto type = around.rbegin(); type != around.rend(); ++type) {
    if (*type == nullptr)
      continue;
    if (std::optional<Field> field = (*type)->find(name))
      return Found{std::move(*field), *type, further_out};
    further_out = true;
  }
  return std::nullopt;
}

std::optional<Checker::Found> Checker::find_or_complain(const SourceFile& file, const Tag& tag,
                                                        const Around& around) {
  std::optional<Found> found = find(tag.name, around);
  if (!found) {
    std::vector<std::string> known;
    std::string_view innermost;
    for (const ElementType* type : around)
      if (type != nullptr) {
        innermost = type->name;
        for (const auto& [name, field] : type->names())
          known.push_back(name);
      }
    const std::string nearest = nearest_name(tag.name, known);
    complain(file, tag, fmt::format("a report has no {} here (within {})", tag.name, innermost),
             nearest.empty() ? "templates/README.md lists the names" : fmt::format("did you mean {}?", nearest));
  }
  return found;
}

// Backslashes do not escape within code spans, and an address is one only as the target of a link.
void Checker::check_markdown_place(const SourceFile& file, const Tag& tag, bool link) {
  const std::size_t line_end = tag.start == 0 ? file.bytes.npos : file.bytes.rfind('\n', tag.start - 1);
  const std::size_t line_start = line_end == file.bytes.npos ? 0 : line_end + 1;
  const std::string_view before = std::string_view(file.bytes).substr(line_start, tag.start - line_start);
  if (std::count(before.begin(), before.end(), '`') % 2 != 0)
    complain(file, tag, "a variable may not be within backticks",
             "names that end in -code make a code span by themselves");
  if (before.ends_with("](") != link)
    complain(file, tag, link ? "an address may only be the target of a link: [text]({{href}})"
                             : "the target of a link must be a checked address, such as {{href}}");
}

void Checker::check_variable(const SourceFile& file, const Tag& tag, const Around& around, const HtmlPlace& place) {
  const std::optional<Found> found = find_or_complain(file, tag, around);
  if (!found)
    return;
  if (found->field.is_children())
    return complain(file, tag, fmt::format("{} is an element; it has no text of its own here", tag.name),
                    fmt::format("open a section: {{{{#{0}}}}}…{{{{/{0}}}}}", tag.name));
  if (found->field.is_flag())
    return complain(file, tag, fmt::format("{} is yes or no and prints nothing", tag.name),
                    fmt::format("open a section: {{{{#{0}}}}}…{{{{/{0}}}}}", tag.name));
  const bool link = found->field.is_link();
  if (markup_ == Markup::html) {
    if (std::string objection = place.objection(link); !objection.empty())
      complain(file, tag, std::move(objection));
  } else if (markup_ == Markup::markdown) {
    check_markdown_place(file, tag, link);
  }
}

void Checker::open_section(const SourceFile& file, const Tag& tag, Around& around) {
  const std::optional<Found> found = find_or_complain(file, tag, around);
  const bool enters = tag.kind == Tag::Kind::section && found && found->field.is_children();
  around.push_back(enters ? found->type->children[found->field.index].type : nullptr);
  if (enters)
    for (auto& [name, motion] : active_)
      (found->further_out ? motion.outwards : motion.inwards) = true;
}

void Checker::check_partial(const SourceFile& file, const Tag& tag, const Around& around, const HtmlPlace& place) {
  const auto partial = partials_.find(tag.name);
  if (partial == partials_.end()) {
    std::vector<std::string> known;
    for (const auto& one : partials_)
      known.push_back(one.first);
    const std::string nearest = nearest_name(tag.name, known);
    return complain(file, tag, fmt::format("there is no partial {}", tag.name),
                    nearest.empty() ? std::string() : fmt::format("did you mean {}?", nearest));
  }
  const char* const ending = markup_ == Markup::html ? ".html" : markup_ == Markup::markdown ? ".md" : ".txt";
  if (markup_ == Markup::html && tag.name.ends_with(".css")) {
    if (!place.in_style_sheet())
      complain(file, tag, "a style sheet may only be included within <style>");
  } else if (!tag.name.ends_with(ending)) {
    return complain(file, tag, fmt::format("the partial {} is in another language than this template", tag.name));
  } else if (markup_ == Markup::html && !place.in_text()) {
    return complain(file, tag, "a partial may only be included between elements, not within a tag");
  }
  // Elements are finite: whoever includes itself only further in comes to an end.
  if (const auto motion = active_.find(tag.name);
      motion != active_.end() && (!motion->second.inwards || motion->second.outwards))
    return complain(file, tag, fmt::format("the partial {} would include itself without end", tag.name),
                    "include it within a section on a child of the element it is about");
  const Active before = active_;
  active_[tag.name] = {};
  check(*partial->second, around);
  active_ = before;
}

void Checker::check(const SourceFile& file, Around around) {
  // Of a type that encloses itself only the innermost is ever found.
  Around distinct;
  for (auto type = around.rbegin(); type != around.rend(); ++type)
    if (*type != nullptr && std::find(distinct.begin(), distinct.end(), *type) == distinct.end())
      distinct.push_back(*type);
  std::reverse(distinct.begin(), distinct.end());
  if (!checked_.insert({&file, distinct, active_}).second)
    return;
  if (tags_.count(&file) == 0)
    tags_[&file] = parse_tags(file, diagnostics_);
  const std::vector<Tag>& tags = tags_[&file];
  if (file.name.ends_with(".css")) {
    if (!tags.empty())
      complain(file, tags.front(), "a style sheet may hold no tags, since escaping does not hold in it");
    if (const std::size_t end = file.bytes.find("</"); end != file.bytes.npos)
      complain(file, {Tag::Kind::comment, {}, end, end}, "this would end the style sheet");
    return;
  }
  std::vector<Open> open;
  HtmlPlace place;
  std::size_t position = 0;
  for (const Tag& tag : tags) {
    place.read(std::string_view(file.bytes).substr(position, tag.start - position));
    position = tag.end;
    switch (tag.kind) {
    case Tag::Kind::comment: break;
    case Tag::Kind::variable:
      check_variable(file, tag, around, place);
      place.read_variable();
      break;
    case Tag::Kind::partial: check_partial(file, tag, around, place); break;
    case Tag::Kind::section:
    case Tag::Kind::inverted:
      open.push_back({&tag, around.size(), place, active_});
      open_section(file, tag, around);
      break;
    case Tag::Kind::close:
      if (open.empty() || open.back().tag->name != tag.name)
        return complain(file, tag,
                        open.empty() ? fmt::format("{{{{/{}}}}} closes no section", tag.name)
                                     : fmt::format("{{{{/{}}}}} stands where the section {} is open", tag.name,
                                                   open.back().tag->name));
      if (markup_ == Markup::html && !place.same_as(open.back().place))
        complain(file, *open.back().tag,
                 fmt::format("the section {} begins and ends in different places of the markup", tag.name));
      around.resize(open.back().around);
      active_ = open.back().active;
      open.pop_back();
      break;
    }
  }
  for (const Open& one : open)
    complain(file, *one.tag, fmt::format("the section {} is not closed", one.tag->name));
  place.read(std::string_view(file.bytes).substr(position));
  if (markup_ == Markup::html && !place.in_text() && open.empty() && !tags.empty())
    complain(file, tags.back(), "the file ends within a tag, a comment, a script or a style sheet");
}

} // namespace

std::vector<Tag> parse_tags(const SourceFile& file, Diagnostics& diagnostics) {
  const TextPositions positions(file.shown, file.bytes);
  const std::string_view text = file.bytes;
  std::vector<Tag> tags;
  for (std::size_t start = text.find("{{"); start != text.npos; start = text.find("{{", start)) {
    const std::size_t close = text.find("}}", start + 2);
    if (close == text.npos) {
      diagnostics.add(positions.at(start), "the tag is not closed");
      break;
    }
    std::string_view inside = trimmed(text.substr(start + 2, close - start - 2));
    const char sigil = inside.empty() ? '\0' : inside.front();
    const std::size_t end = close + 2;
    if (sigil == '!') {
      tags.push_back({Tag::Kind::comment, {}, start, end});
    } else if (sigil == '{' || sigil == '&') {
      diagnostics.add(positions.at(start), "values are never put in unescaped", "write {{name}}");
    } else if (sigil == '=') {
      diagnostics.add(positions.at(start), "the delimiters cannot be changed");
    } else {
      const bool marked = std::string_view("#^/>").find(sigil) != std::string_view::npos && sigil != '\0';
      const std::string_view name = marked ? trimmed(inside.substr(1)) : inside;
      const Tag::Kind kind = sigil == '#'   ? Tag::Kind::section
                             : sigil == '^' ? Tag::Kind::inverted
                             : sigil == '/' ? Tag::Kind::close
                             : sigil == '>' ? Tag::Kind::partial
                                            : Tag::Kind::variable;
      if (!is_name(name) || (kind != Tag::Kind::partial && name.find('.') != name.npos))
        diagnostics.add(positions.at(start), "this is no name of a field",
                        "names are made of a-z, 0-9 and '-'; for a child's field open a section on the child");
      else
        tags.push_back({kind, std::string(name), start, end});
    }
    start = end;
  }
  return tags;
}

void check_template(const SourceFile& file, Markup markup, const Partials& partials, const Fields& fields,
                    Diagnostics& diagnostics) {
  Checker(markup, partials, diagnostics).check(file, {&fields.root()});
}

} // namespace assay::render
