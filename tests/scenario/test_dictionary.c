/* A word is found whether its space was taken in or is looked through for it. */
#include "scenario/dictionary.h"

#include "scenario/calls.h"
#include "scenario/fields.h"
#include "scenario/properties.h"
#include "scenario/words.h"

#include "ex/rules.h"
#include "ntsrm/ntifs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct word *find(struct dictionary *dictionary, unsigned space, const char *text,
                               size_t length)
{
    return dictionary_find(dictionary, space, text, length, word_hash(text, length));
}

static const struct word_row {
    unsigned space;
    const char *text;
} rows[] = {
#define KEY(key_space, id, text, meaning) {SPACE_##key_space, text},
#include "scenario/keys.def"
#define CONSTANT(space, name)     {SPACE_##space, #name},
#define WORD(space, word, number) {SPACE_##space, word},
#include "scenario/constants.def"
#define FIELD(structure, name, kind, form, offset, use) {SPACE_##structure, #name},
#include "scenario/fields.def"
#define PRIVILEGE(number, name, meaning) {SPACE_PRIVILEGE, #name},
#include "se/privileges.def"
#define ALLOCATION(name, caller) {SPACE_ALLOCATION, #name},
#include "ex/allocations.def"
#define FINDING(id, name, meaning) {SPACE_FINDING, name},
#include "scenario/lint/findings.def"
    {SPACE_ALLOCATION, "any"},
    {SPACE_STATUS, "STATUS_ACCESS_DENIED"},
    {SPACE_ERROR, "ERROR_ACCESS_DENIED"},
    {SPACE_SID, "Everyone"},
    {SPACE_RULE, "gate.privilege_held"},
    {SPACE_CALL, "NtOpenProcessToken"},
    {SPACE_TOKEN_PROPERTY, "privileges"},
    {SPACE_HANDLE_PROPERTY, "inheritable"},
};

START_TEST(word_is_found_alone_and_in_its_space)
{
    struct dictionary alone = {.words = NULL}, whole = {.words = NULL};
    const char *text = rows[_i].text;
    dictionary_init(&whole);
    const struct word *one = find(&alone, rows[_i].space, text, strlen(text));
    const struct word *other = find(&whole, rows[_i].space, text, strlen(text));
    ck_assert_msg(one != NULL && other != NULL, "%s", text);
    ck_assert_str_eq(one->text, text);
    ck_assert_str_eq(other->text, text);
    ck_assert_uint_eq(one->value, other->value);
    ck_assert_uint_eq(one->space, other->space);
    ck_assert_ptr_eq(find(&alone, rows[_i].space, text, strlen(text)), one);
    dictionary_free(&alone);
    dictionary_free(&whole);
}
END_TEST

START_TEST(what_is_no_word_is_not_found)
{
    static const struct {
        const char *text;
        size_t length;
    } texts[] = {{"", 0}, {"cal", 3}, {"calls", 5}, {"call\0", 5}, {"\0", 1}, {"user", 4}};
    struct dictionary dictionary = {.words = NULL};
    for (unsigned repetition = 0; repetition < 100; repetition++)
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
            ck_assert_ptr_null(find(&dictionary, SPACE_STEP, texts[i].text, texts[i].length));
    dictionary_free(&dictionary);
}
END_TEST

/* A run that asks for many words: what was found before stays where it is. */
START_TEST(words_stay_when_spaces_are_taken_in)
{
    struct dictionary dictionary = {.words = NULL};
    const struct word *first = find(&dictionary, SPACE_STEP, "call", 4);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        ck_assert_ptr_nonnull(find(&dictionary, rows[i].space, rows[i].text, strlen(rows[i].text)));
    ck_assert(dictionary.known[SPACE_STATUS]);
    ck_assert_str_eq(first->text, "call");
    ck_assert_uint_eq(find(&dictionary, SPACE_STEP, "call", 4)->value, first->value);
    for (enum ex_rule_id id = 0; id < RULE_COUNT; id++) {
        const char *text = ex_rule_row(id)->id;
        ck_assert_uint_eq(find(&dictionary, SPACE_RULE, text, strlen(text))->value, id);
    }
    dictionary_free(&dictionary);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dictionary");
    TCase *test = tcase_create("words");
    tcase_add_loop_test(test, word_is_found_alone_and_in_its_space, 0,
                        (int)(sizeof rows / sizeof rows[0]));
    tcase_add_test(test, what_is_no_word_is_not_found);
    tcase_add_test(test, words_stay_when_spaces_are_taken_in);
    suite_add_tcase(suite, test);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
