// SPDX-License-Identifier: Apache-2.0
#include "audit/render/view.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/render/markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace assay::render {

namespace {

using What = Field::What;
using Data = View::Data;

constexpr char item_mark = '\x03';          // before the place of a list's item in items_
constexpr std::size_t most_sections = 50'000'000; // opened in one rendering

// The digits of a number as XSD allows it to be written, without leading zeros.
std::string digits_of(std::string_view number) {
  number = trimmed(number);
  number.remove_prefix(std::min(number.find_first_not_of("+-0"), number.size()));
  return number.empty() ? "0" : std::string(number);
}

// "2026-11-23T08:00:00Z" as "23 November 2026, 08:00:00 UTC"; anything else as it is.
std::string time_in_words(std::string_view time) {
  static constexpr std::array<const char*, 12> months = {"January",   "February", "March",    "April",
                                                         "May",       "June",     "July",     "August",
                                                         "September", "October",  "November", "December"};
  if (time.size() != 20 || time[4] != '-')
    return std::string(time);
  std::size_t month = 0, day = 0;
  std::from_chars(time.data() + 5, time.data() + 7, month);
  std::from_chars(time.data() + 8, time.data() + 10, day);
  if (month < 1 || month > 12)
    return std::string(time);
  return fmt::format("{} {} {}, {} UTC", day, months[month - 1], time.substr(0, 4), time.substr(11, 8));
}

std::string readable(ValueKind kind, std::string_view value) {
  return kind == ValueKind::time ? time_in_words(value) : grouped(digits_of(value));
}

// Absent and empty alike are false: no section opens, and nothing is printed.
Data text_or_false(std::string text) {
  return text.empty() ? Data(false) : Data(text);
}

Data marked(char mark, std::string_view text) {
  return text.empty() ? Data(false) : Data(mark + std::string(text));
}

} // namespace

View::View(const Fields& fields, pugi::xml_node root, const std::map<std::string, std::string>& partials)
    : anchors_(root) {
  for (const auto& [name, text] : partials)
    partials_.emplace(name, Data(text));
  Frame frame;
  frame.item = {&fields.root(), root, 1, 1};
  frames_.push_back(std::move(frame));
}

void View::push(const Data* data) {
  if (++sections_ > most_sections)
    throw Error::input("the template was not rendered: it opens too many sections");
  Frame frame;
  if (data != nullptr && data->is_string() && !data->string_value().empty() &&
      data->string_value().front() == item_mark)
    frame.item = items_[std::stoull(data->string_value().substr(1))];
  frames_.push_back(std::move(frame));
}

const Data* View::get(const std::string& name) const {
  for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
    if (frame->item.type == nullptr)
      continue;
    if (const auto known = frame->values.find(name); known != frame->values.end())
      return &known->second;
    if (const std::optional<Field> field = frame->item.type->find(name))
      return &frame->values.emplace(name, value(frame->item, *field)).first->second;
  }
  return nullptr;
}

const Data* View::get_partial(const std::string& name) const {
  const auto known = partials_.find(name);
  return known == partials_.end() ? nullptr : &known->second;
}

Data View::value(const Item& item, const Field& field) const {
  switch (field.what) {
  case What::text: return text_or_false(std::string(trimmed(text_of(item.node))));
  case What::text_code: return marked(code_mark, trimmed(text_of(item.node)));
  case What::has_text: return !trimmed(text_of(item.node)).empty();
  case What::anchor: return text_or_false(anchors_.of(item.node));
  case What::position: return grouped(std::to_string(item.position));
  case What::is_first: return item.position == 1;
  case What::is_last: return item.position == item.count;
  case What::is_element: return field.value == item.node.name();
  case What::share: return share(item, false);
  case What::share_before: return share(item, true);
  case What::children:
  case What::has_child:
  case What::child_count:
  case What::child_count_is_one:
  case What::has_child_with: return child_value(item, field);
  default: return attribute_value(item, field);
  }
}

Data View::attribute_value(const Item& item, const Field& field) const {
  const Attribute& declared = item.type->attributes[field.index];
  const pugi::xml_attribute attribute = item.node.attribute(declared.name.c_str());
  const std::string_view text = attribute.value();
  if (!attribute)
    return false;
  switch (field.what) {
  case What::value_code: return marked(code_mark, text);
  case What::value_is: return text == field.value;
  case What::readable: return readable(declared.kind, text);
  case What::is_zero: return digits_of(text) == "0";
  case What::is_one: return digits_of(text) == "1";
  case What::brief: return std::string(text.substr(0, 12));
  case What::refused_link: return is_allowed_link(text) ? Data(false) : text_or_false(std::string(text));
  case What::referred_anchor: return text_or_false(anchors_.of(anchors_.referred(item.node, attribute)));
  case What::referred_title:
    return text_or_false(anchors_.referred(item.node, attribute).attribute("title").value());
  default: break;
  }
  if (declared.kind == ValueKind::uri)
    return is_allowed_link(text) ? marked(link_mark, text) : Data(false);
  return text_or_false(std::string(text));
}

std::vector<pugi::xml_node> View::children(const Item& item, const Child& child) const {
  const bool mixed = !child.type->alternatives.empty();
  std::vector<pugi::xml_node> nodes;
  for (const pugi::xml_node node : item.node.children())
    if (node.type() == pugi::node_element && (mixed || child.name == node.name()))
      nodes.push_back(node);
  return nodes;
}

Data View::child_value(const Item& item, const Field& field) const {
  const Child& child = item.type->children[field.index];
  const std::vector<pugi::xml_node> nodes = children(item, child);
  switch (field.what) {
  case What::has_child: return !nodes.empty();
  case What::child_count: return grouped(std::to_string(nodes.size()));
  case What::child_count_is_one: return nodes.size() == 1;
  case What::has_child_with:
    return std::any_of(nodes.begin(), nodes.end(), [&](pugi::xml_node node) {
      return field.value == node.attribute(field.attribute.c_str()).value();
    });
  default: break;
  }
  Data list(Data::type::list);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    list.push_back(fmt::format("{}{}", item_mark, items_.size()));
    items_.push_back({child.type, nodes[i], i + 1, nodes.size()});
  }
  return list;
}

// In hundredths of a percent, cut off so that all shares together make a hundred percent.
Data View::share(const Item& item, bool before) const {
  const auto number = [](pugi::xml_node node) {
    constexpr unsigned long long most = 1'000'000'000; // keeps the sums far from their limit
    return std::min(node.attribute("number").as_ullong(), most);
  };
  unsigned long long start = 0, total = 0;
  if (item.count > 100) // nobody's picture, and every one of them would count all
    return "0.00";
  for (const pugi::xml_node node : item.node.parent().children(item.node.name())) {
    if (node == item.node)
      start = total;
    total += number(node);
  }
  if (total == 0)
    return "0.00";
  const unsigned long long from = start * 10000 / total;
  const unsigned long long to = (start + number(item.node)) * 10000 / total;
  const unsigned long long shown = before ? from : to - from;
  return fmt::format("{}.{:02}", shown / 100, shown % 100);
}

} // namespace assay::render
