/*
 * Scenarios: files are loaded, validated, listed and run, and tell what happened.
 *
 *   struct runner *runner = runner_new();
 *   if (runner_load(runner, path, NULL) == LOAD_OK)
 *       runner_run(runner, &(struct run_options){.select = my_filter});
 *   for (size_t i = 0; i < runner_case_count(runner); i++)
 *       ... runner_result(runner, i) ...
 *
 * A runner holds one file at a time and all memory that files need, so that the next one costs
 * little. There are no globals: each host thread uses a runner of its own. Whatever a function
 * returns is borrowed, until the next file is loaded unless a comment says otherwise.
 *
 * A file's documents are its scenarios, a scenario's rows and versions make its cases; a case is
 * one test. Cases are numbered from 0 over the whole file, in the order of the file.
 *
 * The tables behind the language have their own headers: scenario/calls.h (every call, with its
 * parameters and statuses), scenario/kinds.h (kinds of values), scenario/properties.h (what can
 * be seen of objects), scenario/keys.h (the keys of a document).
 */
#ifndef NTSRM_TOOLS_SCENARIO_SCENARIO_H
#define NTSRM_TOOLS_SCENARIO_SCENARIO_H

#include "scenario/budget.h"
#include "scenario/diagnostic.h"
#include "scenario/text.h"

#include "ex/fact.h"
#include "ex/trace.h"
#include "world.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct runner;
struct _SECURITY_CLIENT_CONTEXT;

struct runner *runner_new(void);
void runner_free(struct runner *runner);

/* ---- files ---- */

enum load_result {
    LOAD_OK,
    LOAD_FIXTURES, /* no scenario, only fixtures for others: nothing to run */
    LOAD_INVALID,  /* the diagnostics say why; no case runs */
    LOAD_IO,       /* the file could not be read; the diagnostics say why */
};

/*
 * Reads a file and finds its cases. Steps and fixtures are looked at when cases run, or by
 * runner_validate. root is the folder outside of which `use` reads nothing; NULL: the nearest
 * parent folder that holds ".ntsrm-root", else the file's own. path must live as long as the file.
 */
enum load_result runner_load(struct runner *runner, const char *path, const char *root);
/* The same from memory; `use` paths are relative to name's folder. */
enum load_result runner_load_memory(struct runner *runner, const char *name, const char *bytes,
                                    size_t length, const char *root);

/*
 * Finds everything that is wrong with the file without running it. False if anything is; the
 * diagnostics have all of it.
 */
bool runner_validate(struct runner *runner);

/*
 * The same, and looks for what is right and yet hardly meant, for which it runs the cases: unused
 * tokens, cases that cannot differ, contested points that are relied on ... (lint/findings.def).
 * What it finds are warnings among the diagnostics. A file of fixtures, too, can be looked at.
 */
bool runner_lint(struct runner *runner);

/*
 * What is wrong with the file (index 0) and the files that it uses (1 ..). Each prints by itself,
 * see diagnostic.h; a file without anything has errors 0 and warnings 0.
 */
size_t runner_source_count(const struct runner *runner);
const struct diagnostics *runner_diagnostics(const struct runner *runner, size_t source);

/* Appends the diagnostics of all sources, as people read them. */
void runner_print_diagnostics(const struct runner *runner, struct text *out, bool color);

/* ---- cases ---- */

/* One scenario of the file. */
struct scenario_info {
    const char *id;
    const char *title; /* "" if it has none; with $names as written */
    const char *source;
    struct place place; /* of its `scenario:` key */
    size_t first_case, case_count;
};

size_t runner_scenario_count(const struct runner *runner);
const struct scenario_info *runner_scenario(const struct runner *runner, size_t scenario);
/* Its tags; false past the last. */
const char *runner_scenario_tag(const struct runner *runner, size_t scenario, size_t tag);

size_t runner_case_count(const struct runner *runner);

/* Is the file a twin, see scenario/twins.h? Each of its cases is a scenario then. */
bool runner_is_twin(const struct runner *runner);

