// SPDX-License-Identifier: Apache-2.0
//
// A report as mustache sees it: the elements of the XML tree, with the names of Fields. Values are made when a
// template asks for them, so a large report costs no second copy. A name that the grammar declares for an element
// belongs to that element even when it is absent there: it never falls through to the same name further out, which
// is what makes partials that include themselves come to an end.
#pragma once

#include "audit/render/anchors.hpp"
#include "audit/render/fields.hpp"

#include <kainjow/mustache.hpp>
#include <pugixml.hpp>

#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay::render {

// Set before a value that is to be escaped otherwise than as text. No XML document can hold these characters.
constexpr char code_mark = '\x01';
constexpr char link_mark = '\x02';

class View : public kainjow::mustache::basic_context<std::string> {
public:
  using Data = kainjow::mustache::data;

  // `partials`: the text of each partial by name. All must outlive the view.
  View(const Fields& fields, pugi::xml_node root, const std::map<std::string, std::string>& partials);

  void push(const Data* data) override;
  void pop() override { frames_.pop_back(); }
  const Data* get(const std::string& name) const override;
  const Data* get_partial(const std::string& name) const override;

private:
  // An element as one of its siblings.
  struct Item {
    const ElementType* type;
    pugi::xml_node node;
    std::size_t position, count;
  };
  // What one section is about; no element for sections on anything but elements.
  struct Frame {
    Item item{};
    mutable std::unordered_map<std::string, Data> values; // those asked for already
  };

  Data value(const Item& item, const Field& field) const;
  Data attribute_value(const Item& item, const Field& field) const;
  Data child_value(const Item& item, const Field& field) const;
  Data share(const Item& item, bool before) const;
  std::vector<pugi::xml_node> children(const Item& item, const Child& child) const;

  const Anchors anchors_;
  std::map<std::string, Data> partials_;
  mutable std::vector<Item> items_; // lists hold places in it
  std::deque<Frame> frames_;        // innermost last; values handed out must stay where they are
  std::size_t sections_ = 0;        // opened so far
};

} // namespace assay::render
