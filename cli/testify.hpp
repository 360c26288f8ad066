// SPDX-License-Identifier: Apache-2.0
//
// What `assay attest`, `assay waive` and `assay plan` share: the control that is meant, answers from options or, at a
// terminal, from whoever sits there, what is covered, and the file that is written and signed.
#pragma once

#include "cli/command.hpp"
#include "cli/inputs.hpp"

#include <pugixml.hpp>

#include <optional>
#include <string>

namespace assay::cli {

// Options that all three take, and the position of SCHEMA:CONTROL.
void declare_testimony_options(po::options_description& options, po::positional_options_description& positions);
// What a statement holds for, and until when.
void declare_cover_options(po::options_description& options);

struct AboutControl {
  schema::ComplianceSchema schema;
  const schema::Control* control; // within the schema, which stays where it is
};
// Throws Error::usage with names that are near.
std::unique_ptr<AboutControl> find_control(const Arguments& arguments);

// "2026-12-09".
bool is_day(const std::string& text);
// The value of an option; without it the answer to `question` at a terminal. Throws Error::usage when there is none.
std::string answer(const Arguments& arguments, const char* option, const std::string& question);
// The same, a day.
std::string day_answer(const Arguments& arguments, const char* option, const std::string& question);

// The root element of a file about the control, given today or on --given.
pugi::xml_node begin_testimony(pugi::xml_document& document, const char* kind, const AboutControl& about,
                               const Arguments& arguments);
// Adds <covers> for --covers, and for the commit of --repo. Throws Error::usage when neither is given.
void add_covers(pugi::xml_node root, const Arguments& arguments);

// Writes the file, checked against its grammar, and with --key and --cert its signature beside it; otherwise says how to
// sign it. An existing file is never overwritten.
int write_testimony(const pugi::xml_document& document, const AboutControl& about, const Arguments& arguments,
                    Terminal& terminal);

} // namespace assay::cli
