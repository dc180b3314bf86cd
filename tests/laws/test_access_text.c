/*
 * Descriptors as text: whatever has a text comes back from it as a descriptor that decides the same
 * and has the same text. On random descriptors; NTSRM_TEST_SEED and NTSRM_TEST_ROUNDS choose which
 * and how many.
 */
#include "laws/access/plain_bytes.h"
#include "laws/access/plain_model.h"
#include "laws/access/plain_text.h"
#include "laws/access/random_question.h"
#include "support/random.h"
#include "support/suite.h"

#include "ntsrm/srm.h"
#include "rtl/sddl.h"

#include <string.h>

#define ROUNDS 8000u
#define PARTS  0x1FFu /* OWNER_SECURITY_INFORMATION to ACCESS_FILTER_SECURITY_INFORMATION */

static const unsigned char of_a_dacl[] = {0x0, 0x1, 0x5, 0x6, 0x9, 0xA, 0xB};

/*
 * SDDL has no words for data that is no condition; an object entry
 * about no type comes back as a plain one.
 */
static bool has_text(const struct plain_entry *entry)
{
    const bool callback = (entry->type >= 0x9 && entry->type <= 0xC) || entry->type == 0x15;
    const bool object = entry->type == 0x5 || entry->type == 0x6 || entry->type == 0xB;

    if (callback && entry->condition < PLAIN_EQUAL)
        return false;
    return !object || entry->has_type;
}

static void keep_what_has_text(struct plain_list *list, const unsigned char *types, size_t count)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < list->count; i++)
        if (has_text(&list->entries[i]) &&
            (!types || memchr(types, list->entries[i].type, count) != NULL))
            list->entries[kept++] = list->entries[i];
    list->count = kept;
}

static void print_and_abort(const struct plain_question *question, const char *text,
                            const char *what)
{
    plain_question_print(question);
    ck_abort_msg("%s: %s", text, what);
}

/* Gives what the caller frees. */
static struct rtl_bytes text_of(struct srm_world *w, const struct plain_question *question,
                                const void *descriptor)
{
    struct rtl_bytes text = {.bytes = NULL};

    if (!rtl_sddl_print(w, descriptor, PARTS, NULL, &text))
        print_and_abort(question, "", "this has no text");
    return text;
}

static struct rtl_bytes bytes_of(struct srm_world *w, const struct plain_question *question,
                                 const char *text)
{
    struct rtl_bytes bytes = {.bytes = NULL};
    struct rtl_sddl_problem problem;

    if (!rtl_sddl_parse(w, text, strlen(text), NULL, &bytes, &problem))
        print_and_abort(question, text, problem.what);
    return bytes;
}

static void compare_answers(struct srm_world *w, const struct plain_question *question,
                            const struct rtl_bytes *bytes, const char *text)
{
    struct rtl_view view;
    struct plain_answer before, after;

    ck_assert_status(rtl_view_from_memory(w, bytes->bytes, bytes->size, &view), STATUS_SUCCESS);
    before = plain_ask_once(w, question, &(struct plain_way){.decide = true});
    after = plain_ask_once(w, question, &(struct plain_way){.decide = true, .view = &view});
    if (memcmp(&before, &after, sizeof before) != 0)
        print_and_abort(question, text, "the text decides otherwise");
}

static void check(struct srm_world *w, const struct plain_question *question)
{
    _Alignas(uint32_t) unsigned char written[PLAIN_BYTES_SIZE];
    struct rtl_bytes text, bytes, again;

    plain_descriptor_write(&question->descriptor, written);
    text = text_of(w, question, written);
    bytes = bytes_of(w, question, (const char *)text.bytes);
    again = text_of(w, question, bytes.bytes);
    if (strcmp((const char *)text.bytes, (const char *)again.bytes) != 0)
        print_and_abort(question, (const char *)text.bytes, (const char *)again.bytes);
    compare_answers(w, question, &bytes, (const char *)text.bytes);
    rtl_bytes_free(&again);
    rtl_bytes_free(&bytes);
    rtl_bytes_free(&text);
}

START_TEST(text_says_what_bytes_say)
{
    struct random random = random_from(number_from_environment("NTSRM_TEST_SEED", 1));
    const unsigned long rounds = number_from_environment("NTSRM_TEST_ROUNDS", ROUNDS);
    struct srm_world *w = srm_world_new(NULL);
    struct plain_question question = {.system = plain_system_of(w)};

    for (unsigned long round = 0; round < rounds; round++) {
        question.token = random_plain_token(&random, &question.system);
        question.server = question.token;
        random_plain_rest(&random, &question);
        question.impersonating = true;
        keep_what_has_text(&question.descriptor.dacl, of_a_dacl, sizeof of_a_dacl);
        keep_what_has_text(&question.descriptor.sacl, NULL, 0);
        check(w, &question);
    }
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/access_text");

    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, text_says_what_bytes_say);
    return suite_end();
}
