// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/notes_tree.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/identities.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::repository {

namespace {

constexpr std::uint64_t most_entries = 4'000'000;

std::optional<ObjectId> tree_of(const Repository& repository, const ObjectId& commit_or_tree,
                                std::string& problem) {
  const ReadResult read = repository.read(commit_or_tree);
  problem = read.problem;
  if (!read.object)
    return std::nullopt;
  if (read.object.type() == ObjectType::tree)
    return commit_or_tree;
  CommitView view;
  problem = read.object.type() == ObjectType::commit
                ? parse_commit(read.object.bytes(), view)
                : fmt::format("object {} is no commit", commit_or_tree.hex());
  return ObjectId::parse(view.tree);
}

} // namespace

std::vector<Note> read_notes(const Repository& repository, const ObjectId& commit_or_tree,
                             std::string& problem) {
  std::vector<Note> notes;
  struct Folder {
    ObjectId tree;
    std::string prefix; // digits of the ids below it
  };
  std::vector<Folder> pending;
  if (const auto tree = tree_of(repository, commit_or_tree, problem))
    pending.push_back({*tree, {}});
  std::uint64_t seen = 0;
  while (!pending.empty()) {
    const Folder folder = std::move(pending.back());
    pending.pop_back();
    std::string bad;
    for (const TreeEntry& entry : read_tree(repository, folder.tree, bad)) {
      if (++seen > most_entries) {
        problem = fmt::format("the notes have more than {} entries", most_entries);
        pending.clear();
        break;
      }
      if (!is_hexadecimal(entry.name))
        continue;
      const std::size_t length = folder.prefix.size() + entry.name.size();
      if (entry.mode == mode_tree && entry.name.size() == 2 && length < 40)
        pending.push_back({entry.id, folder.prefix + entry.name});
      else if ((entry.mode & 0170000) == 0100000 && length == 40)
        notes.push_back({*ObjectId::parse(folder.prefix + entry.name), entry.id});
    }
    if (!bad.empty())
      problem = bad;
  }
  std::sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
    return a.object != b.object ? a.object < b.object : a.blob < b.blob;
  });
  std::vector<Note> once;
  for (Note& note : notes) {
    if (!once.empty() && once.back().object == note.object)
      once.back().several = true;
    else
      once.push_back(note);
  }
  return once;
}

std::vector<Trailer> note_lines(std::string_view text) {
  std::vector<Trailer> lines;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::size_t colon = line.find(':');
    const bool keyed =
        colon != line.npos && colon > 0 &&
        std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
          return is_letter(c) || is_digit(c) || c == '-' || c == '+';
        });
    if (keyed)
      lines.push_back({std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
  }
  return lines;
}

bool approves(std::string_view token) {
  constexpr std::string_view vote = "code-review+";
  if (token.starts_with(vote))
    return token.size() == vote.size() + 1 && token.back() >= '1' && token.back() <= '9';
  return names_reviewer(token);
}

} // namespace assay::repository
