// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/library.hpp"

#include "audit/base/decode.hpp"
#include "audit/base/escape.hpp"
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/supplied.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t member_limit = 256;      // of names looked at
constexpr std::size_t short_string_limit = 256; // bytes

std::string too_large() {
  return fmt::format("it has more than {} MiB", document_limit >> 20);
}

Appearance named_only(const std::string& name) {
  Appearance appearance;
  appearance.path = ascii_lower(name);
  appearance.file_name = appearance.path.substr(folder_of(appearance.path).size());
  return appearance;
}

void look_at_json(Appearance& appearance, std::string_view text) {
  const JsonDocument document(text, {});
  appearance.root_is_array = document.root().is_array();
  const JsonValue object = appearance.root_is_array ? document.root()[std::size_t{0}] : document.root();
  object.each_member([&](std::string_view name, JsonValue value) {
    const std::string_view short_text = value.text_or({});
    if (appearance.members.size() < member_limit)
      appearance.members.emplace_back(name, short_text.size() <= short_string_limit ? short_text : std::string_view());
  });
}

// Whether the first of several lines is a value of its own.
bool look_at_json_lines(Appearance& appearance) {
  std::string_view rest = appearance.text;
  const std::string_view line = trimmed(take_line(rest));
  if (!line.ends_with('}') || trimmed(rest).empty())
    return false;
  try {
    look_at_json(appearance, line);
  } catch (const Error&) {
    return false;
  }
  return true;
}

// What a forge reads it reads at its place in the whole tree only.
bool is_read_by_forge(const DocumentFormat& format) {
  return format.kind == DocumentKind::workflow || format.kind == DocumentKind::updates || format.name == "code-owners";
}

// `within` is the path from the directory that is meant: what people read is known by its place there as at the root.
std::vector<const DocumentFormat*> formats_named(const Appearance& whole, const Appearance& within) {
  std::vector<const DocumentFormat*> formats;
  for (const DocumentFormat& format : document_formats())
    if (format.named(is_read_by_forge(format) ? whole : within))
      formats.push_back(&format);
  return formats;
}

std::string bytes_of(const repository::Repository& repository, const ObjectId& blob) {
  if (const auto header = repository.header(blob); header && header->size > document_limit)
    throw Error::input(too_large());
  const repository::ReadResult object = repository.read(blob);
  if (!object.object)
    throw Error::input(object.problem);
  return std::string(object.object.bytes());
}

// Only as far as the root element; whether the rest is well-formed, its reader finds out.
void look_at_xml(Appearance& appearance) {
  const std::string_view text = appearance.text;
  std::size_t at = 0;
  while ((at = text.find('<', at)) != std::string_view::npos && at + 1 < text.size() &&
         (text[at + 1] == '?' || text[at + 1] == '!')) {
    const bool comment = text.substr(at, 4) == "<!--";
    at = text.find(comment ? "-->" : ">", at + 4);
    if (at == std::string_view::npos)
      return;
  }
  if (at == std::string_view::npos && trimmed(text).starts_with("<?xml"))
    throw Error::input("it begins as XML does and has no element");
  if (at == std::string_view::npos)
    return;
  const std::size_t end = std::min(text.find('>', at), at + (64u << 10));
  pugi::xml_document document; // a start tag alone: the missing end is no matter
  document.load_buffer(text.data() + at, std::min(end + 1, text.size()) - at, pugi::parse_default, pugi::encoding_utf8);
  const pugi::xml_node root = document.document_element();
  const std::string_view name = root.name();
  const std::size_t colon = name.find(':');
  appearance.root_element = name.substr(colon == std::string_view::npos ? 0 : colon + 1);
  const std::string declaration = colon == std::string_view::npos ? "xmlns" : "xmlns:" + std::string(name.substr(0, colon));
  appearance.root_namespace = root.attribute(declaration.c_str()).value();
}

// Throws Error::input when it begins as JSON and is not well-formed, or as XML and has no element.
Appearance look_at(const Document& document) {
  Appearance appearance = named_only(document.name);
  appearance.text = document.text;
  const std::string_view start = trimmed(appearance.text.substr(0, 4096));
  if (document.text.find('\0') != std::string::npos) {
    appearance.syntax = Syntax::binary;
  } else if (start.starts_with('<')) {
    appearance.syntax = Syntax::xml;
    look_at_xml(appearance);
  } else if (start.starts_with('{') || start.starts_with('[')) {
    appearance.syntax = Syntax::json;
    try {
      look_at_json(appearance, appearance.text);
    } catch (const Error&) {
      if (!look_at_json_lines(appearance))
        throw;
      appearance.syntax = Syntax::json_lines;
    }
  }
  return appearance;
}

} // namespace

