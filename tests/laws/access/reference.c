#include "laws/access/reference.h"

#define SUCCESS                 0u
#define ACCESS_DENIED           0xC0000022u
#define PRIVILEGE_NOT_HELD      0xC0000061u
#define BAD_IMPERSONATION_LEVEL 0xC00000A5u
#define READ_CONTROL            0x00020000u
#define WRITE_DAC               0x00040000u
#define WRITE_OWNER             0x00080000u
#define WRITING_STANDARD        0x010D0000u
#define ACCESS_SYSTEM_SECURITY  0x01000000u
#define MAXIMUM_ALLOWED         0x02000000u
#define INHERIT_ONLY            0x08u
#define IMPERSONATION           2u

/* What the stages have found out so far. */
struct progress {
    const struct plain_question *question;
    bool maximum;
    uint32_t specific;  /* what was asked for by name */
    uint32_t permitted; /* by trust label, filters and integrity */
    uint32_t by_privilege, implied;
};

uint32_t reference_map(const struct plain_mapping *mapping, uint32_t mask)
{
    uint32_t mapped = mask & 0x0FFFFFFF;

    if (mask & 0x80000000)
        mapped |= mapping->read;
    if (mask & 0x40000000)
        mapped |= mapping->write;
    if (mask & 0x20000000)
        mapped |= mapping->execute;
    if (mask & 0x10000000)
        mapped |= mapping->all;
    return mapped;
}

static bool is_lowbox(const struct progress *progress)
{
    return progress->question->token.package.size > 0;
}

static bool has_list(const struct progress *progress)
{
    const struct plain_list *dacl = &progress->question->descriptor.dacl;

    return !dacl->absent && !dacl->null; /* C-2 */
}

/* which of these rights need the restricting SIDs, too. */
static uint32_t asked_twice(const struct progress *progress, uint32_t rights)
{
    const struct plain_question *question = progress->question;
    const struct plain_mapping *mapping = &question->mapping;
    const uint32_t writing =
        WRITING_STANDARD | (mapping->write & ~mapping->read & ~mapping->execute);

    if (question->token.restricting_count == 0)
        return 0;
    if (!question->token.write_restricted || !question->system.has_write_restricted)
        return rights;
    if (progress->maximum || !question->system.whole_request_twice)
        return rights & writing;
    return rights & writing ? rights : 0;
}

/* A-26, C-12; not as in MS-DTYP, where any entry for the owner counts */
static bool owner_rights_are_replaced(const struct plain_question *question)
{
    const struct plain_list *dacl = &question->descriptor.dacl;

    for (unsigned i = 0; i < dacl->count; i++)
        if ((!(dacl->entries[i].flags & INHERIT_ONLY) || question->system.children_count) &&
            (reference_entry_allows(&dacl->entries[i]) ||
             reference_entry_denies(&dacl->entries[i])) &&
            reference_is_owner_rights(&dacl->entries[i].sid))
            return question->system.has_owner_rights;
    return false;
}

static uint32_t implied_rights(const struct progress *progress)
{
    const struct plain_question *question = progress->question;
    const struct plain_sid *owner = &question->descriptor.owner;
    uint32_t rights = READ_CONTROL | WRITE_DAC; /* C-3 */

    if (!reference_token_has(&question->token, owner, false) || owner_rights_are_replaced(question))
        return 0;
    if (!reference_restricting_has(&question->token, owner))
        rights &= ~asked_twice(progress, WRITE_DAC) & ~asked_twice(progress, READ_CONTROL);
    return rights;
}

/* C-18; C-15: the status is that of the privilege. */
static bool use_privileges(struct progress *progress, struct plain_answer *answer)
{
    const struct plain_token *token = &progress->question->token;

    if (progress->specific & ACCESS_SYSTEM_SECURITY) {
        if (!token->security)
            return false;
        answer->used_security = true;
        progress->by_privilege |= ACCESS_SYSTEM_SECURITY;
    }
    if (progress->specific & WRITE_OWNER) {
        answer->used_take_ownership = token->take_ownership;
        answer->used_relabel = !token->take_ownership && token->relabel &&
                               progress->question->system.has_lowbox &&
                               progress->question->system.relabel_grants; /* C-22 */
        if (answer->used_take_ownership || answer->used_relabel)
            progress->by_privilege |= WRITE_OWNER;
    }
    return true;
}

