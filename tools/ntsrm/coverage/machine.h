/*
 * A record for programs: one JSON document, as docs/schemas/coverage.schema.json says.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_MACHINE_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_MACHINE_H

#include "ntsrm/coverage/record.h"

void coverage_put_json(struct text *out, const struct record *record);

#endif
