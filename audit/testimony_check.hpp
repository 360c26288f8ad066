// SPDX-License-Identifier: Apache-2.0
//
// Whether testimony counts: who signed it and whether they could, whether it is about what is audited, and whether its
// time has come and not passed. Waivers are held against what contradicts their control.
#pragma once

#include "audit/evidence/detached.hpp"
#include "audit/testimony.hpp"
#include "audit/testimony_files.hpp"
#include "audit/trust/roles.hpp"

#include <pugixml.hpp>

#include <string>
#include <vector>

namespace assay {

using evidence::DetachedSignature;

class TestimonyCheck {
public:
  // Throws Error::input with the problems of roles.xml.
  TestimonyCheck(const TestimonySources& sources, const TestimonyFiles& files);

  // `root` is what was read from `file`; `signatures` lie beside it.
  evaluation::Testimony examine(const SourceFile& file, bool supplied, pugi::xml_node root,
                                const std::vector<DetachedSignature>& signatures) const;

private:
  struct Draft;
  static Draft read(pugi::xml_node root);
  std::string why_unsigned(const SourceFile& file, const Draft& draft,
                           const std::vector<DetachedSignature>& signatures, std::string& status) const;
  std::string why_not_by(const trust::Person& signer, const Draft& draft, const trust::Verdict& verdict) const;
  std::string why_out_of_time(const evaluation::Testimony& one) const;
  std::string why_out_of_place(const Draft& draft) const;
  std::string why_not_asked(const evaluation::Testimony& one) const;
  std::string why_not_waived(const Draft& draft) const;
  std::string why_own_work(const trust::Person& approver, const std::string& item) const;

  const TestimonySources& sources_;
  const TestimonyFiles& files_;
  trust::Roles roles_;
};

} // namespace assay