/* all that was asked for, by name. */
static bool grants_specific(const struct progress *progress)
{
    const struct plain_question *question = progress->question;
    const uint32_t rest = progress->specific & ~progress->by_privilege & ~progress->implied;

    if ((progress->specific & ~progress->by_privilege) == 0 && !is_lowbox(progress)) /* */
        return true;
    if (!has_list(progress)) /* */
        return !is_lowbox(progress);
    if (!reference_walk(question, REFERENCE_NORMAL, rest))
        return false;
    if (!reference_walk(question, REFERENCE_RESTRICTING, asked_twice(progress, rest)))
        return false;
    return !is_lowbox(progress) || /* */
           reference_walk(question, REFERENCE_PACKAGE, progress->specific);
}

/* what each node gets, of anything. */
static void grant_each(const struct progress *progress, uint32_t granted[PLAIN_TYPES])
{
    const struct plain_question *question = progress->question;
    const uint32_t rest = progress->specific & ~progress->by_privilege & ~progress->implied;
    const uint32_t twice = asked_twice(progress, progress->maximum ? 0xFFFFFFFF : rest);
    uint32_t again[PLAIN_TYPES], package[PLAIN_TYPES];

    reference_walk_all(question, REFERENCE_NORMAL, granted);
    reference_walk_all(question, REFERENCE_RESTRICTING, again);
    reference_walk_all(question, REFERENCE_PACKAGE, package);
    for (unsigned i = 0; i < PLAIN_TYPES; i++) {
        if (!has_list(progress))
            granted[i] = again[i] = question->mapping.all | progress->specific;
        granted[i] &= again[i] | ~twice; /* C-17 */
        granted[i] |= progress->by_privilege | progress->implied;
        if (is_lowbox(progress))
            granted[i] &= package[i];
        granted[i] &= progress->permitted;
        if (question->system.maximum_clipped) /* */
            granted[i] &= question->mapping.all | progress->specific;
    }
}

static void answer_each(const struct progress *progress, struct plain_answer *answer)
{
    grant_each(progress, answer->node_granted);
    for (unsigned i = 0; i < PLAIN_TYPES; i++) {
        if (!progress->maximum)
            answer->node_granted[i] &= progress->specific;
        answer->node_status[i] =
            answer->node_granted[i] == 0 || progress->specific & ~answer->node_granted[i]
                ? ACCESS_DENIED
                : SUCCESS;
    }
}

static void refuse(struct plain_answer *answer, uint32_t status)
{
    *answer = (struct plain_answer){.status = status};
    for (unsigned i = 0; i < PLAIN_TYPES; i++)
        answer->node_status[i] = status;
}

/* Behind labels and privileges. */
static void answer_whole(const struct progress *progress, struct plain_answer *answer)
{
    const uint32_t previous = progress->question->previous;
    uint32_t granted[PLAIN_TYPES] = {progress->specific};

    if (!grants_specific(progress)) {
        refuse(answer, ACCESS_DENIED);
        return;
    }
    if (progress->maximum) {
        grant_each(progress, granted);
        if (progress->specific & ~granted[0] || !(granted[0] & ~previous)) { /* */
            refuse(answer, ACCESS_DENIED);
            return;
        }
    }
    answer->granted = granted[0] | previous; /* */
}

struct plain_answer reference_decide(const struct plain_question *question)
{
    const uint32_t desired = reference_map(&question->mapping, question->desired);
    struct progress progress = {
        .question = question,
        .maximum = desired & MAXIMUM_ALLOWED,
        .specific = desired & ~MAXIMUM_ALLOWED,
        .permitted = reference_permitted(question),
    };
    struct plain_answer answer = {.status = SUCCESS};

    if (desired == 0 && question->previous != 0) /* */
        answer.granted = question->previous;
    else if (desired == 0 || progress.specific & ~progress.permitted) /* A-13, C-16; 2.3 */
        refuse(&answer, ACCESS_DENIED);
    else if (!use_privileges(&progress, &answer))
        refuse(&answer, PRIVILEGE_NOT_HELD);
    else {
        progress.implied = implied_rights(&progress);
        if (question->each_node)
            answer_each(&progress, &answer);
        else
            answer_whole(&progress, &answer);
    }
    return answer;
}

struct plain_answer reference_check(const struct plain_question *question)
{
    const uint32_t desired = reference_map(&question->mapping, question->desired);
    struct plain_answer answer = {.status = SUCCESS};

    if (question->kernel_mode) { /* */
        answer.granted = (desired & ~MAXIMUM_ALLOWED) | question->previous;
        if (desired & MAXIMUM_ALLOWED)
            answer.granted |= question->mapping.all;
        return answer;
    }
    if (question->impersonating && question->level < IMPERSONATION) { /* */
        refuse(&answer, BAD_IMPERSONATION_LEVEL);
        return answer;
    }
    return reference_decide(question);
}
