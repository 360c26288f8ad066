// SPDX-License-Identifier: Apache-2.0
//
// What populations that are drawn from documents share: the fields that their items begin with, fields that hold what a
// document states, and the end of an examination.
#pragma once

#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// @id, @document, @origin and @digest are the first fields of a population that is drawn from documents.
namespace document_field {
enum : std::size_t { id, document, origin, digest, count };
}

// `id_meaning` says what stands in the id behind origin and document; `own` are the population's other fields.
std::vector<Field> declare_document_fields(std::string id_meaning, std::vector<Field> own = {});

// Starts the next item: "origin:document", and ":rest" unless that is empty.
void begin_document_item(Item& item, const ReadDocument& read, std::string_view rest = {});

// Fields that are absent when the document does not state them.
void set_stated(Item& item, std::size_t field, std::string_view text);
void set_stated(Item& item, std::size_t field, std::optional<std::int64_t> number);
void set_stated(Item& item, std::size_t field, std::optional<bool> flag);
// A time: unknown when what is stated is none.
void set_stated_time(Item& item, std::size_t field, std::string_view as_stated, std::optional<std::int64_t> time);

// An enumeration; a value that it does not list becomes "other", and stands as text in the second field.
void set_listed(Item& item, std::size_t field, std::size_t as_stated, std::string_view value);

// How many flaws there are, and the first.
void set_flaws(Item& item, std::size_t number, std::size_t first, const Flaws& flaws);

// Of documents of several formats.
inline void add(Drawn& all, const Drawn& more) {
  all.documents += more.documents;
  if (all.incomplete.empty())
    all.incomplete = more.incomplete;
}

// Of a population whose unit is the document.
inline Examination examined(const Drawn& drawn) {
  return {true, drawn.documents, drawn.incomplete};
}

} // namespace assay::evidence
