/*
 * Whatever lies where a self-relative descriptor should be: it is refused, or three tokens ask for
 * something with it, and get what the transcription of the published algorithm gives them. The
 * first four bytes say what they ask for.
 */
#include "laws/access/compare.h"
#include "laws/access/plain_bytes.h"

#include "ntsrm/srm.h"
#include "rtl/descriptor.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ASKED_SIZE    4u
#define HEADER_SIZE   20u
#define NO_RIGHTS     0x0E000000u /* MAXIMUM_ALLOWED and the reserved ones */
#define SELF_RELATIVE 0x80        /* in the high byte of the control bits, which is the fourth */

#define EVERYONE                      \
    {                                 \
        12,                           \
        {                             \
            1, 1, 0, 0, 0, 0, 0, 1, 0 \
        }                             \
    }
#define LOCAL_SYSTEM                   \
    {                                  \
        12,                            \
        {                              \
            1, 1, 0, 0, 0, 0, 0, 5, 18 \
        }                              \
    }
#define RESTRICTED                     \
    {                                  \
        12,                            \
        {                              \
            1, 1, 0, 0, 0, 0, 0, 5, 12 \
        }                              \
    }
#define A_PACKAGE                                  \
    {                                              \
        16,                                        \
        {                                          \
            1, 2, 0, 0, 0, 0, 0, 15, 2, 0, 0, 0, 9 \
        }                                          \
    }

static const struct plain_token tokens[] = {
    {
        .count = 2,
        .sids = {LOCAL_SYSTEM, EVERYONE},
        .attributes = {0, 7},
        .integrity = 0x4000,
        .mandatory_policy = 1,
        .security = true,
        .take_ownership = true,
    },
    {
        .count = 2,
        .sids = {LOCAL_SYSTEM, EVERYONE},
        .attributes = {0x10, 7},
        .restricting_count = 2,
        .restricting = {RESTRICTED, EVERYONE},
        .integrity = 0x2000,
        .mandatory_policy = 3,
    },
    {
        .count = 2,
        .sids = {LOCAL_SYSTEM, EVERYONE},
        .attributes = {0, 7},
        .package = A_PACKAGE,
        .integrity = 0x1000,
        .mandatory_policy = 3,
    },
};

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static uint32_t asked(const uint8_t *data)
{
    return (uint32_t)data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 |
           (uint32_t)(data[3] & 0x0F) << 24;
}

/* S-1-16-level of an integrity label, S-1-19-type-level of a trust label */
static bool is_strange_label(const struct plain_entry *entry)
{
    const unsigned char authority = entry->type == 0x11 ? 16 : 19;
    const unsigned char parts = entry->type == 0x11 ? 1 : 2;
    const unsigned char begin[] = {1, parts, 0, 0, 0, 0, 0, authority};

    return (entry->type == 0x11 || entry->type == 0x14) &&
           !plain_same(entry->sid.bytes, begin, sizeof begin);
}

/* Nothing in it that the sources leave open: strange labels, and bits that are no rights. */
static bool is_ordinary(const struct plain_list *list)
{
    for (unsigned i = 0; i < list->count; i++)
        if (list->entries[i].mask & NO_RIGHTS || is_strange_label(&list->entries[i]))
            return false;
    return true;
}

static void ask_all(struct srm_world *w, struct plain_question *question,
                    const struct rtl_view *view, bool compare)
{
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        question->token = question->server = tokens[i];
        if (plain_answers_agree(w, question, &(struct plain_way){.decide = true, .view = view}) ||
            !compare)
            continue;
        plain_difference_print(w, *question, &(struct plain_way){.decide = true});
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plain_question question = {
        .mapping = {FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS},
        .impersonating = true,
    };
    struct srm_world *w;
    struct rtl_view view;
    uint8_t *bytes; /* of their own, so that whoever reads behind them is seen */

    if (size < ASKED_SIZE + HEADER_SIZE)
        return 0;
    question.desired = asked(data);
    size -= ASKED_SIZE;
    bytes = malloc(size);
    demand(bytes != NULL);
    memcpy(bytes, data + ASKED_SIZE, size);
    bytes[3] |= SELF_RELATIVE;
    w = srm_world_new(NULL);
    question.system = plain_system_of(w);
    if (NT_SUCCESS(rtl_view_from_memory(w, bytes, size, &view)))
        ask_all(w, &question, &view,
                plain_descriptor_read(bytes, size, &question.descriptor) &&
                    is_ordinary(&question.descriptor.dacl) &&
                    is_ordinary(&question.descriptor.sacl));
    free(bytes);
    demand(srm_world_delete(w) == 0);
    return 0;
}
