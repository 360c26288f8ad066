// SPDX-License-Identifier: Apache-2.0
#include "audit/base/yaml.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace assay {

namespace {

constexpr std::size_t depth_limit = 64; // libyaml is quadratic in the depth
constexpr std::size_t node_limit = 1'000'000;
const YamlNode no_node;

class Parser {
public:
  explicit Parser(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0)
      throw Error::internal("libyaml could not be started");
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  yaml_parser_t* operator->() { return &parser_; }
  yaml_parser_t* get() { return &parser_; }

private:
  yaml_parser_t parser_;
};

struct Event : yaml_event_t {
  explicit Event(Parser& parser) : yaml_event_t() { ok = yaml_parser_parse(parser.get(), this) != 0; }
  ~Event() { yaml_event_delete(this); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  bool ok;
};

std::string_view text_of(const unsigned char* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

} // namespace

// Builds the nodes from libyaml's events, keeping what is still open on a stack of its own.
class YamlComposer {
public:
  YamlComposer(YamlDocument& document, std::string_view text, const std::string& shown)
      : document_(document), parser_(text), shown_(shown) {}

  void run() {
    while (true) {
      const Event event(parser_);
      if (!event.ok)
        throw fail(parser_->problem == nullptr ? "cannot be read" : parser_->problem, parser_->problem_mark);
      if (event.type == YAML_STREAM_END_EVENT)
        return;
      take(event);
    }
  }

private:
  struct Open {
    YamlNode* node;
    const YamlNode* key = nullptr; // of a mapping, when its value comes next
    std::string anchor;
    std::unordered_set<std::string_view> keys = {};
  };

  Error fail(const std::string& what, const yaml_mark_t& mark) const {
    return Error::input("this is no YAML that can be read: " + what)
        .at({shown_, mark.line + 1, mark.column + 1, {}, 0});
  }

  YamlNode& add(YamlNode::Kind kind, const yaml_mark_t& mark) {
    if (document_.nodes_.size() >= node_limit)
      throw fail(fmt::format("it has more than {} nodes", node_limit), mark);
    YamlNode& node = document_.nodes_.emplace_back();
    node.kind = kind;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }

  void take(const Event& event) {
    const yaml_mark_t& mark = event.start_mark;
    switch (event.type) {
    case YAML_DOCUMENT_START_EVENT:
      anchors_.clear();
      return;
    case YAML_ALIAS_EVENT: {
      const auto found = anchors_.find(std::string(text_of(event.data.alias.anchor)));
      if (found == anchors_.end())
        throw fail(fmt::format("alias *{} names nothing before it", text_of(event.data.alias.anchor)), mark);
      return place(*found->second, mark);
    }
    case YAML_SCALAR_EVENT: {
      YamlNode& node = add(YamlNode::Kind::scalar, mark);
      node.scalar.assign(reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length);
      node.plain = event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
      anchor(text_of(event.data.scalar.anchor), node);
      return place(node, mark);
    }
    case YAML_SEQUENCE_START_EVENT:
      return open(add(YamlNode::Kind::sequence, mark), text_of(event.data.sequence_start.anchor), mark);
    case YAML_MAPPING_START_EVENT:
      return open(add(YamlNode::Kind::mapping, mark), text_of(event.data.mapping_start.anchor), mark);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: {
      const Open closed = std::move(open_.back());
      open_.pop_back();
      anchor(closed.anchor, *closed.node); // only now: an alias within would lead to itself
      return place(*closed.node, mark);
    }
    default: return;
    }
  }

  void open(YamlNode& node, std::string_view anchor_name, const yaml_mark_t& mark) {
    if (open_.size() >= depth_limit)
      throw fail(fmt::format("it is nested deeper than {}", depth_limit), mark);
    open_.push_back({&node, nullptr, std::string(anchor_name)});
  }

  void anchor(std::string_view name, const YamlNode& node) {
    if (!name.empty())
      anchors_[std::string(name)] = &node;
  }

  // Nodes below `node`, itself included, as often as they are reached.
  std::size_t weight(const YamlNode& node) const {
    const auto known = weights_.find(&node);
    return known == weights_.end() ? 1 : known->second;
  }

  void grow(const YamlNode& parent, const YamlNode& child, const yaml_mark_t& mark) {
    std::size_t& sum = weights_.try_emplace(&parent, 1).first->second;
    sum += weight(child);
    if (sum > node_limit)
      throw fail(fmt::format("its aliases make more than {} nodes of it", node_limit), mark);
  }

  void place(const YamlNode& node, const yaml_mark_t& mark) {
    if (open_.empty())
      return document_.roots_.push_back(&node);
    Open& parent = open_.back();
    grow(*parent.node, node, mark);
    if (parent.node->is_sequence())
      return parent.node->elements.push_back(&node);
    if (parent.key == nullptr) {
      if (node.is_scalar() && node.scalar != "<<" && !parent.keys.insert(node.scalar).second)
        throw fail(fmt::format("the key \"{}\" is there twice", node.scalar), mark);
      parent.key = &node;
      return;
    }
    parent.node->members.emplace_back(parent.key, &node);
    parent.key = nullptr;
  }

  YamlDocument& document_;
  Parser parser_;
  const std::string& shown_;
  std::vector<Open> open_;
  std::map<std::string, const YamlNode*> anchors_;
  std::unordered_map<const YamlNode*, std::size_t> weights_; // of sequences and mappings
};

bool YamlNode::is_null() const {
  return kind == Kind::scalar && plain && (scalar.empty() || scalar == "~" || scalar == "null");
}

const YamlNode& YamlNode::operator[](std::string_view key) const {
  for (const auto& [name, value] : members)
    if (name->is_scalar() && name->scalar == key)
      return *value;
  for (const auto& [name, value] : members) {
    if (!name->is_scalar() || !name->plain || name->scalar != "<<" || key == "<<")
      continue;
    if (value->is_mapping())
      if (const YamlNode& merged = (*value)[key])
        return merged;
    for (const YamlNode* one : value->elements)
      if (const YamlNode& merged = (*one)[key])
        return merged;
  }
  return no_node;
}

YamlDocument::YamlDocument(std::string_view text, const std::string& shown) {
  YamlComposer(*this, text, shown).run();
}

const YamlNode& YamlDocument::root() const {
  return roots_.empty() ? no_node : *roots_.front();
}

} // namespace assay
