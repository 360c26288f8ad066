// SPDX-License-Identifier: Apache-2.0
//
// The notes that a ref below refs/notes/ holds (git-notes(1)): a tree whose paths, their slashes taken out,
// are the ids of the objects the notes are about.
#pragma once

#include "audit/repository/objects.hpp"
#include "audit/repository/repository.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::repository {

struct Note {
  ObjectId object;      // what it is about
  ObjectId blob;        // its text
  bool several = false; // the tree holds more than one for the object; this is one of them
};

// The notes of a commit or tree, by the object they are about. What git takes for no note is passed over.
// `problem` says why some may be missing: a tree that cannot be had, or more than 4,000,000 entries.
std::vector<Note> read_notes(const Repository& repository, const ObjectId& commit_or_tree,
                             std::string& problem);

// The lines "Key: value" of a note, as Gerrit writes them ("Code-Review+2: Name <address>"): a key is made of
// letters, digits, '-' and '+'.
std::vector<Trailer> note_lines(std::string_view text);

// Whether a key of note_lines(), in lower case, says that somebody approved: Code-Review with a positive
// vote, reviewed-by or approved-by.
bool approves(std::string_view token);

} // namespace assay::repository
