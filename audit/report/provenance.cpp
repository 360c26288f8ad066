// SPDX-License-Identifier: Apache-2.0
#include "audit/report/provenance.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/xml.hpp"
#include "audit/report/wording.hpp"

namespace assay::report {

void write_circumstances(Element& root, const Provenance& provenance) {
  root.set("format", "1")
      .set("tool", "assay")
      .set("tool-version", provenance.tool_version)
      .set("as-of", format_rfc3339(provenance.as_of))
      .set("party", "first");
}

void write_sealer(pugi::xml_node parent, const Sealer& sealer) {
  Element(parent, "sealer")
      .set("subject", sealer.subject)
      .set("certificate-sha256", sealer.certificate_sha256)
      .flag("self-made", sealer.self_made)
      .text(sealer_note(sealer));
}

void write_product(pugi::xml_node parent, const evaluation::Product& product) {
  Element element(parent, "product");
  element.set("name", product.name)
      .set("version", product.version)
      .set("manufacturer", product.manufacturer)
      .set("address", product.address)
      .set("contact", product.contact)
      .set_if("authorised-representative", product.representative)
      .set_if("support-from", product.support_from)
      .set_if("support-until", product.support_until)
      .set_if("placed-on-market", product.placed_on_market);
  if (!product.description.empty())
    Element(element, "description").text(product.description);
  for (const auto& [day, what] : product.modifications)
    Element(element, "substantial-modification").set("on", day).text(what);
  for (const evaluation::ProductRepository& one : product.repositories)
    Element(element, "repository")
        .set("id", one.id)
        .set_if("revision", one.revision)
        .set_if("tags", one.tags)
        .set_if("path", one.path)
        .set_if("url", one.url);
  for (const evaluation::ReleaseFile& file : product.release_files)
    Element(element, "release-file").set("name", file.name).set("sha256", file.sha256).flag("supplied", file.supplied);
}

void write_inputs(pugi::xml_node parent, const std::vector<Input>& inputs) {
  for (const Input& input : inputs)
    Element(parent, "input")
        .set("kind", input.kind)
        .set("name", escape_text(input.name))
        .set("sha256", input.sha256)
        .set("size", input.size)
        .flag("built-in", input.built_in);
}

void write_subject(pugi::xml_node parent, const Subject& subject) {
  Element element(parent, "subject");
  element.set("id", subject.id)
      .set("commit", subject.commit.hex())
      .set("tree", subject.tree.hex())
      .set("revision", escape_text(subject.revision))
      .set_if("path", escape_text(subject.path))
      .set_if("release-time", subject.release_time ? format_rfc3339(*subject.release_time) : std::string())
      .set_if("since", escape_text(subject.since));
  if (subject.since_found)
    element.flag("since-found", true);
  if (subject.since_commit)
    element.set("since-commit", subject.since_commit->hex());
  if (subject.previous_release_time)
    element.set("previous-release-time", format_rfc3339(*subject.previous_release_time));
  Element clone(element, "clone");
  clone.flag("shallow", subject.clone.shallow())
      .flag("partial", subject.clone.partial)
      .flag("grafted", subject.clone.grafted)
      .flag("replaced", subject.clone.replaced);
  for (const ObjectId& id : subject.clone.boundary)
    Element(clone, "boundary").set("id", id.hex());
  for (const repository::Ref& ref : subject.refs)
    Element(element, "ref")
        .set("name", escape_text(ref.name))
        .set("id", ref.id.hex())
        .set("peeled", ref.peeled.hex());
}

std::string write_provenance(const Provenance& provenance, const std::vector<Subject>& subjects) {
  pugi::xml_document document;
  Element root(document, "report");
  write_circumstances(root, provenance);
  write_sealer(root, provenance.sealer);
  for (const Subject& subject : subjects)
    write_subject(root, subject);
  write_inputs(root, provenance.inputs);
  return xml_to_string(document);
}

std::string provenance_of(pugi::xml_node report) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("report");
  for (const pugi::xml_attribute attribute : report.attributes())
    if (std::string_view(attribute.name()) != "title")
      root.append_copy(attribute);
  for (const char* name : {"sealer", "subject", "input"})
    for (const pugi::xml_node part : report.children(name))
      root.append_copy(part);
  return xml_to_string(document);
}

} // namespace assay::report