// A file that may be a document, and the formats it may be in: by its name or, if it was supplied, by its content.
struct DocumentLibrary::Candidate {
  Origin origin;
  std::string name;
  std::string digest;
  ObjectId blob = {};
  const SourceFile* file = nullptr;
  std::vector<const DocumentFormat*> formats = {};
};

DocumentLibrary::DocumentLibrary(const repository::Repository& repository, const repository::TreePart& tree,
                                 const std::vector<SourceFile>& supplied)
    : repository_(repository), tree_(tree), supplied_(supplied) {}

DocumentLibrary::~DocumentLibrary() = default;

const std::vector<DocumentLibrary::Candidate>& DocumentLibrary::candidates() const {
  if (candidates_)
    return *candidates_;
  candidates_ = std::make_unique<std::vector<Candidate>>();
  left_out_ = walk_tree(repository_, tree_, [&](const std::string& path, const repository::TreeEntry& entry) {
    if (entry.mode == repository::mode_symlink || entry.mode == repository::mode_gitlink)
      return;
    std::vector<const DocumentFormat*> formats =
        formats_named(named_only(path), named_only(std::string(tree_.within(path))));
    if (!formats.empty())
      candidates_->push_back({Origin::revision, path, entry.id.hex(), entry.id, nullptr, std::move(formats)});
  });
  std::sort(candidates_->begin(), candidates_->end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  for (const SourceFile& file : supplied_)
    add_supplied(file);
  return *candidates_;
}

void DocumentLibrary::add_supplied(const SourceFile& file) const {
  const std::string name(supplied_path(file));
  Candidate candidate{Origin::supplied, name, file.sha256(), {}, &file, formats_named(named_only(name), named_only(name))};
  try {
    const Document document = open(candidate);
    const Appearance appearance = look_at(document);
    candidate.formats.clear();
    for (const DocumentFormat& format : document_formats())
      if (format.recognised == nullptr ? format.named(appearance) : format.recognised(appearance))
        candidate.formats.push_back(&format);
  } catch (const Error& error) {
    if (candidate.formats.empty())
      broken_.push_back({Origin::supplied, name, candidate.digest, nullptr, nullptr, error.message(),
                         error.location().value_or(Location{})});
  }
  if (!candidate.formats.empty())
    candidates_->push_back(std::move(candidate));
}

const std::vector<ReadDocument>& DocumentLibrary::broken() const {
  (void)candidates();
  return broken_;
}

const std::string& DocumentLibrary::left_out() const {
  (void)candidates();
  return left_out_;
}

const std::vector<ReadDocument>& DocumentLibrary::of(DocumentKind kind) const {
  if (const auto known = read_.find(kind); known != read_.end())
    return known->second;
  std::vector<ReadDocument> documents;
  for (const Candidate& candidate : candidates())
    if (std::optional<ReadDocument> one = read(candidate, kind))
      documents.push_back(std::move(*one));
  return read_.emplace(kind, std::move(documents)).first->second;
}

// Throws Error::input for what cannot be had or is too large.
Document DocumentLibrary::open(const Candidate& candidate) const {
  Document document{candidate.origin, candidate.name, candidate.digest, {}, {}};
  if (candidate.file == nullptr)
    document.bytes = bytes_of(repository_, candidate.blob);
  else if (candidate.file->bytes.size() > document_limit)
    throw Error::input(too_large());
  else
    document.bytes = candidate.file->bytes;
  document.text = decode_text(document.bytes);
  return document;
}

// Nothing when the candidate turns out to be no document of this kind.
std::optional<ReadDocument> DocumentLibrary::read(const Candidate& candidate, DocumentKind kind) const {
  const auto first = std::find_if(candidate.formats.begin(), candidate.formats.end(),
                                  [&](const DocumentFormat* format) { return format->kind == kind; });
  if (first == candidate.formats.end())
    return std::nullopt;
  ReadDocument read{candidate.origin, candidate.name, candidate.digest, *first, nullptr, {}, {}};
  try {
    const Document document = open(candidate);
    const bool by_name = (*first)->recognised == nullptr;
    const Appearance appearance = by_name ? named_only(candidate.name) : look_at(document);
    read.format = nullptr;
    for (const DocumentFormat* format : candidate.formats)
      if (format->kind == kind && (format->recognised == nullptr || format->recognised(appearance))) {
        read.format = format;
        break;
      }
    if (read.format == nullptr)
      return std::nullopt;
    read.content = read.format->read(document);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input)
      throw;
    read.problem = error.message();
    read.place = error.location().value_or(Location{});
  }
  return read;
}

std::string DocumentLibrary::incompleteness(std::size_t unread, const ReadDocument* first) const {
  std::string reason = left_out();
  if (unread > 0)
    reason += fmt::format("{}{} document{} could not be read, the first being {}: {}", reason.empty() ? "" : "; ", unread,
                          unread == 1 ? "" : "s", escape_text(first->name), first->problem);
  return reason;
}

} // namespace assay::evidence
