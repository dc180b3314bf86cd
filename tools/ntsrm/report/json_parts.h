/*
 * The parts of both JSON formats; docs/schemas/report.schema.json says what is in them. What there
 * is nothing to say of is left out.
 */
#ifndef NTSRM_TOOLS_NTSRM_REPORT_JSON_PARTS_H
#define NTSRM_TOOLS_NTSRM_REPORT_JSON_PARTS_H

#include "ntsrm/report/format.h"

#include <jansson.h>

/* Changes whenever a reader of the version before could be misled. */
#define JSON_FORMAT_VERSION 1

/* Who wrote the report, and how the cases were run. */
json_t *json_head(const struct run_facts *facts);
/* A file and how many cases it has, without the cases. */
json_t *json_file(const struct file_outcome *file);
json_t *json_case(const struct run_facts *facts, const struct file_outcome *file,
                  const struct outcome *outcome);
/* The totals, and whatever is known only when the run is over. */
json_t *json_tail(const struct run_end *end);

/* Appends a value without line breaks, or an object without its braces, and forgets it. */
void json_append(struct text *out, json_t *value);
void json_append_members(struct text *out, json_t *object);

#endif
