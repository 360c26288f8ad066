// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/object_cache.hpp"

#include "audit/base/packed.hpp"

#include <cstring>

namespace assay::repository {

namespace {

constexpr std::size_t bag_limit = 128u << 20;
constexpr std::string_view reach = "reach/"; // prefix of facts about what a commit reaches
constexpr std::size_t most_reaches = 6;

} // namespace

ObjectBag::ObjectBag(std::string packed) : packed_(std::move(packed)), size_(packed_.size()) {
  std::string_view rest = packed_;
  ObjectId id;
  while (rest.size() > id.bytes.size()) {
    std::memcpy(id.bytes.data(), rest.data(), id.bytes.size());
    rest.remove_prefix(id.bytes.size());
    const auto bytes = take_bytes(rest);
    if (!bytes)
      return;
    places_.emplace(id, *bytes);
  }
}

std::optional<std::string_view> ObjectBag::find(const ObjectId& id) const {
  const auto place = places_.find(id);
  return place == places_.end() ? std::nullopt : std::optional(place->second);
}

void ObjectBag::add(const ObjectId& id, std::string_view bytes) {
  if (size_ + bytes.size() > bag_limit || places_.count(id) > 0)
    return;
  added_.emplace_back(id, bytes);
  places_.emplace(id, added_.back().second);
  const std::size_t more = id.bytes.size() + sizeof(std::uint64_t) + bytes.size();
  size_ += more;
  added_bytes_ += more;
}

std::string ObjectBag::packed() const {
  std::string all;
  all.reserve(size_);
  all = packed_;
  for (const auto& [id, bytes] : added_) {
    all.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
    append_list(all, bytes);
  }
  return all;
}

ObjectCache::ObjectCache(Cache cache, std::filesystem::path objects, ObjectStamps stamps)
    : cache_(std::move(cache)), objects_(std::move(objects)), stamps_(std::move(stamps)) {}

// A row holds the stamps it counts for before its value.
std::optional<std::string> ObjectCache::get(const std::string& key) const {
  std::optional<std::string> row = cache_.get(key);
  if (!row)
    return std::nullopt;
  std::string_view rest = *row;
  const auto stamps = take_bytes(rest);
  if (!stamps || !stamps_.hold(*stamps))
    return std::nullopt;
  row->erase(0, row->size() - rest.size());
  return row;
}

ObjectBag& ObjectCache::bag(const std::string& name) {
  if (const auto known = bags_.find(name); known != bags_.end())
    return known->second;
  std::optional<std::string> packed = get("bag/" + name);
  return bags_.emplace(name, packed ? ObjectBag(std::move(*packed)) : ObjectBag()).first->second;
}

std::vector<ObjectId> ObjectCache::commits_with(const std::string& name) const {
  std::vector<ObjectId> commits;
  const std::string prefix = std::string(reach) + name + "/";
  for (const std::string& key : cache_.keys(prefix))
    if (const auto commit = ObjectId::parse(std::string_view(key).substr(prefix.size())))
      commits.push_back(*commit);
  return commits;
}

std::optional<std::string> ObjectCache::find(const std::string& name, const ObjectId& commit) const {
  return get(std::string(reach) + name + "/" + commit.hex());
}

void ObjectCache::keep(const std::string& name, const ObjectId& commit, std::string bytes) {
  kept_.emplace_back(std::string(reach) + name + "/" + commit.hex(), std::move(bytes));
}

void ObjectCache::save() {
  const auto now = ObjectStamps::of(objects_);
  if (!now || !now->hold(stamps_.bytes()))
    return;
  std::vector<std::pair<std::string, std::string>> rows = std::move(kept_);
  kept_.clear();
  for (const auto& [name, bag] : bags_)
    if (bag.grown())
      rows.emplace_back("bag/" + name, bag.packed());
  if (rows.empty())
    return;
  for (auto& [key, value] : rows) {
    std::string head;
    append_list(head, stamps_.bytes());
    value.insert(0, head);
  }
  cache_.put(rows, std::string(reach), most_reaches);
}

} // namespace assay::repository
