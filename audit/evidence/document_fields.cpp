// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/document_fields.hpp"

#include <fmt/format.h>

namespace assay::evidence {

std::vector<Field> declare_document_fields(std::string id_meaning) {
  return {
      {"@id", FieldType::string, std::move(id_meaning)},
      {"@document", FieldType::string, "path in the tree, or name of the supplied file"},
      {"@origin", FieldType::enumeration, "where it was found", {"revision", "supplied"}},
      {"@digest", FieldType::string, "object id of the content, or SHA-256 of the supplied file"},
  };
}

void begin_document_item(Item& item, const ReadDocument& read, std::string_view rest) {
  item.begin(fmt::format("{}:{}{}{}", to_string(read.origin), read.name, rest.empty() ? "" : ":", rest));
  item.set_text(document_field::document, read.name);
  item.set_name(document_field::origin, to_string(read.origin));
  item.set_name(document_field::digest, read.digest);
}

} // namespace assay::evidence
