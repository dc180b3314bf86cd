/*
 * What libyaml could not read, said so that the writer of a scenario knows what to do.
 */
#ifndef NTSRM_TOOLS_SCENARIO_YAML_PROBLEM_H
#define NTSRM_TOOLS_SCENARIO_YAML_PROBLEM_H

#include "scenario/diagnostic.h"

#include <yaml.h>

/* Words for what the language leaves out of YAML; the reader of nodes says the same. */
#define YAML_NO_ANCHORS "anchors ('&') and aliases ('*') are not part of the scenario language"
#define YAML_NO_TAGS    "tags ('!') are not part of the scenario language"
#define YAML_NO_MEMORY  "there is not enough memory to read the file"

/* Adds the error for which yaml_parser_parse failed. */
void yaml_problem_add(struct diagnostics *diagnostics, const yaml_parser_t *parser);

#endif
