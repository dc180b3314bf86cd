/* Blessing writes nothing where the file is another one by now, or cannot be written. */
#include "support/suite.h"

#include "ntsrm/edit/bless.h"

#include "scenario/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCENARIO(answer)                                                             \
    "scenario: x\nprocesses: {p: {token: {like: system}, threads: [c]}}\n\nsteps:\n" \
    "  - {call: PsIsThreadImpersonating, in: {Thread: c}, expect: " answer "}\n"

static char path[] = "/tmp/ntsrm-bless-XXXXXX";

static void file_write(const char *bytes)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(bytes, file);
    fclose(file);
}

static void file_is(const char *bytes)
{
    struct text text = {0};
    ck_assert_int_eq(text_read_file(&text, path, 4096), TEXT_FILE_READ);
    ck_assert_str_eq(text.bytes, bytes);
    text_free(&text);
}

struct blessed {
    struct page page, talk;
    struct bless bless;
    bool passes;
};

static void bless_it(struct blessed *blessed, const struct run_options *options)
{
    static const char *const ids[] = {"x"};
    *blessed = (struct blessed){.bless = {.options = options}};
    blessed->bless.page = &blessed->page;
    blessed->bless.talk = &blessed->talk;
    bless_file(&blessed->bless, path, NULL, ids, &blessed->passes, 1);
}

static void blessed_free(struct blessed *blessed)
{
    page_free(&blessed->page);
    page_free(&blessed->talk);
}

START_TEST(a_wrong_answer_is_made_right)
{
    static const struct run_options options;
    struct blessed blessed;
    file_write(SCENARIO("TRUE"));
    bless_it(&blessed, &options);
    file_is(SCENARIO("FALSE"));
    ck_assert(blessed.passes);
    ck_assert_uint_eq(blessed.bless.values, 1);
    ck_assert_uint_eq(blessed.bless.files, 1);
    ck_assert_int_eq(blessed.bless.code, CODE_PASSED);
    blessed_free(&blessed);
}
END_TEST

static void change_meanwhile(void *context, struct runner *runner)
{
    (void)context;
    (void)runner;
    file_write(SCENARIO("TRUE") "# changed\n");
}

START_TEST(a_file_that_somebody_changes_is_left_alone)
{
    static const struct run_observer observer = {.begin = change_meanwhile};
    static const struct run_options options = {.observer = &observer};
    struct blessed blessed;
    file_write(SCENARIO("TRUE"));
    bless_it(&blessed, &options);
    file_is(SCENARIO("TRUE") "# changed\n");
    ck_assert(!blessed.passes);
    ck_assert_uint_eq(blessed.bless.files, 0);
    ck_assert_int_eq(blessed.bless.code, CODE_TROUBLE);
    ck_assert_ptr_nonnull(strstr(blessed.talk.text.bytes, "has changed meanwhile"));
    blessed_free(&blessed);
}
END_TEST

START_TEST(a_file_that_is_gone_or_invalid_by_now_is_said)
{
    static const char *const contents[] = {NULL, "", "scenario: x\n", "a: [\n"};
    static const struct run_options options;
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        struct blessed blessed;
        if (contents[i] != NULL) {
            file_write(contents[i]);
        } else {
            unlink(path);
        }
        bless_it(&blessed, &options);
        ck_assert(!blessed.passes);
        ck_assert_int_eq(blessed.bless.code, CODE_TROUBLE);
        ck_assert_uint_gt(blessed.talk.text.length, 0);
        blessed_free(&blessed);
    }
}
END_TEST

START_TEST(a_case_that_passes_by_now_needs_nothing)
{
    static const struct run_options options;
    struct blessed blessed;
    file_write(SCENARIO("FALSE"));
    bless_it(&blessed, &options);
    file_is(SCENARIO("FALSE"));
    ck_assert_uint_eq(blessed.bless.files, 0);
    ck_assert_int_eq(blessed.bless.code, CODE_PASSED);
    blessed_free(&blessed);
}
END_TEST

int main(void)
{
    int file = mkstemp(path);
    if (file < 0) {
        return EXIT_FAILURE;
    }
    close(file);
    TCase *tests = suite_begin("bless");
    tcase_add_test(tests, a_wrong_answer_is_made_right);
    tcase_add_test(tests, a_file_that_somebody_changes_is_left_alone);
    tcase_add_test(tests, a_file_that_is_gone_or_invalid_by_now_is_said);
    tcase_add_test(tests, a_case_that_passes_by_now_needs_nothing);
    int status = suite_end();
    unlink(path);
    return status;
}
