#include "se/access/decide.h"

#include <stddef.h>

void se_decision_note(struct se_decision *decision, struct se_step step)
{
    struct se_journal *journal = decision->request->journal;

    if (journal->count < journal->capacity)
        journal->steps[journal->count] = step;
    journal->count++;
}

/* Only walks tell nodes apart. */
static bool concerns(const struct se_step *step, uint16_t node, ACCESS_MASK right)
{
    return (step->rights & right) != 0 && (step->node == node || step->stage < SE_STAGE_DACL);
}

const struct se_step *se_journal_decider(const struct se_journal *journal, uint16_t node,
                                         ACCESS_MASK right)
{
    const size_t count = journal->count < journal->capacity ? journal->count : journal->capacity;
    const struct se_step *allowed = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct se_step *step = &journal->steps[i];

        if (!concerns(step, node, right))
            continue;
        if (step->effect == SE_EFFECT_DENIED)
            return step;
        if (step->effect == SE_EFFECT_ALLOWED && !allowed)
            allowed = step;
    }
    return allowed;
}
