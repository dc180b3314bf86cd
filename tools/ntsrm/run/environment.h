/*
 * What build tools say through the environment: Bazel (its test encyclopedia) and GitLab's parallel
 * jobs. An option on the command line counts more than they do.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_ENVIRONMENT_H
#define NTSRM_TOOLS_NTSRM_RUN_ENVIRONMENT_H

#include "ntsrm/command.h"
#include "ntsrm/run/outputs.h"
#include "ntsrm/run/selection.h"

#include <stdbool.h>

/*
 * Reads TEST_TOTAL_SHARDS with TEST_SHARD_INDEX, or CI_NODE_TOTAL with CI_NODE_INDEX, unless a part
 * was chosen; TESTBRIDGE_TEST_ONLY; XML_OUTPUT_FILE; and touches TEST_SHARD_STATUS_FILE. False if
 * one of them makes no sense; said on stderr.
 */
bool environment_read(const struct command *command, struct selection *selection,
                      struct outputs *outputs);

#endif
