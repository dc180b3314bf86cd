/* Skeletons of scenarios: each call has one, which is canonical, passes, and has nothing idle. */
#include "support/suite.h"

#include "ntsrm/edit/canonical.h"
#include "ntsrm/edit/skeleton.h"

#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

static const struct call *call_find(const char *name)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        if (strcmp(call->name, name) == 0) {
            return call;
        }
    }
    return NULL;
}

/* --- every call --- */

static void is_canonical(const struct call *call, const struct text *text)
{
    struct manuscript manuscript = {0};
    struct text again = {0};
    ck_assert_int_eq(canonical_make(&manuscript, "x.yaml", text->bytes, text->length, &again),
                     CANONICAL_MADE);
    ck_assert_msg(strcmp(text->bytes, again.bytes) == 0, "%s:\n%s", call->name, text->bytes);
    manuscript_free(&manuscript);
    text_free(&again);
}

static void passes(const struct call *call, const struct text *text)
{
    struct runner *runner = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "x.yaml", text->bytes, text->length, NULL),
                     LOAD_OK);
    bool valid = runner_validate(runner);
    ck_assert_msg(valid, "%s is not valid:\n%s", call->name, text->bytes);
    ck_assert_uint_eq(runner_case_count(runner), 1);
    ck_assert(runner_run(runner, &(struct run_options){.watch_all = true}));
    ck_assert_msg(runner_result(runner, 0)->state == CASE_PASS, "%s does not pass:\n%s", call->name,
                  text->bytes);
    runner_free(runner);
}

/* What check --lint may say is for the user to answer: what a call without an answer is to show,
 * and whether a contested point is meant. */
static void has_nothing_idle(const struct call *call, const struct text *text)
{
    struct runner *runner = runner_new();
    struct text found = {0};
    runner_load_memory(runner, "x.yaml", text->bytes, text->length, NULL);
    ck_assert(runner_lint(runner));
    runner_print_diagnostics(runner, &found, false);
    for (const char *at = found.bytes; at != NULL && (at = strstr(at, "warning: ")) != NULL; at++) {
        const char *name = strchr(at, '[');
        const char *meant = call->returns == KIND_VOID ? "[asserts-nothing]" : "[contested-rule]";
        ck_assert_msg(name != NULL && strncmp(name, meant, strlen(meant)) == 0, "%s:\n%s",
                      call->name, found.bytes);
    }
    text_free(&found);
    runner_free(runner);
}

/* Nobody needs to look up a parameter or a result elsewhere. */
static void tells_all(const struct call *call, const struct text *text)
{
    for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
        ck_assert_msg(strstr(text->bytes, at->name) != NULL, "%s: no %s", call->name, at->name);
    }
    for (const struct call_result *at = call->results; at->name != NULL; at++) {
        ck_assert_msg(strstr(text->bytes, at->name) != NULL &&
                          strstr(text->bytes, at->when) != NULL,
                      "%s: no %s", call->name, at->name);
    }
}

START_TEST(every_call_has_a_skeleton_that_passes)
{
    const struct call *call = call_at((size_t)_i);
    struct text id = {0}, text = {0};
    skeleton_id(call, NULL, &id);
    bool made = skeleton_make(call, id.bytes, &text);
    ck_assert_msg(made, "%s:\n%s", call->name, text.bytes);
    is_canonical(call, &text);
    passes(call, &text);
    has_nothing_idle(call, &text);
    tells_all(call, &text);
    text_free(&id);
    text_free(&text);
}
END_TEST

/* --- what skeletons are made of --- */

static const struct row {
    const char *call, *parameter;
} rows[] = {
#define EXAMPLE(call, parameter, kind, text) {call, parameter},
#include "ntsrm/edit/skeleton.def"
#define SITUATION(call, thread, needs) {call, ""},
#include "ntsrm/edit/skeleton.def"
};

static bool has_parameter(const struct call *call, const char *end)
{
    for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
        size_t length = strlen(at->name), least = strlen(end);
        if (length >= least && strcmp(at->name + length - least, end) == 0) {
            return true;
        }
    }
    return *end == '\0';
}

START_TEST(rows_speak_of_calls_that_there_are)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct call *call = *rows[i].call != '\0' ? call_find(rows[i].call) : NULL;
        ck_assert_msg(call != NULL || *rows[i].call == '\0', "no call %s", rows[i].call);
        ck_assert_msg(call == NULL || has_parameter(call, rows[i].parameter), "%s has no %s",
                      rows[i].call, rows[i].parameter);
    }
}
END_TEST

/* --- ids --- */

START_TEST(ids_come_from_calls_or_files)
{
    static const struct {
        const char *call, *file, *id;
    } names[] = {
        {"SeImpersonateClientEx", NULL, "se-impersonate-client-ex"},
        {"srm_rpc_call", NULL, "srm-rpc-call"},
        {"NtClose", "folder.d/a-handle-is-gone.yaml", "a-handle-is-gone"},
        {"NtClose", "A handle, twice!.yaml", "a-handle-twice"},
        {"NtClose", "NTClose2.yaml", "nt-close2"},
        {"NtClose", "--x--", "x"},
        {"NtClose", "\xC3\xA4.yaml", "nt-close"},
        {"NtClose", ".yaml", "yaml"},
        {"NtClose", "folder/", "nt-close"},
    };
    struct text id = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        skeleton_id(call_find(names[i].call), names[i].file, &id);
        ck_assert_str_eq(id.bytes, names[i].id);
    }
    text_free(&id);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("skeleton");
    tcase_add_loop_test(tests, every_call_has_a_skeleton_that_passes, 0, (int)calls_count());
    tcase_add_test(tests, rows_speak_of_calls_that_there_are);
    tcase_add_test(tests, ids_come_from_calls_or_files);
    return suite_end();
}
