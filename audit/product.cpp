// SPDX-License-Identifier: Apache-2.0
#include "audit/product.hpp"

#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"

#include <fmt/format.h>

#include <set>

namespace assay {

evaluation::Product read_product(const SourceFile& file, const std::vector<SourceFile>& supplied) {
  Diagnostics diagnostics;
  const SourceFile xsd = builtin("schemas/product.xsd");
  const XmlDocument document(file, xsd.bytes, diagnostics);
  diagnostics.throw_if_any("product " + file.shown);
  const pugi::xml_node root = document.root();
  const auto value = [](pugi::xml_node node, const char* name) { return folded(node.attribute(name).value()); };
  evaluation::Product product;
  product.name = value(root, "name");
  product.version = value(root, "version");
  product.description = folded(text_of(root.child("description")));
  const pugi::xml_node maker = root.child("manufacturer");
  product.manufacturer = value(maker, "name");
  product.address = value(maker, "address");
  product.contact = value(maker, "contact");
  product.representative = value(maker, "authorised-representative");
  product.support_from = value(root.child("support"), "from");
  product.support_until = value(root.child("support"), "until");
  if (!product.support_from.empty() && product.support_until < product.support_from)
    diagnostics.add(document.location(root.child("support")), "the support period ends before it begins");
  product.placed_on_market = value(root.child("placed-on-market"), "on");
  for (const pugi::xml_node one : root.children("substantial-modification"))
    product.modifications.emplace_back(value(one, "on"), folded(text_of(one)));
  std::set<std::string> ids;
  for (const pugi::xml_node one : root.children("repository")) {
    product.repositories.push_back({value(one, "id"), value(one, "revision"), value(one, "tags"), value(one, "path"),
                                    value(one, "since"), value(one, "url")});
    const evaluation::ProductRepository& read = product.repositories.back();
    if (read.revision.empty() == read.tags.empty())
      diagnostics.add(document.location(one), fmt::format("repository {} needs either revision or tags", read.id));
    // Members of a dossier are named by them, and some systems do not tell names by their case.
    if (!ids.insert(ascii_lower(read.id)).second)
      diagnostics.add(document.location(one), fmt::format("there are two repositories {}, but for the case of letters", read.id));
  }
  std::set<std::string> digests;
  for (const SourceFile& one : supplied)
    digests.insert(one.sha256());
  for (const pugi::xml_node one : root.children("release-file"))
    product.release_files.push_back(
        {value(one, "name"), value(one, "sha256"), digests.count(value(one, "sha256")) != 0});
  diagnostics.throw_if_any("product " + file.shown);
  return product;
}

} // namespace assay
