// SPDX-License-Identifier: Apache-2.0
//
// The trailers of a commit's message: written down again they are the same.
#include "fuzz.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/identities.hpp"
#include "audit/repository/objects.hpp"

using namespace assay;
using namespace assay::repository;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message = fuzz::text_of(data, size);
  const std::vector<Trailer> trailers = trailers_of(message);
  std::string written = "title\n\n";
  for (const Trailer& trailer : trailers) {
    require(!trailer.key.empty() && message.find(trailer.key) != message.npos, "a key is there and in the message");
    require(trailer.value.find('\n') == std::string::npos && trimmed(trailer.value) == trailer.value,
            "a value is one line without white space around it");
    const NamedPerson person = person_in(trailer.value);
    require(fuzz::within(person.name, trailer.value) && fuzz::within(person.email, trailer.value),
            "a person's name lies within the value");
    written += trailer.key + ": " + trailer.value + '\n';
  }
  const std::vector<Trailer> again = trailers_of(written);
  require(again.size() == trailers.size(), "trailers written down again are as many");
  for (std::size_t i = 0; i < trailers.size(); ++i)
    require(again[i].key == trailers[i].key && again[i].value == trailers[i].value,
            "a trailer written down again is the same");
  return 0;
}
