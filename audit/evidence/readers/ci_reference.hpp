// SPDX-License-Identifier: Apache-2.0
//
// How a workflow names what it takes from elsewhere: actions, workflows, images.
#pragma once

#include <string>
#include <string_view>

namespace assay::evidence {

struct CiReference {
  enum class Kind {
    commit,        // a whole commit id
    digest,        // of an image or a file
    tag_or_branch, // a name that somebody can move; also a short commit id
    local,         // a file of the same revision
    built_in,      // what the forge itself ships
    none,          // no version at all
  };

  std::string name;    // lower case, without the version: "actions/checkout", "alpine"
  std::string version; // as stated: "v4", a commit id, "sha256:…"
  Kind kind = Kind::none;

  // Whether what is taken is fixed by the revision that names it.
  bool pinned() const { return kind == Kind::commit || kind == Kind::digest || kind == Kind::local; }
};

std::string_view to_string(CiReference::Kind kind);

// Whether it is a whole commit id: 40 hexadecimal digits, or 64 (SHA-256).
bool is_commit_id(std::string_view text);

// "uses" of GitHub: "owner/repository/path@version", "./path", "$/path", "docker://image". Needless slashes and dots in
// the path are left off.
CiReference parse_uses(std::string_view text);

// An image as Docker names it: "host/name:tag@sha256:…".
CiReference parse_image(std::string_view text);

} // namespace assay::evidence
