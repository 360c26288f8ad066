// SPDX-License-Identifier: Apache-2.0
//
// What `assay attest`, `assay waive` and `assay plan` share: the control that is meant, what is covered, and the file that
// is written and signed.
#pragma once

#include "cli/command.hpp"
#include "cli/inputs.hpp"
#include "cli/interview.hpp"

#include <pugixml.hpp>

#include <memory>

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

// Whether an option says what it holds for.
bool says_what_it_covers(const Arguments& arguments);

// Where somebody is asked, shows which control it is about.
void show_control(const AboutControl& about, const Interview& interview, Terminal& terminal);

// The root element of a file about the control, with the day that it is given. Throws, before anybody is asked, when the
// file could not be written.
pugi::xml_node begin_testimony(pugi::xml_document& document, const char* kind, const AboutControl& about,
                               const Arguments& arguments, Interview& interview);
// Sets the last day that it holds, which is not before the day it is given.
void add_expiry(pugi::xml_node root, Interview& interview);
// Adds <covers> for --covers, and for the commit of --repo. Throws Error::usage when there is neither.
void add_covers(pugi::xml_node root, const Arguments& arguments, Interview& interview);

// Writes the file, checked against its grammar and, where somebody was asked, agreed to; with --key and --cert its
// signature beside it; otherwise says how to sign it. An existing file is never overwritten.
int write_testimony(const pugi::xml_document& document, const AboutControl& about, const Arguments& arguments,
                    Interview& interview, Terminal& terminal);

} // namespace assay::cli
