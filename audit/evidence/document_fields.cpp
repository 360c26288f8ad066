// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/document_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace assay::evidence {

std::vector<Field> declare_document_fields(std::string id_meaning, std::vector<Field> own) {
  std::vector<Field> fields = {
      {"@id", FieldType::string, std::move(id_meaning)},
      {"@document", FieldType::string, "path in the tree, or name of the supplied file"},
      {"@origin", FieldType::enumeration, "where it was found", {"revision", "supplied"}},
      {"@digest", FieldType::string, "object id of the content, or SHA-256 of the supplied file"},
  };
  fields.insert(fields.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  return fields;
}

void begin_document_item(Item& item, const ReadDocument& read, std::string_view rest) {
  item.begin(fmt::format("{}:{}{}{}", to_string(read.origin), read.name, rest.empty() ? "" : ":", rest));
  item.set_text(document_field::document, read.name);
  item.set_name(document_field::origin, to_string(read.origin));
  item.set_name(document_field::digest, read.digest);
}

void set_stated(Item& item, std::size_t field, std::string_view text) {
  if (!text.empty())
    item.set_text(field, text);
}

void set_stated(Item& item, std::size_t field, std::optional<std::int64_t> number) {
  if (number)
    item.set_number(field, *number);
}

void set_stated(Item& item, std::size_t field, std::optional<bool> flag) {
  if (flag)
    item.set_flag(field, *flag);
}

void set_stated_time(Item& item, std::size_t field, std::string_view as_stated, std::optional<std::int64_t> time) {
  if (!as_stated.empty())
    item.set_number(field, time, "what it states is no time");
}

void set_listed(Item& item, std::size_t field, std::size_t as_stated, std::string_view value) {
  const std::vector<std::string>& values = item.fields()[field].values;
  const bool listed = value != "other" && std::find(values.begin(), values.end(), value) != values.end();
  item.set_name(field, listed ? value : "other");
  if (!listed)
    item.set_text(as_stated, value);
}

void set_flaws(Item& item, std::size_t number, std::size_t first, const Flaws& flaws) {
  item.set_number(number, static_cast<std::int64_t>(flaws.count));
  set_stated(item, first, flaws.first);
}

} // namespace assay::evidence
