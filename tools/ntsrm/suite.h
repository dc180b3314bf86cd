/*
 * The files of a command line, one after the other in one runner.
 *
 *   if (suite_open(&suite, command, invocation, root))
 *       for (size_t i = 0; i < suite.targets.count; i++)
 *           if (suite_load(&suite, i, page))
 *               ... the cases of suite.runner ...
 *   code = suite_close(&suite);
 */
#ifndef NTSRM_TOOLS_NTSRM_SUITE_H
#define NTSRM_TOOLS_NTSRM_SUITE_H

#include "command.h"
#include "discover.h"
#include "ids.h"
#include "page.h"
#include "run/selection.h"

#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>

struct suite {
    const struct command *command;
    struct targets targets;
    struct ids ids;
    struct runner *runner;
    enum exit_code code; /* the worst so far */
    size_t invalid;      /* files */

    /* Which cases of the file that is loaded are wanted; see suite_wants. */
    struct target *target;
    bool fixtures; /* it holds nothing else */
    struct selection selection;
    bool has_profile;
    enum srm_profile profile;
    const char *profile_name; /* of --profile, see selection_case_id; NULL without one */
    struct text id;           /* scratch */
};

/* CODE_PASSED, also if some of the files cannot be read: that is in suite->code. */
enum exit_code suite_open(struct suite *suite, const struct command *command,
                          const struct invocation *invocation, const char *root);

/*
 * Loads a target. False if there is nothing in it to run: it holds fixtures, was run already, or is
 * wrong, which is added to the page then.
 */
bool suite_load(struct suite *suite, size_t index, struct page *page);

/* Adds what is wrong with the file that is loaded to the page, and counts it as invalid. */
void suite_refuse(struct suite *suite, struct page *page);

/* Is a case of the loaded file among those that were asked for? The context is the suite. */
bool suite_wants(void *context, struct runner *runner, size_t index);
/*
 * Adds to the diagnostics of a file what is wrong with an id of it that another scenario of the run
 * has.
 */
void id_refuse(struct diagnostics *diagnostics, const char *id, struct place place,
               const struct used_id *used);

/* Frees everything and returns the code. */
enum exit_code suite_close(struct suite *suite);

#endif
