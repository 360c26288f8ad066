// SPDX-License-Identifier: Apache-2.0
//
// Every reader of documents. The first line of an input names the format, the rest is the document.
#include "fuzz.hpp"

#include "audit/base/decode.hpp"
#include "audit/base/error.hpp"
#include "audit/evidence/document.hpp"

#include <algorithm>

using namespace assay;
using namespace assay::evidence;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const auto& formats = document_formats();
  const auto format = std::find_if(formats.begin(), formats.end(),
                                   [&](const DocumentFormat& one) { return one.name == input.substr(0, line); });
  if (format == formats.end() || line == input.size())
    return 0;
  Document document{Origin::supplied, "input", "00", std::string(input.substr(line + 1)), {}};
  try {
    document.text = decode_text(document.bytes);
    require(format->read(document) != nullptr, "what is read has a content");
  } catch (const Error& error) {
    require(error.kind() == ErrorKind::input, "what cannot be read is the input's fault");
    require(!error.message().empty(), "it is said why");
  }
  return 0;
}