struct case_info {
    size_t scenario;
    struct place place; /* of its row; of the scenario if there are no rows */
    uint32_t end_line;  /* the last line of the row; of the scenario if there are no rows */
    enum srm_profile profile;
    bool names_profile; /* the file says which version it is for */
    const char *skip;   /* why it is not run, or NULL */
    const char *xfail;  /* why it is expected to fail, or NULL */
};

/* Cases are not kept but made from their row when somebody asks. */
struct case_info runner_case(const struct runner *runner, size_t index);

/* Does a row of a scenario stand on that line? */
bool runner_row_has_line(const struct runner *runner, size_t scenario, unsigned long line);

/* "scenario[level=SecurityAnonymous,status=...]". Made on demand; valid until the next one. */
const char *runner_case_id(struct runner *runner, size_t index);
/* The title with the case's values in it. Valid until the next one. */
const char *runner_case_title(struct runner *runner, size_t index);

/* ---- running ---- */

/* A policy's switch set from outside, for cases that do not set it themselves. */
struct run_policy {
    enum ex_rule_id policy;
    bool answer;
};

struct run_observer; /* below */

/* All zero: every case as it stands. */
struct run_options {
    /* Which cases run; NULL: all. The others stay CASE_NOT_RUN. */
    bool (*select)(void *context, struct runner *runner, size_t index);
    /*
     * Which case runs as the i-th of `count`; NULL: they run in order. It names each case once.
     * Results are the same in whatever order, but fail_fast ends with the first that is met.
     */
    size_t (*order)(void *context, size_t i, size_t count);
    /* Told before and after each case that runs. */
    void (*timed)(void *context, struct runner *runner, size_t index, bool over);
    void *context; /* of these three */
    /*
     * Run as this version: cases that name another one are not run, those that name none run as
     * this one. has_profile says whether it counts.
     */
    bool has_profile;
    enum srm_profile profile;
    const struct run_policy *policies;
    size_t policy_count;
    const struct budget *budget; /* NULL: scenarios may take what they say, or what is usual */
    bool watch_all;      /* counts the answers of all rules (coverage), not only of those named */
    bool watch_policies; /* of the contested points */
    bool trace;          /* records calls, rules and changes; see runner_world */
    bool fail_fast;      /* the first case that does not pass ends the file */
    const struct run_observer *observer;
};

enum case_state {
    CASE_NOT_RUN,
    CASE_PASS,
    CASE_SKIP,
    CASE_XFAIL, /* failed, as it says itself */
    CASE_FAIL,
    CASE_XPASS, /* passed although it says that it does not */
    CASE_ERROR, /* could not be decided, see trouble */
};

/* "passed", "failed" ... */
const char *case_state_word(enum case_state state);

enum case_trouble {
    TROUBLE_NONE,
    TROUBLE_SCENARIO,     /* the scenario is wrong in a way that only running shows */
    TROUBLE_BUDGET,       /* it took more memory or time than it may */
    TROUBLE_NOT_MODELLED, /* NT has it and the model has not */
    TROUBLE_INTERNAL,     /* the program is wrong: something leaked */
};

/* One thing that was not as expected. */
struct finding {
    size_t source; /* in which file, see runner_diagnostics */
    struct place place;
    unsigned width;
    const char *message;  /* one line, for people: "s.level: expected ..., but it is ..." */
    const char *expected; /* NULL where nothing was compared */
    const char *actual;
};

struct case_result {
    enum case_state state;
    enum case_trouble trouble;
    const char *reason; /* of skip, xfail and xpass: what the scenario says; else NULL */
    size_t first_finding, finding_count;
    size_t step; /* that failed, from 0; only where there are findings */
};

/*
 * Runs the selected cases. A file with a scenario of more cases or steps than its budget is
 * invalid; cases of one whose time is over are not run. If a case does not pass, the whole file is
 * validated too: false if it is invalid (see the diagnostics; no result counts then, all are
 * CASE_NOT_RUN).
 */
