// SPDX-License-Identifier: Apache-2.0
//
// What a record says of where it comes from: tool, time and sealer, subjects, inputs, and the product that was declared.
#pragma once

#include "audit/report/element.hpp"
#include "audit/report/report.hpp"

namespace assay::report {

void write_circumstances(Element& root, const Provenance& provenance);
void write_sealer(pugi::xml_node parent, const Sealer& sealer);
void write_product(pugi::xml_node parent, const evaluation::Product& product);
void write_inputs(pugi::xml_node parent, const std::vector<Input>& inputs);
void write_subject(pugi::xml_node parent, const Subject& subject);

} // namespace assay::report
