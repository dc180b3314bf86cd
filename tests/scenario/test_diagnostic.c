#include "scenario/diagnostic.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct diagnostics diagnostics;
static struct text out;

static void begin(const char *source)
{
    diagnostics_begin(&diagnostics, "x.yaml", source, source != NULL ? strlen(source) : 0);
}

static void add(uint32_t line, uint32_t column, unsigned width, const char *message)
{
    diagnostic_add(&diagnostics, SEVERITY_ERROR, (struct place){line, column}, width, "%s",
                   message);
}

static const char *print(void)
{
    text_reset(&out);
    diagnostics_print(&diagnostics, &out, false);
    return out.bytes != NULL ? out.bytes : "";
}

static void forget(void)
{
    diagnostics_free(&diagnostics);
    text_free(&out);
}

START_TEST(shows_line_caret_and_help)
{
    begin("steps:\n  - call: X\n    expct: STATUS_SUCCESS\n");
    diagnostic_add(&diagnostics, SEVERITY_ERROR, (struct place){3, 5}, 5, "unknown key '%s'",
                   "expct");
    diagnostic_help(&diagnostics, "did you mean '%s'?", "expect");
    ck_assert_str_eq(print(), "x.yaml:3:5: error: unknown key 'expct'\n"
                              "    3 |     expct: STATUS_SUCCESS\n"
                              "      |     ^~~~~\n"
                              "help: did you mean 'expect'?\n");
    ck_assert_uint_eq(diagnostics.errors, 1);
}
END_TEST

START_TEST(note_shows_a_second_place_after_its_error)
{
    begin("a: 1\nb: 2\na: 3\n");
    add(3, 1, 1, "repeated");
    diagnostic_note(&diagnostics, (struct place){1, 1}, 1, "first here");
    diagnostic_help(&diagnostics, "leave one out");
    diagnostic_add(&diagnostics, SEVERITY_WARNING, (struct place){2, 4}, 1, "two?");
    ck_assert_str_eq(print(), "x.yaml:2:4: warning: two?\n"
                              "    2 | b: 2\n"
                              "      |    ^\n"
                              "x.yaml:3:1: error: repeated\n"
                              "    3 | a: 3\n"
                              "      | ^\n"
                              "help: leave one out\n"
                              "x.yaml:1:1: note: first here\n"
                              "    1 | a: 1\n"
                              "      | ^\n");
    ck_assert_uint_eq(diagnostics.errors, 1);
    ck_assert_uint_eq(diagnostics.warnings, 1);
}
END_TEST

START_TEST(whole_file_has_no_place)
{
    begin(NULL);
    add(0, 0, 0, "cannot read");
    ck_assert_str_eq(print(), "x.yaml: error: cannot read\n");
}
END_TEST

START_TEST(sorted_by_line_then_column_then_order)
{
    begin(NULL);
    add(2, 1, 1, "d");
    add(1, 9, 1, "c");
    add(1, 2, 1, "a");
    add(1, 2, 1, "b");
    ck_assert_str_eq(print(), "x.yaml:1:2: error: a\nx.yaml:1:2: error: b\n"
                              "x.yaml:1:9: error: c\nx.yaml:2:1: error: d\n");
}
END_TEST

START_TEST(identical_ones_are_kept_once)
{
    begin(NULL);
    add(1, 1, 1, "a");
    diagnostic_help(&diagnostics, "first");
    add(1, 1, 1, "a");
    diagnostic_help(&diagnostics, "second");
    diagnostic_note(&diagnostics, (struct place){1, 1}, 1, "of the second");
    ck_assert_str_eq(print(), "x.yaml:1:1: error: a\nhelp: first\n");
    ck_assert_uint_eq(diagnostics.errors, 1);
}
END_TEST

START_TEST(more_than_the_limit_are_counted)
{
    begin(NULL);
    for (uint32_t i = 1; i <= DIAGNOSTICS_LIMIT + 7; i++) {
        add(i, 1, 1, "wrong");
        diagnostic_note(&diagnostics, (struct place){i, 2}, 1, "here too");
        diagnostic_help(&diagnostics, "mend it");
    }
    const char *printed = print();
    ck_assert_ptr_nonnull(strstr(printed, "x.yaml:100:1: error: wrong\nhelp: mend it\n"));
    ck_assert_ptr_nonnull(strstr(printed, "x.yaml:100:2: note: here too\nx.yaml: and 7 more\n"));
    ck_assert_ptr_null(strstr(printed, "x.yaml:101:"));
    ck_assert_uint_eq(diagnostics.errors, DIAGNOSTICS_LIMIT + 7);
    const struct diagnostic *sorted[2 * DIAGNOSTICS_LIMIT];
    ck_assert_uint_eq(diagnostics_sort(&diagnostics, sorted), 2 * DIAGNOSTICS_LIMIT);
    ck_assert_str_eq(diagnostic_message(&diagnostics, sorted[1]), "here too");
    ck_assert_ptr_null(diagnostic_help_text(&diagnostics, sorted[1]));
}
END_TEST

