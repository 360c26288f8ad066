// SPDX-License-Identifier: Apache-2.0
#include "audit/base/error.hpp"

#include <utility>

namespace assay {

std::string Location::to_string() const {
  std::string text = file;
  if (line != 0)
    text += ":" + std::to_string(line);
  if (line != 0 && column != 0)
    text += ":" + std::to_string(column);
  return text;
}

Error::Error(ErrorKind kind, std::string message) : kind_(kind), message_(std::move(message)) {}

Error&& Error::at(Location location) && {
  location_ = std::move(location);
  return std::move(*this);
}

Error&& Error::hint(std::string text) && {
  hints_.push_back(std::move(text));
  return std::move(*this);
}

} // namespace assay
