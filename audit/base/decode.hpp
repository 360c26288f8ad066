// SPDX-License-Identifier: Apache-2.0
//
// The text of a document in whichever encoding it came, as UTF-8.
#pragma once

#include <string>

namespace assay {

// UTF-16 and UTF-32 are told by a byte order mark or by where the zero bytes of the first characters are (RFC 4627,
// section 3; XML 1.0, appendix F), other encodings by an XML declaration; else the bytes are taken as they are, also
// when they are no valid UTF-8. A mark is dropped. Throws Error::input when the bytes do not fit the encoding or nobody
// knows it.
std::string decode_text(std::string bytes);

} // namespace assay