START_TEST(next_file_begins_anew)
{
    begin("a\n");
    add(1, 1, 1, "wrong");
    begin("b\n");
    ck_assert_str_eq(print(), "");
    add(1, 1, 1, "other");
    ck_assert_str_eq(print(), "x.yaml:1:1: error: other\n    1 | b\n      | ^\n");
}
END_TEST

static const struct {
    const char *source;
    struct place place;
    unsigned width;
    const char *snippet;
    const char *why;
} snippets[] = {
    {"a\tb: c\n", {1, 3}, 1, "    1 | a\tb: c\n      |  \t^\n", "a tab stays, above and below"},
    {"ä: é!\n", {1, 4}, 2, "    1 | ä: é!\n      |    ^~\n", "columns are code points"},
    {"a: \x1B[31m\n",
     {1, 9},
     1,
     "    1 | a: \\x1b[31m\n      |            ^\n",
     "no control character gets through, and the caret knows"},
    {"a: \x1B!\n", {1, 4}, 1, "    1 | a: \\x1b!\n      |    ^~~~\n", "an escape is underlined"},
    {"a: \xFF\xC3!\n",
     {1, 6},
     1,
     "    1 | a: \\xff\\xc3!\n      |            ^\n",
     "bytes that are not UTF-8 count one by one"},
    {"a: \xC2\x9B!\n", {1, 4}, 1, "    1 | a: \\u009b!\n      |    ^~~~~~\n", "C1 controls"},
    {"a: \xE2\x80\xAEx\n",
     {1, 5},
     1,
     "    1 | a: \\u202ex\n      |          ^\n",
     "no turning of the reading direction"},
    {"a: \xED\xA0\x80\n",
     {1, 4},
     1,
     "    1 | a: \\xed\\xa0\\x80\n      |    ^~~~\n",
     "a surrogate is not UTF-8"},
    {"a: \xE0\x80\x80\n",
     {1, 4},
     1,
     "    1 | a: \\xe0\\x80\\x80\n      |    ^~~~\n",
     "an overlong form is not UTF-8"},
    {"a: \xF0\x9F\x98\x80!\n",
     {1, 5},
     1,
     "    1 | a: \xF0\x9F\x98\x80!\n      |     ^\n",
     "four bytes are one code point"},
    {"one\r\ntwo\rthree\n", {3, 1}, 5, "    3 | three\n      | ^~~~~\n", "CR LF and CR"},
    {"one\xC2\x85two\xE2\x80\xA8three\n",
     {3, 1},
     1,
     "    3 | three\n      | ^\n",
     "what libyaml takes for the end of a line"},
    {"a: b", {1, 9}, 3, "    1 | a: b\n      |     ^\n", "past the end of the line"},
    {"a: b", {1, 4}, 99, "    1 | a: b\n      |    ^\n", "wider than the line"},
    {"abc", {1, 2}, 0, "    1 | abc\n      |  ^\n", "no width is one"},
    {"a\n\nb\n", {2, 1}, 1, "", "an empty line shows nothing"},
    {"a\n", {9, 1}, 1, "", "there is no such line"},
};

START_TEST(snippet)
{
    begin(snippets[_i].source);
    diagnostic_add(&diagnostics, SEVERITY_ERROR, snippets[_i].place, snippets[_i].width, "m");
    const char *printed = strchr(print(), '\n') + 1;
    ck_assert_msg(strcmp(printed, snippets[_i].snippet) == 0, "%s:\n%s", snippets[_i].why, printed);
}
END_TEST

/* The longest line of what was printed, in bytes. */
static size_t longest_line(void)
{
    size_t longest = 0;
    for (const char *line = print(); *line != '\0'; line += strcspn(line, "\n") + 1) {
        size_t length = strcspn(line, "\n");
        longest = length > longest ? length : longest;
    }
    return longest;
}

START_TEST(long_line_is_cut_around_the_caret)
{
    char source[5001];
    memset(source, 'x', 5000);
    source[5000] = '\0';
    source[2999] = '@';
    begin(source);
    add(1, 3000, 1, "here");
    ck_assert_uint_le(longest_line(), 8 + 100 + 6);
    const char *line = strstr(print(), "    1 | ...xxx");
    const char *marks = strstr(out.bytes, "      |    ");
    ck_assert(line != NULL && marks != NULL);
    ck_assert_int_eq(strchr(line, '@') - line, strchr(marks, '^') - marks);
    ck_assert_ptr_nonnull(strstr(line, "xxx...\n"));
}
END_TEST

START_TEST(escapes_do_not_make_a_snippet_longer)
{
    char source[5001];
    memset(source, '\x01', 5000);
    source[5000] = '\0';
    begin(source);
    add(1, 1, 5000, "all");
    add(1, 4000, 5000, "the rest");
    add(1, 5001, 1, "the end");
    ck_assert_uint_le(longest_line(), 8 + 100 + 6 + 4);
}
END_TEST

