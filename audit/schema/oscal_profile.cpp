// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/oscal_profile.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace assay::schema {

namespace {

// A profile that imports two profiles that import two profiles … would never end.
constexpr std::size_t most_imports = 1000;

// Wildcards of a file name: "*" for any text, "?" for one character.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t at = 0, read = 0, star = pattern.npos, resume = 0;
  while (read < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = read;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[read])) {
      ++at;
      ++read;
    } else if (star != pattern.npos) {
      at = star + 1;
      read = ++resume;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*')
    ++at;
  return at == pattern.size();
}

bool is_xml(pugi::xml_node rlink) {
  const std::string type = ascii_lower(rlink.attribute("media-type").value());
  const std::string name = ascii_lower(rlink.attribute("href").value());
  return type.empty() ? !name.ends_with(".json") && !name.ends_with(".yaml") && !name.ends_with(".yml")
                      : type.find("xml") != type.npos;
}

// Whether an alteration does more than add properties and links, which no skeleton shows.
bool changes_words(pugi::xml_node alter) {
  for (const pugi::xml_node change : alter.children())
    for (const pugi::xml_node added : change.children())
      if (added.type() == pugi::node_element && oscal_name(added) != "prop" && oscal_name(added) != "link")
        return true;
  return static_cast<bool>(oscal_child(alter, "remove"));
}

// The controls that selectors name, alone or with all that are within them.
struct Named {
  using Place = std::pair<const OscalCatalog*, std::size_t>;
  std::set<Place> alone, with_children;

  bool has(const OscalSelection::Chosen& chosen) const {
    const OscalCatalog* catalog = chosen.catalog.get();
    if (alone.count({catalog, chosen.control}) != 0)
      return true;
    std::optional<std::size_t> control = chosen.control;
    while (control && with_children.count({catalog, *control}) == 0)
      control = catalog->controls()[*control].parent;
    return control.has_value();
  }
};

// What one import offers to its selectors.
class Offer {
public:
  Offer(const OscalDocument& profile, const std::vector<OscalSelection::Chosen>& offered)
      : profile_(profile), offered_(offered) {
    for (const OscalSelection::Chosen& one : offered)
      by_id_[one.get().id].push_back(&one);
  }

  void name(pugi::xml_node selector, Named& named) const {
    profile_.allow_only(selector, {"with-id", "matching"});
    const bool children = std::string_view(selector.attribute("with-child-controls").value()) == "yes";
    std::set<Named::Place>& places = children ? named.with_children : named.alone;
    for (const pugi::xml_node child : selector.children()) {
      if (oscal_name(child) == "with-id") {
        const std::string id(trimmed(child.text().get()));
        const auto found = by_id_.find(id);
        if (found == by_id_.end())
          profile_.refuse(child, fmt::format("what is imported has no control {}", id));
        for (const OscalSelection::Chosen* one : found->second)
          places.emplace(one->catalog.get(), one->control);
      } else if (oscal_name(child) == "matching") {
        if ((patterns_ += offered_.size()) > most_matches)
          profile_.refuse(child, "there are too many patterns");
        for (const OscalSelection::Chosen& one : offered_)
          if (matches(child.attribute("pattern").value(), one.get().id))
            places.emplace(one.catalog.get(), one.control);
      }
    }
  }

private:
  static constexpr std::size_t most_matches = 10'000'000;

  const OscalDocument& profile_;
  const std::vector<OscalSelection::Chosen>& offered_;
  std::map<std::string, std::vector<const OscalSelection::Chosen*>> by_id_;
  mutable std::size_t patterns_ = 0;
};

class Resolution {
public:
  explicit Resolution(const OscalResolver& resolve) : resolve_(resolve) {}

  // What the document selects.
  std::vector<OscalSelection::Chosen> select(SourceFile file) {
    if (const auto known = selected_.find(file.shown); known != selected_.end())
      return known->second;
    if (std::find(open_.begin(), open_.end(), file.shown) != open_.end())
      throw Error::input(fmt::format("the profile {} imports itself by way of {}", file.shown, open_.back()));
    const std::string shown = file.shown;
    auto document = std::make_shared<const OscalDocument>(file);
    if (!document->is_profile()) {
      document.reset();
      const auto catalog = std::make_shared<const OscalCatalog>(std::move(file));
      return selected_[shown] = select_all(catalog).controls;
    }
    open_.push_back(shown);
    std::vector<OscalSelection::Chosen> chosen = select_from_imports(*document);
    read_modifications(*document);
    open_.pop_back();
    result_.profiles.push_back(std::move(document));
    return selected_[shown] = std::move(chosen);
  }

