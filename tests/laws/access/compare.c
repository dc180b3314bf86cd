#include "laws/access/compare.h"

#include "laws/access/plain_text.h"
#include "laws/access/reference.h"

#include "se/token.h"

#include <string.h>

static bool same_answer(const struct plain_question *question, const struct plain_answer *a,
                        const struct plain_answer *b)
{
    if (question->each_node) {
        for (unsigned i = 0; i < question->type_count; i++)
            if (a->node_status[i] != b->node_status[i] || a->node_granted[i] != b->node_granted[i])
                return false;
        return true;
    }
    return a->status == b->status && a->granted == b->granted &&
           (a->status != 0 || (a->used_security == b->used_security &&
                               a->used_take_ownership == b->used_take_ownership &&
                               a->used_relabel == b->used_relabel));
}

static struct plain_answer expected(const struct plain_question *question, bool decide)
{
    return decide ? reference_decide(question) : reference_check(question);
}

bool plain_answers_agree(struct srm_world *w, const struct plain_question *question,
                         const struct plain_way *way)
{
    const struct plain_answer right = expected(question, way->decide);
    const struct plain_answer given = plain_ask_once(w, question, way);

    return same_answer(question, &right, &given) ||
           given.status == (uint32_t)STATUS_NOT_IMPLEMENTED;
}

/* Removes the index-th of count elements. */
static void drop(void *elements, size_t size, unsigned *count, unsigned index)
{
    unsigned char *bytes = elements;

    memmove(bytes + index * size, bytes + (index + 1) * size, (*count - index - 1) * size);
    --*count;
}

static void drop_group(struct plain_token *token, unsigned index)
{
    unsigned count = token->count;

    drop(token->attributes, sizeof *token->attributes, &count, index);
    drop(token->sids, sizeof *token->sids, &token->count, index);
}

/*
 * The question with its step-th part left out; false behind the last. A step that finds nothing to
 * leave out leaves the question alone.
 */
static bool smaller(struct plain_question *question, unsigned step)
{
    struct plain_token *token = &question->token;
    struct plain_list *dacl = &question->descriptor.dacl, *sacl = &question->descriptor.sacl;
    const unsigned place = step % PLAIN_ENTRIES;
    bool *const flags[] = {
        &token->security,         &token->take_ownership,   &token->relabel,
        &token->write_restricted, &question->impersonating, &token->less_privileged,
    };

    switch (step / PLAIN_ENTRIES) {
    case 0:
        if (place < dacl->count)
            drop(dacl->entries, sizeof *dacl->entries, &dacl->count, place);
        return true;
    case 1:
        if (place < sacl->count)
            drop(sacl->entries, sizeof *sacl->entries, &sacl->count, place);
        return true;
    case 2:
        if (place > 0 && place < token->count)
            drop_group(token, place);
        return true;
    case 3:
        if (place < token->restricting_count)
            drop(token->restricting, sizeof *token->restricting, &token->restricting_count, place);
        return true;
    case 4:
        if (place < sizeof flags / sizeof *flags)
            *flags[place] = false;
        else if (place == 6)
            token->mandatory_policy = 0;
        else if (place == 7)
            question->self.size = 0;
        else if (place == 8)
            question->previous = 0;
        else if (question->type_count > 1)
            question->type_count--;
        return true;
    case 5:
        if (place < dacl->count)
            dacl->entries[place].mask &= dacl->entries[place].mask - 1;
        return true;
    case 6:
        question->desired &= question->desired - 1;
        return true;
    default:
        return false;
    }
}

void plain_difference_print(struct srm_world *w, struct plain_question question,
                            const struct plain_way *way)
{
    struct plain_answer answer;
    bool shrunk = true;

    while (shrunk) {
        shrunk = false;
        for (unsigned step = 0;; step++) {
            struct plain_question less = question;

            if (!smaller(&less, step))
                break;
            if (memcmp(&less, &question, sizeof less) == 0 || plain_answers_agree(w, &less, way))
                continue;
            question = less;
            shrunk = true;
        }
    }
    plain_question_print(&question);
    answer = plain_ask_once(w, &question, way);
    plain_answer_print("model", &question, &answer);
    answer = expected(&question, way->decide);
    plain_answer_print("reference", &question, &answer);
}
