#include "scenario/words.h"

#include <check.h>
#include <stdlib.h>

static const char *const statuses[] = {
    "STATUS_SUCCESS",   "STATUS_ACCESS_DENIED",           "STATUS_NO_TOKEN",
    "STATUS_NO_MEMORY", "STATUS_BAD_IMPERSONATION_LEVEL", "STATUS_INVALID_HANDLE",
};
static const char *const keys[] = {"in", "out", "call", "expect", "check", "thread", "because"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *word;
    const char *nearest; /* NULL: none */
    const char *why;
} rows[] = {
    {"expct", "expect", "a character is missing"},
    {"expeect", "expect", "a character too many"},
    {"expoct", "expect", "a character is another"},
    {"exepct", "expect", "two neighbours are swapped: one edit"},
    {"EXPECT", "expect", "upper and lower case are the same"},
    {"Thread", "thread", "no edit at all"},
    {"cal", "call", "short words may have one edit"},
    {"ca", NULL, "two edits are too many for two characters"},
    {"i", "in", "one edit, and a character is left"},
    {"x", NULL, "nothing of the word is left"},
    {"ni", "in", "swapped"},
    {"", NULL, "the empty word is near to nothing"},
    {"becuase", "because", "swapped in the middle"},
    {"completely-different", NULL, "far away"},
    {"chekc", "check", "the nearest, although 'call' stands before it"},
};

START_TEST(key_is_found)
{
    const char *nearest = words_nearest(rows[_i].word, strlen(rows[_i].word), keys, COUNT(keys));
    if (rows[_i].nearest == NULL) {
        ck_assert_msg(nearest == NULL, "%s: %s", rows[_i].why, nearest);
    } else {
        ck_assert_msg(nearest != NULL && strcmp(nearest, rows[_i].nearest) == 0, "%s: %s",
                      rows[_i].why, nearest != NULL ? nearest : "nothing");
    }
}
END_TEST

START_TEST(long_words_may_have_more_edits)
{
    const char *word = "STATUS_ACESS_DENEID";
    ck_assert_str_eq(words_nearest(word, strlen(word), statuses, COUNT(statuses)),
                     "STATUS_ACCESS_DENIED");
    word = "STATUS_BAD_IMPERSONATON_LEVELS";
    ck_assert_str_eq(words_nearest(word, strlen(word), statuses, COUNT(statuses)),
                     "STATUS_BAD_IMPERSONATION_LEVEL");
}
END_TEST

START_TEST(first_of_equally_near_is_taken)
{
    static const char *const same[] = {"bat", "cat", "rat"};
    ck_assert_str_eq(words_nearest("hat", 3, same, COUNT(same)), "bat");
}
END_TEST

START_TEST(only_the_given_length_counts)
{
    ck_assert_str_eq(words_nearest("call: SeAccessCheck", 4, keys, COUNT(keys)), "call");
}
END_TEST

START_TEST(very_long_words_are_left_out)
{
    char word[WORDS_LENGTH_LIMIT + 2];
    memset(word, 'a', sizeof word);
    word[WORDS_LENGTH_LIMIT + 1] = '\0';
    const char *const candidates[] = {word, word + 1};
    ck_assert_ptr_null(words_nearest(word, WORDS_LENGTH_LIMIT + 1, candidates, 2));
    ck_assert_ptr_eq(words_nearest(word + 1, WORDS_LENGTH_LIMIT, candidates, 2), word + 1);
    ck_assert_ptr_null(words_nearest("abc", 3, NULL, 0));
}
END_TEST

/* Every length goes another way through the hash; one changed character must show in each. */
START_TEST(hash_sees_every_character)
{
    char word[40];
    size_t length = (size_t)_i;
    memset(word, 'a', sizeof word);
    uint32_t hash = word_hash(word, length);
    ck_assert_uint_eq(hash, word_hash(word, length));
    ck_assert_uint_ne(hash, word_hash(word, length + 1));
    for (size_t at = 0; at < length; at++) {
        word[at] = 'b';
        ck_assert_uint_ne(hash, word_hash(word, length));
        word[at] = 'a';
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("words");
    TCase *nearest = tcase_create("nearest");
    tcase_add_loop_test(nearest, key_is_found, 0, (int)COUNT(rows));
    tcase_add_test(nearest, long_words_may_have_more_edits);
    tcase_add_test(nearest, first_of_equally_near_is_taken);
    tcase_add_test(nearest, only_the_given_length_counts);
    tcase_add_test(nearest, very_long_words_are_left_out);
    suite_add_tcase(suite, nearest);
    TCase *hash = tcase_create("hash");
    tcase_add_loop_test(hash, hash_sees_every_character, 0, 33);
    suite_add_tcase(suite, hash);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