bool runner_run(struct runner *runner, const struct run_options *options);
/* Runs one case alone, whatever `select` says, without validating: for explaining. */
void runner_run_case(struct runner *runner, size_t index, const struct run_options *options);

const struct case_result *runner_result(const struct runner *runner, size_t index);
const struct finding *runner_finding(const struct runner *runner, size_t finding);
/* Appends the findings of a case with the lines of the file that they are about. */
void runner_print_findings(const struct runner *runner, size_t index, struct text *out, bool color);

/* The part of the exit code (0, 1, 3, 4) that a result asks for. The worst is the largest. */
int case_exit_code(const struct case_result *result);

/* How often each rule answered, over all cases that this runner ran: RULE_COUNT entries, or NULL if
 * no case ran with watch_all. Stays when a file is loaded. */
const struct ex_answers *runner_coverage(const struct runner *runner);

/* ---- looking while it runs ---- */

/* A step, as an observer sees it. */
struct step_view {
    size_t index; /* from 0 */
    struct place place;
    const char *call;              /* the call's name, or "pool" */
    const char *thread;            /* who makes the call; NULL for a pool step */
    const char *expect;            /* as written in the file, the case's values put in */
    const char *result;            /* what it answered: "STATUS_SUCCESS"; NULL before the step */
    size_t first_event, end_event; /* of the trace; equal before the step */
    bool passed;
};

/* A property that the step changed. Text as the scenario language would write it. */
struct change {
    const char *object; /* "client.token" */
    const char *property;
    const char *before; /* NULL: the object is new */
    const char *after;  /* NULL: the object is gone */
};

struct run_observer {
    void *context;
    /* The fixtures stand, no step has run. */
    void (*begin)(void *context, struct runner *runner);
    void (*before)(void *context, struct runner *runner, const struct step_view *step);
    /* With all differences that the step made; the changes live until the next step. */
    void (*after)(void *context, struct runner *runner, const struct step_view *step,
                  const struct change *changes, size_t change_count);
    /* A call of the table has answered; result as in assertions.h, CALL_RESULTS_LIMIT if no row of
     * the call has it. */
    void (*answered)(void *context, size_t scenario, size_t call, size_t result);
    /* The case is over, as far as it came; the answers of runner_world()->trace are its own. */
    void (*end)(void *context, struct runner *runner, size_t index);
};

/*
 * Makes the world of the file's fixtures - of a file of scenarios, as its first case begins - lets
 * the visitor look at it, and takes it down. False, without a visit, if a fixture is wrong; the
 * diagnostics say how.
 */
bool runner_visit_fixtures(struct runner *runner, const struct run_options *options, void *context,
                           void (*visit)(void *context, struct runner *runner));

/* A token by its name, inside a visit; NULL if none has it. */
struct se_token *runner_token(struct runner *runner, const char *name);
/* The names of up to `limit` tokens; returns how many. */
size_t runner_token_names(const struct runner *runner, const char **names, size_t limit);

/*
 * The world of the case that ran last. Its trace (world->trace) is there until the next case runs;
 * inside an observer its objects are alive too, after the run they have been taken down.
 */
struct srm_world *runner_world(struct runner *runner);

/*
 * Appends the name of the object that a fact of the trace speaks of: "client.token",
 * "ctx.ClientToken", "a copy of client.token"; "token 0x3e8" if nothing is known. For other facts
 * their value, as the scenario language writes it: SecurityImpersonation, [TOKEN_QUERY,
 * TOKEN_DUPLICATE], alice. Names of objects are known while options.trace is on.
 */
void runner_print_fact(struct runner *runner, const struct ex_fact *fact, struct text *out);

/* Calls `each` for all properties of all named objects as they are now; inside an observer only. */
void runner_dump(struct runner *runner, void *context,
                 void (*each)(void *context, const char *object, const char *property,
                              const char *value));

/* Calls `each` for every client context that has a name now; inside an observer only. */
void runner_each_client_context(struct runner *runner, void *context,
                                void (*each)(void *context, const char *name,
                                             const struct _SECURITY_CLIENT_CONTEXT *client));

#endif
