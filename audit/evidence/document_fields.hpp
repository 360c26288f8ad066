// SPDX-License-Identifier: Apache-2.0
//
// The fields that items of documents share, and how they are filled.
#pragma once

#include "audit/evidence/item.hpp"
#include "audit/evidence/library.hpp"

#include <string_view>
#include <vector>

namespace assay::evidence {

// @id, @document, @origin and @digest are the first fields of a population that is drawn from documents.
namespace document_field {
enum : std::size_t { id, document, origin, digest, count };
}

// `id_meaning` says what stands in the id behind origin and document.
std::vector<Field> declare_document_fields(std::string id_meaning);

// Starts the next item: "origin:document", and ":rest" unless that is empty.
void begin_document_item(Item& item, const ReadDocument& read, std::string_view rest = {});

} // namespace assay::evidence
