// SPDX-License-Identifier: Apache-2.0
//
// The documents of an audit, each found and read once, however many populations draw from it.
#pragma once

#include "audit/base/error.hpp"
#include "audit/base/file.hpp"
#include "audit/evidence/document.hpp"
#include "audit/repository/repository.hpp"
#include "audit/repository/tree.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay::evidence {

// A document after its reader.
struct ReadDocument {
  Origin origin;
  std::string name;
  std::string digest;
  const DocumentFormat* format;     // nothing when it could be anything
  std::unique_ptr<Content> content; // nothing when it could not be read
  std::string problem;              // why not
  Location place;                   // where, as far as that is known

  template <class T> const T& as() const { return static_cast<const T&>(*content); }
};

// What one population draws from documents.
struct Drawn {
  std::uint64_t documents = 0; // that were read
  std::string incomplete;      // why there may be more than was drawn; empty when there is not
};

class DocumentLibrary {
public:
  // Both must outlive the library. A supplied file's name begins with its folder in the dossier, which is left off.
  DocumentLibrary(const repository::Repository& repository, const repository::TreePart& tree,
                  const std::vector<SourceFile>& supplied);
  ~DocumentLibrary();

  // All of a kind: those of the tree, then the supplied ones, each in the order of their names.
  const std::vector<ReadDocument>& of(DocumentKind kind) const;
  // Supplied files that begin as JSON or XML does, are not well-formed, and by their names could be anything.
  const std::vector<ReadDocument>& broken() const;
  // Why some file of the tree was not looked at; empty when all were.
  const std::string& left_out() const;

  // Visits the content of each document of T's kind (and format, if T names one) that could be read.
  template <class T, class Visit>
  Drawn each(Visit&& visit) const {
    Drawn drawn;
    std::size_t unread = 0;
    const ReadDocument* first = nullptr;
    for (const ReadDocument& one : of(T::kind)) {
      if (!holds<T>(one))
        continue;
      if (one.content) {
        ++drawn.documents;
        visit(one, one.as<T>());
      } else if (unread++ == 0) {
        first = &one;
      }
    }
    drawn.incomplete = incompleteness(unread, first);
    return drawn;
  }

private:
  // A kind that has several types of content tells them apart by their formats.
  template <class T>
  static bool holds(const ReadDocument& one) {
    if constexpr (requires { T::document_format; })
      return one.format->name == T::document_format;
    else
      return true;
  }

  struct Candidate;
  const std::vector<Candidate>& candidates() const;
  void add_supplied(const SourceFile& file) const;
  Document open(const Candidate& candidate) const;
  std::optional<ReadDocument> read(const Candidate& candidate, DocumentKind kind) const;
  std::string incompleteness(std::size_t unread, const ReadDocument* first) const;

  const repository::Repository& repository_;
  repository::TreePart tree_;
  const std::vector<SourceFile>& supplied_;
  mutable std::unique_ptr<std::vector<Candidate>> candidates_;
  mutable std::vector<ReadDocument> broken_;
  mutable std::string left_out_;
  mutable std::map<DocumentKind, std::vector<ReadDocument>> read_;
};

} // namespace assay::evidence
