// SPDX-License-Identifier: Apache-2.0
//
// What earlier audits of one clone learned about its objects. A fact depends on the objects alone, by their ids, and
// counts only while the files that held them are untouched: else an object that has been damaged or lost since would
// go unnoticed. A cache makes an audit faster and never another one.
#pragma once

#include "audit/base/cache.hpp"
#include "audit/base/object_id.hpp"
#include "audit/repository/object_stamps.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace assay::repository {

// One fact for each of many objects, as bytes.
class ObjectBag {
public:
  ObjectBag() = default;
  explicit ObjectBag(std::string packed);

  // The bytes stay where they are as long as the bag.
  std::optional<std::string_view> find(const ObjectId& id) const;
  // Beyond a limit of 128 MiB nothing more is taken.
  void add(const ObjectId& id, std::string_view bytes);
  // By so much that it should be written anew: what little is new is found again as fast.
  bool grown() const { return added_bytes_ > size_ / 50; }
  std::string packed() const;

private:
  std::string packed_;
  std::deque<std::pair<ObjectId, std::string>> added_;
  std::size_t size_ = 0, added_bytes_ = 0;
  std::unordered_map<ObjectId, std::string_view, ObjectIdHash> places_;
};

class ObjectCache {
public:
  ObjectCache(Cache cache, std::filesystem::path objects, ObjectStamps stamps);

  // The bag of that name, read when it is first asked for.
  ObjectBag& bag(const std::string& name);

  // Facts about everything that a commit reaches, under a name. The ids of the commits that have one:
  std::vector<ObjectId> commits_with(const std::string& name) const;
  std::optional<std::string> find(const std::string& name, const ObjectId& commit) const;
  void keep(const std::string& name, const ObjectId& commit, std::string bytes);

  // Writes what is new, unless a file of objects changed meanwhile.
  void save();

private:
  std::optional<std::string> get(const std::string& key) const;

  Cache cache_;
  std::filesystem::path objects_;
  ObjectStamps stamps_;
  std::map<std::string, ObjectBag> bags_;
  std::vector<std::pair<std::string, std::string>> kept_;
};

} // namespace assay::repository
