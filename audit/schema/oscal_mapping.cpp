// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/oscal_mapping.hpp"

#include "audit/base/text.hpp"
#include "audit/base/uri.hpp"
#include "audit/base/uuid.hpp"
#include "audit/base/xml.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::schema {

namespace {

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

pugi::xml_node add_text(pugi::xml_node parent, const char* name, const std::string& text) {
  pugi::xml_node node = parent.append_child(name);
  node.text().set(text.c_str());
  return node;
}

const char* relationship(SetRelation relation) {
  static constexpr const char* names[] = {"equal-to", "subset-of", "superset-of", "intersects-with"};
  return names[static_cast<std::size_t>(relation)];
}

bool is_token(std::string_view id) {
  return (is_letter(id[0]) || id[0] == '_') && std::all_of(id.begin(), id.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
         });
}

class Writer {
public:
  Writer(const MappedSchema& a, const MappedSchema& b)
      : a_(a), b_(b), root_uuid_(uuid_v5(uuid_namespace_url, fmt::format("urn:assay:mapping:1:{}:{}", a.file.sha256(),
                                                                         b.file.sha256()))) {}

  std::string write(const Crosswalk& crosswalk, const std::string& time) const {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    pugi::xml_node root = document.append_child("mapping-collection");
    set(root, "xmlns", "http://csrc.nist.gov/ns/oscal/1.0");
    set(root, "uuid", root_uuid_);
    pugi::xml_node metadata = root.append_child("metadata");
    add_text(metadata, "title", fmt::format("Relations of {} and {}", a_.schema.title, b_.schema.title));
    add_text(metadata, "last-modified", time);
    add_text(metadata, "version", fmt::format("{} and {}", folded(a_.schema.version), folded(b_.schema.version)));
    add_text(metadata, "oscal-version", "1.2.1");
    pugi::xml_node provenance = root.append_child("provenance");
    set(provenance, "method", "human");
    set(provenance, "matching-rationale", "semantic");
    set(provenance, "status", "draft");
    add_text(provenance.append_child("mapping-description"), "p",
             fmt::format("The relations that the compliance schemas {} and {} declare to each other's controls.",
                         a_.schema.id, b_.schema.id));
    write_mapping(root, crosswalk);
    pugi::xml_node back_matter = root.append_child("back-matter");
    write_resource(back_matter, "source", a_);
    write_resource(back_matter, "target", b_);
    return xml_to_string(document);
  }

private:
  std::string uuid(const std::string& name) const { return uuid_v5(root_uuid_, name); }

  void write_mapping(pugi::xml_node root, const Crosswalk& crosswalk) const {
    pugi::xml_node mapping = root.append_child("mapping");
    set(mapping, "uuid", uuid("mapping"));
    for (const char* side : {"source", "target"}) {
      pugi::xml_node resource = mapping.append_child(fmt::format("{}-resource", side).c_str());
      set(resource, "type", "catalog");
      set(resource, "href", "#" + uuid(side));
    }
    for (const Crosswalk::Pair& pair : crosswalk.pairs) {
      pugi::xml_node map = mapping.append_child("map");
      set(map, "uuid", uuid(fmt::format("map {} {}", pair.a->id, pair.b->id)));
      add_text(map, "relationship", relationship(pair.relation));
      write_item(map, "source", *pair.a);
      write_item(map, "target", *pair.b);
    }
    write_gap(mapping, "source-gap-summary", crosswalk.only_a);
    write_gap(mapping, "target-gap-summary", crosswalk.only_b);
  }

  static void write_item(pugi::xml_node map, const char* side, const Control& control) {
    pugi::xml_node item = map.append_child(side);
    set(item, "type", "control");
    set(item, "id-ref", control.id);
    add_text(item.append_child("remarks"), "p", control.title);
  }

  void write_gap(pugi::xml_node mapping, const char* name, const std::vector<const Control*>& controls) const {
    if (controls.empty())
      return;
    pugi::xml_node gap = mapping.append_child(name);
    set(gap, "uuid", uuid(name));
    pugi::xml_node unmapped = gap.append_child("unmapped-controls");
    for (const Control* control : controls)
      if (is_token(control->id))
        add_text(unmapped, "with-id", control->id);
    // An id that OSCAL does not take for one is a pattern that it alone matches: none has a wildcard.
    for (const Control* control : controls)
      if (!is_token(control->id))
        set(unmapped.append_child("matching"), "pattern", control->id);
  }

  void write_resource(pugi::xml_node back_matter, const char* side, const MappedSchema& mapped) const {
    pugi::xml_node resource = back_matter.append_child("resource");
    set(resource, "uuid", uuid(side));
    add_text(resource, "title", fmt::format("{} {}", mapped.schema.title, mapped.schema.version));
    add_text(resource.append_child("description"), "p",
             fmt::format("The compliance schema {}, published by {}.", mapped.schema.id, mapped.schema.publisher));
    pugi::xml_node link = resource.append_child("rlink");
    set(link, "href", percent_encoded(mapped.file.name));
    set(link, "media-type", "application/xml");
    set(add_text(link, "hash", mapped.file.sha256()), "algorithm", "SHA-256");
  }

  const MappedSchema& a_;
  const MappedSchema& b_;
  std::string root_uuid_;
};

} // namespace

std::string oscal_mapping(const Crosswalk& crosswalk, const MappedSchema& a, const MappedSchema& b, Seconds time) {
  if (crosswalk.pairs.empty())
    throw Error::input(fmt::format("no relation connects {} and {}: OSCAL knows no mapping without one", a.schema.id,
                                   b.schema.id));
  const std::string text = format_rfc3339(time);
  if (text < "1900" || text >= "3000")
    throw Error::input(fmt::format("OSCAL cannot say the time {}", text))
        .hint("its times are of the years 1900 to 2999");
  return Writer(a, b).write(crosswalk, text);
}

} // namespace assay::schema