START_TEST(far_away_columns_have_no_snippet)
{
    size_t length = 50000;
    char *source = malloc(length + 1);
    memset(source, 'x', length);
    source[length] = '\0';
    begin(source);
    add(1, 40000, 1, "far");
    ck_assert_str_eq(print(), "x.yaml:1:40000: error: far\n");
    free(source);
}
END_TEST

START_TEST(message_is_escaped_and_cut)
{
    diagnostics_begin(&diagnostics, "x\x1B.yaml", NULL, 0);
    add(1, 1, 1, "key 'a\nb\x7F'\t\xFF");
    ck_assert_str_eq(print(), "x\\x1b.yaml:1:1: error: key 'a\\nb\\x7f'\\t\\xff\n");
    char message[3001];
    for (size_t at = 0; at < 3000; at += 3) {
        memcpy(message + at, "\xE2\x82\xAC", 3);
    }
    message[3000] = '\0';
    begin(NULL);
    add(1, 1, 1, message);
    ck_assert_uint_lt(strlen(print()), 450);
    ck_assert_ptr_nonnull(strstr(out.bytes, "\xE2\x82\xAC...\n"));
    ck_assert_ptr_null(strstr(out.bytes, "\\x"));
}
END_TEST

START_TEST(colors_are_there_when_asked_for)
{
    begin("a: b\n");
    add(1, 1, 1, "wrong");
    diagnostic_help(&diagnostics, "mend it");
    diagnostics_print(&diagnostics, &out, true);
    ck_assert_str_eq(out.bytes, "\033[1mx.yaml:1:1: \033[1;31merror:\033[0m wrong\n"
                                "    1 | a: b\n"
                                "      | \033[1;32m^\033[0m\n"
                                "\033[1mhelp:\033[0m mend it\n");
}
END_TEST

START_TEST(place_of_a_byte)
{
    begin("ab\r\nä\xFFz");
    const struct place places[] = {{1, 1}, {1, 2}, {1, 3}, {2, 1}, {2, 1}, {2, 2}, {2, 2}, {2, 3}};
    const size_t offsets[] = {0, 1, 2, 3, 4, 5, 6, 7};
    ck_assert_uint_eq(diagnostics_place(&diagnostics, offsets[_i]).line, places[_i].line);
    if (_i != 3 && _i != 5) { /* in the middle of a break or of a code point */
        ck_assert_uint_eq(diagnostics_place(&diagnostics, offsets[_i]).column, places[_i].column);
    }
}
END_TEST

START_TEST(text_grows)
{
    for (int i = 0; i < 1000; i++) {
        text_append_format(&out, "%d,%s", i, "some text that is longer than nothing ");
    }
    ck_assert_uint_eq(out.length, strlen(out.bytes));
    ck_assert_int_eq(memcmp(out.bytes, "0,some text", 11), 0);
    text_reset(&out);
    ck_assert_str_eq(out.bytes, "");
    char wide[2000];
    memset(wide, 'w', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    text_free(&out);
    text_append_format(&out, "%s!", wide);
    ck_assert_uint_eq(out.length, sizeof wide);
    ck_assert_int_eq(out.bytes[out.length - 1], '!');
}
END_TEST

START_TEST(number_is_written_in_digits)
{
    struct text text = {0};
    text_append_number(&text, 0);
    text_append_string(&text, " ");
    text_append_number(&text, 907);
    text_append_string(&text, " ");
    text_append_number(&text, UINT64_MAX);
    ck_assert_str_eq(text.bytes, "0 907 18446744073709551615");
    text_free(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diagnostic");
    TCase *list = tcase_create("list");
    tcase_add_checked_fixture(list, NULL, forget);
    tcase_add_test(list, shows_line_caret_and_help);
    tcase_add_test(list, note_shows_a_second_place_after_its_error);
    tcase_add_test(list, whole_file_has_no_place);
    tcase_add_test(list, sorted_by_line_then_column_then_order);
    tcase_add_test(list, identical_ones_are_kept_once);
    tcase_add_test(list, more_than_the_limit_are_counted);
    tcase_add_test(list, next_file_begins_anew);
    suite_add_tcase(suite, list);
    TCase *shown = tcase_create("shown");
    tcase_add_checked_fixture(shown, NULL, forget);
    tcase_add_loop_test(shown, snippet, 0, (int)(sizeof snippets / sizeof snippets[0]));
    tcase_add_test(shown, long_line_is_cut_around_the_caret);
    tcase_add_test(shown, escapes_do_not_make_a_snippet_longer);
    tcase_add_test(shown, far_away_columns_have_no_snippet);
    tcase_add_test(shown, message_is_escaped_and_cut);
    tcase_add_test(shown, colors_are_there_when_asked_for);
    tcase_add_loop_test(shown, place_of_a_byte, 0, 8);
    tcase_add_test(shown, text_grows);
    tcase_add_test(shown, number_is_written_in_digits);
    suite_add_tcase(suite, shown);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
