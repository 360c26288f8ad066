// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/manifest.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"
#include "audit/base/xml.hpp"
#include "audit/seal/member_names.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <cstring>
#include <map>

namespace assay::seal {

namespace {

constexpr const char* asic_namespace = "http://uri.etsi.org/02918/v1.2.1#";
constexpr const char* xmldsig_namespace = "http://www.w3.org/2000/09/xmldsig#";
constexpr const char* sha256_algorithm = "http://www.w3.org/2001/04/xmlenc#sha256";

// How many problems of one container are told; a hostile one could have ten thousand.
constexpr std::size_t max_problems = 20;

// A member's name as a relative reference of RFC 3986: what may stand in a path stays.
std::string uri(std::string_view name) {
  constexpr std::string_view unescaped =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@";
  std::string out;
  for (const char c : name) {
    if (unescaped.find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string base64(const Digest& digest) {
  return to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// One line of the manifest, as it is written or as it was read.
struct Line {
  std::string uri, mime, digest;
};

std::string to_xml(const std::vector<Line>& lines) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("asic:ASiCManifest");
  root.append_attribute("xmlns:asic") = asic_namespace;
  root.append_attribute("xmlns:ds") = xmldsig_namespace;
  pugi::xml_node signature = root.append_child("asic:SigReference");
  signature.append_attribute("URI") = std::string(signature_name).c_str();
  signature.append_attribute("MimeType") = "application/pkcs7-signature";
  for (const Line& line : lines) {
    pugi::xml_node object = root.append_child("asic:DataObjectReference");
    object.append_attribute("URI") = line.uri.c_str();
    object.append_attribute("MimeType") = line.mime.c_str();
    object.append_child("ds:DigestMethod").append_attribute("Algorithm") = sha256_algorithm;
    object.append_child("ds:DigestValue").text() = line.digest.c_str();
  }
  return xml_to_string(document);
}

// Reads whatever is there. Nothing is checked: the lines are written again and compared with what was read.
std::vector<Line> from_xml(std::string_view bytes) {
  pugi::xml_document document;
  document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default, pugi::encoding_utf8);
  std::vector<Line> lines;
  for (const pugi::xml_node object : document.child("asic:ASiCManifest").children("asic:DataObjectReference"))
    lines.push_back({object.attribute("URI").value(), object.attribute("MimeType").value(),
                     object.child_value("ds:DigestValue")});
  return lines;
}

void compare(const Container& container, const std::vector<Line>& lines, std::vector<std::string>& problems) {
  std::map<std::string_view, const Line*> listed;
  for (const Line& line : lines)
    if (!listed.emplace(line.uri, &line).second)
      problems.push_back(fmt::format("the manifest lists {} twice", escape_terminal(line.uri)));
  for (const std::string& name : container.names()) {
    if (name == "mimetype" || name == manifest_name || name == signature_name)
      continue;
    if (in_meta_inf(name)) {
      problems.push_back(fmt::format("{} is neither the manifest nor the signature", escape_terminal(name)));
      continue;
    }
    const auto line = listed.find(uri(name));
    if (line == listed.end()) {
      problems.push_back(fmt::format("{} is not in the manifest", escape_terminal(name)));
      continue;
    }
    if (line->second->digest != base64(container.sha256(name)))
      problems.push_back(
          fmt::format("{} does not have the digest the manifest gives", escape_terminal(name)));
    listed.erase(line);
  }
  for (const auto& [missing, line] : listed)
    problems.push_back(fmt::format("the manifest lists {}, which is not there", escape_terminal(missing)));
}

} // namespace

std::string mime_type(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {".css", "text/css"},     {".html", "text/html"},           {".json", "application/json"},
      {".md", "text/markdown"}, {".mustache", "text/x-mustache"}, {".pem", "application/x-pem-file"},
      {".txt", "text/plain"},   {".xml", "application/xml"}};
  for (const auto& [extension, mime] : known)
    if (name.ends_with(extension))
      return std::string(mime);
  return "application/octet-stream";
}

std::string write_manifest(std::vector<Reference> references) {
  if (references.empty())
    throw Error::input("an empty list of members cannot be sealed");
  std::sort(references.begin(), references.end(),
            [](const Reference& a, const Reference& b) { return canonically_before(a.name, b.name); });
  std::vector<Line> lines;
  for (const Reference& reference : references)
    lines.push_back({uri(reference.name), reference.mime, base64(reference.digest)});
  std::string manifest = to_xml(lines);
  if (manifest.size() > max_manifest_bytes)
    throw Error::input(fmt::format("the manifest of {} members would have {} bytes; at most {} are allowed",
                                   references.size(), manifest.size(), max_manifest_bytes));
  return manifest;
}

std::vector<std::string> manifest_problems(const Container& container) {
  for (const std::string_view needed : {manifest_name, signature_name})
    if (!container.size(needed))
      return {fmt::format("{} is missing", needed)};
  if (*container.size(manifest_name) > max_manifest_bytes)
    return {fmt::format("the manifest has more than {} bytes", max_manifest_bytes)};
  const std::string manifest = container.read(manifest_name, max_manifest_bytes);
  const std::vector<Line> lines = from_xml(manifest);
  std::vector<std::string> problems;
  if (lines.empty())
    problems.push_back("the manifest lists nothing");
  // The order is that of the members, which uri() does not keep: it is the container's names that are sorted.
  const std::string again = to_xml(lines);
  if (again != manifest) {
    const auto limit = static_cast<std::ptrdiff_t>(std::min(again.size(), manifest.size()));
    const auto first =
        std::mismatch(again.begin(), again.begin() + limit, manifest.begin()).first - again.begin();
    problems.push_back(
        fmt::format("the manifest is not in canonical form; the first difference is at byte {}", first));
  }
  compare(container, lines, problems);
  std::size_t next = 0;
  for (const std::string& name : container.names())
    if (problems.empty() && name != "mimetype" && !in_meta_inf(name) && lines[next++].uri != uri(name))
      problems.push_back("the manifest does not list the members in their order");
  if (problems.size() > max_problems) {
    const std::size_t more = problems.size() - max_problems;
    problems.resize(max_problems);
    problems.push_back(fmt::format("and {} more problems", more));
  }
  return problems;
}

} // namespace assay::seal