  OscalSelection take(std::vector<OscalSelection::Chosen> controls) {
    result_.controls = std::move(controls);
    return std::move(result_);
  }

private:
  std::vector<OscalSelection::Chosen> select_from_imports(const OscalDocument& profile) {
    profile.allow_only(profile.root(), {"metadata", "import", "merge", "modify", "back-matter"});
    std::vector<pugi::xml_node> imports;
    for (const pugi::xml_node child : profile.root().children())
      if (oscal_name(child) == "import")
        imports.push_back(child);
    if (imports.empty())
      profile.refuse(profile.root(), "the profile imports nothing");
    std::vector<OscalSelection::Chosen> chosen;
    std::map<std::string, const OscalCatalog*> taken;
    for (const pugi::xml_node import : imports) {
      if (++imports_ > most_imports)
        profile.refuse(import, fmt::format("more than {} imports are not followed", most_imports));
      const auto offered = select(resolve_(import_of(profile, import, imports.size() == 1)));
      for (OscalSelection::Chosen& one : narrowed(profile, import, offered)) {
        const auto [place, is_new] = taken.emplace(one.get().id, one.catalog.get());
        if (is_new)
          chosen.push_back(std::move(one));
        else if (place->second != one.catalog.get())
          profile.refuse(import, fmt::format("two catalogs have a control {}", one.get().id));
      }
    }
    if (chosen.empty())
      profile.refuse(profile.root(), "the profile selects no control");
    return chosen;
  }

  static OscalImport import_of(const OscalDocument& profile, pugi::xml_node import, bool only) {
    const std::string href(trimmed(import.attribute("href").value()));
    OscalImport out{profile.shown(), {}, only};
    if (!href.starts_with('#')) {
      if (href.empty())
        profile.refuse(import, "the import says not what");
      out.references = {href};
      return out;
    }
    const pugi::xml_node resource = profile.resource(href);
    if (!resource)
      profile.refuse(import, fmt::format("the back matter has no resource {}", href));
    for (const pugi::xml_node link : resource.children())
      if (oscal_name(link) == "rlink" && is_xml(link))
        out.references.emplace_back(trimmed(link.attribute("href").value()));
    if (out.references.empty())
      profile.refuse(resource, "the resource has no link to an XML file");
    return out;
  }

  // Those of `offered` that the import includes and does not exclude.
  static std::vector<OscalSelection::Chosen> narrowed(const OscalDocument& profile, pugi::xml_node import,
                                                      const std::vector<OscalSelection::Chosen>& offered) {
    profile.allow_only(import, {"include-all", "include-controls", "exclude-controls"});
    const Offer offer(profile, offered);
    Named included, excluded;
    bool includes = false, all = false;
    for (const pugi::xml_node child : import.children()) {
      const std::string_view name = oscal_name(child);
      includes = includes || name.starts_with("include");
      all = all || name == "include-all";
      if (name == "include-controls")
        offer.name(child, included);
      else if (name == "exclude-controls")
        offer.name(child, excluded);
    }
    if (!includes)
      profile.refuse(import, "the import includes nothing", "it needs <include-all/> or <include-controls>");
    std::vector<OscalSelection::Chosen> left;
    for (const OscalSelection::Chosen& one : offered)
      if ((all || included.has(one)) && !excluded.has(one))
        left.push_back(one);
    return left;
  }

  void read_modifications(const OscalDocument& profile) {
    for (const pugi::xml_node child : oscal_child(profile.root(), "merge").children())
      if (oscal_name(child) == "custom")
        result_.not_applied.push_back(fmt::format("the order that {} gives with <custom>", profile.shown()));
    std::size_t alterations = 0;
    for (const pugi::xml_node child : oscal_child(profile.root(), "modify").children()) {
      if (oscal_name(child) == "set-parameter")
        result_.settings[child.attribute("param-id").value()].push_back(child);
      alterations += oscal_name(child) == "alter" && changes_words(child) ? 1 : 0;
    }
    if (alterations > 0)
      result_.not_applied.push_back(fmt::format("{} alteration{} of what controls say, by {} with <alter>", alterations,
                                                alterations == 1 ? "" : "s", profile.shown()));
  }

  const OscalResolver& resolve_;
  OscalSelection result_;
  std::map<std::string, std::vector<OscalSelection::Chosen>> selected_; // by the document, which is read once
  std::vector<std::string> open_;
  std::size_t imports_ = 0;
};

} // namespace

OscalSelection select_all(std::shared_ptr<const OscalCatalog> catalog) {
  OscalSelection selection;
  for (std::size_t i = 0; i < catalog->controls().size(); ++i)
    selection.controls.push_back({catalog, i});
  return selection;
}

OscalSelection select_by_profile(SourceFile profile, const OscalResolver& resolve) {
  Resolution resolution(resolve);
  std::vector<OscalSelection::Chosen> controls = resolution.select(std::move(profile));
  return resolution.take(std::move(controls));
}

} // namespace assay::schema
