// SPDX-License-Identifier: Apache-2.0
//
// Documents as evidence: files of the audited tree or of the supplied evidence, in formats of others. A reader says
// what one document states and how well it is made, and never judges; populations draw items from what readers said.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

enum class Origin { revision, supplied };

std::string_view to_string(Origin origin);

// One document on its way to a reader.
struct Document {
  Origin origin = Origin::revision;
  std::string name;   // path in the tree (raw bytes), or within the supplied evidence
  std::string digest; // hexadecimal: object id of the blob, or SHA-256 of the supplied file
  std::string bytes;  // as they are
  std::string text;   // the same as UTF-8, whatever the encoding was; what is invalid in it stays invalid
};

// What it is about; each kind has one type of content, declared in readers/, except `policy`, which has one a format.
enum class DocumentKind {
  advisories,
  analysis,
  attestation,
  coverage,
  dependencies,
  forge,
  policy,
  sbom,
  tests,
  updates,
  workflow,
  scan,
  exploited,
};

std::string_view to_string(DocumentKind kind);

// What a reader found; types of content derive from it, name their `kind`, and refer to nothing of the document's.
struct Content {
  virtual ~Content() = default;
};

enum class Syntax { json, json_lines, xml, text, binary };

// What a document looks like, for telling its format.
struct Appearance {
  std::string path;      // lower case, from the root of the tree or of the supplied evidence
  std::string file_name; // its last part
  // By the first character; json_lines when the first line is a whole value and the document is none; binary when there
  // is a NUL byte.
  Syntax syntax = Syntax::text;
  std::string_view text; // the whole
  // Of JSON: names of the root object's members (of the first element's, if the root is an array; of the first line's),
  // and the text of those that are short strings.
  std::vector<std::pair<std::string, std::string>> members;
  bool root_is_array = false;
  // Of XML: the root element's local name and namespace.
  std::string root_element, root_namespace;

  bool has(std::string_view member) const;
  std::string_view value(std::string_view member) const; // empty when it has none or is no short string
  bool in_folder(std::string_view folder) const { return path.starts_with(folder); } // ends with '/'
  bool ends_with(std::string_view ending) const { return path.ends_with(ending); }
};

// A format that some reader reads: a row of the table in formats.cpp.
struct DocumentFormat {
  std::string_view name; // "cyclonedx-json"
  DocumentKind kind;
  // Whether a file of the tree is looked at for this format, by its path alone.
  bool (*named)(const Appearance& path_only);
  // Whether a document is one by its content. Null: the name alone decides, for supplied files too.
  bool (*recognised)(const Appearance&);
  // Throws Error::input, with the place, for what cannot be read.
  std::unique_ptr<Content> (*read)(const Document&);
};

// In the order in which they are tried: the first of a kind that fits a document reads it.
const std::vector<DocumentFormat>& document_formats();
// Names of those of one kind.
std::vector<std::string> format_names(DocumentKind kind);

// No larger document is read.
constexpr std::uint64_t document_limit = 128u << 20;

// What a document is made wrong in, although it can be read: how many places, and the first of them. The place is a
// JSON pointer, an XPath, or "line 7".
struct Flaws {
  std::uint64_t count = 0;
  std::string first;

  void add(std::string_view place, std::string_view what);
};

} // namespace assay::evidence
