/*
 * What is wrong, in three degrees:
 *
 *   problem   the file is wrong. Collected in the diagnostics of the file that the node stands in.
 *   trouble   the scenario is wrong in a way that only running shows (a name that a failed call did
 *             not bind). Ends the case.
 *   finding   an expectation does not hold. Ends the case after the step.
 *
 * In a dry run only problems count.
 */
#ifndef NTSRM_TOOLS_SCENARIO_PROBLEMS_H
#define NTSRM_TOOLS_SCENARIO_PROBLEMS_H

#include "scenario/dictionary.h"
#include "scenario/nodes.h"
#include "scenario/text.h"

#include <stdbool.h>

struct runner;

/* Always returns false, so that a reader can return it. */
COLD bool problem(struct runner *run, const struct node *node, const char *format, ...);
/* The same for a part of a scalar: that many bytes of its text. */
COLD bool problem_inside(struct runner *run, const struct node *node, size_t offset, size_t length,
                         const char *format, ...);
/* What would be right, for the problem that was added last. */
COLD bool problem_help(struct runner *run, const char *format, ...);
/* A second place of the problem that was added last, if it stands in the same file. */
COLD void problem_note(struct runner *run, const struct node *node, const char *format, ...);
/* "unknown <noun of the space> 'word'", with the nearest word of the space, or what there is. */
COLD bool problem_word(struct runner *run, const struct node *node, unsigned space);
/* "known are: ..." for the problem that was added last, unless there are too many to read. */
COLD bool problem_known(struct runner *run, const char *const *words, size_t count);
/* The help of that alone, for a problem that was said in other words. */
COLD bool problem_nearest(struct runner *run, const struct node *node, unsigned space);
/* "expected <what>", and what the node is instead. */
COLD bool problem_kind(struct runner *run, const struct node *node, const char *what);

/* The same where a list is expected that is not empty. */
COLD bool problem_list(struct runner *run, const struct node *node, const char *what);

COLD bool trouble(struct runner *run, const struct node *node, const char *format, ...);

/* Something of the message is not what the node says. Both texts are copied. */
COLD void finding_compared(struct runner *run, const struct node *node, const char *what,
                           const char *expected, const char *actual);
COLD void finding_plain(struct runner *run, const struct node *node, const char *format, ...);

/* The node as a person wrote it, in flow style, values of the case put in. */
void node_print(struct runner *run, const struct node *node, struct text *text);

/* Which of the runner's sources a node stands in. */
size_t source_of(const struct runner *run, const struct node *node);

#endif
