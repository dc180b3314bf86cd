/*
 * The status matrix, `ntsrm calls --statuses`: how many scenarios assert each result of the call
 * table. None is to stand at zero without a reason in the table.
 */
#ifndef NTSRM_TOOLS_NTSRM_STATUSES_H
#define NTSRM_TOOLS_NTSRM_STATUSES_H

#include "command.h"

/* Operands are names of calls, which leave out all others, and paths: the folder scenarios if there
 * are none. CODE_FAILED if anything is missing, or the call table is wrong. */
enum exit_code statuses_run(const struct invocation *invocation);

#endif
