/*
 * What holds for every access check, whatever the descriptor, the token and the request; on random
 * ones. NTSRM_TEST_SEED and NTSRM_TEST_ROUNDS choose which and how many.
 */
#include "laws/access/plain_bytes.h"
#include "laws/access/plain_model.h"
#include "laws/access/plain_text.h"
#include "laws/access/random_question.h"
#include "laws/access/reference.h"
#include "support/random.h"
#include "support/suite.h"

#include "ntsrm/srm.h"

#include <string.h>

#define ROUNDS           4000u
#define SUCCESS          0u
#define RESERVED_RIGHT   0x04000000u
#define NEVER_BY_DEFAULT (ACCESS_SYSTEM_SECURITY | MAXIMUM_ALLOWED | 0xF0000000u)

struct stage {
    struct srm_world *w;
    struct random random;
    _Alignas(uint32_t) unsigned char bytes[PLAIN_BYTES_SIZE]; /* of a descriptor */
};

static struct plain_answer ask(struct stage *stage, const struct plain_question *question)
{
    return plain_ask_once(stage->w, question, &(struct plain_way){.decide = true});
}

/* All that could be had. */
static uint32_t most(struct stage *stage, struct plain_question question)
{
    question.desired = MAXIMUM_ALLOWED;
    question.previous = 0;
    question.each_node = false;
    return ask(stage, &question).granted;
}

static void print(struct stage *stage, const struct plain_question *question)
{
    const struct plain_answer answer = ask(stage, question);

    plain_question_print(question);
    plain_answer_print("model", question, &answer);
}

static void require_that(struct stage *stage, bool holds, const struct plain_question *before,
                         const struct plain_question *after)
{
    if (holds)
        return;
    print(stage, before);
    if (after)
        print(stage, after);
    ck_abort_msg("the law is broken");
}

static bool is_named_by_a_denial(const struct plain_question *question, const struct plain_sid *sid)
{
    const struct plain_list *dacl = &question->descriptor.dacl;
    const bool by_pseudonym =
        plain_same_sid(sid, &question->descriptor.owner) || plain_same_sid(sid, &question->self);

    for (unsigned i = 0; i < dacl->count; i++)
        if (reference_entry_denies(&dacl->entries[i]) &&
            (by_pseudonym || plain_same_sid(sid, &dacl->entries[i].sid)))
            return true;
    return false;
}

static void adding_a_group_loses_nothing(struct stage *stage, struct plain_question *question)
{
    const struct plain_sid sid = random_plain_sid(&stage->random);
    struct plain_question after = *question;

    if (reference_token_has(&question->token, &sid, true) || is_named_by_a_denial(question, &sid))
        return;
    after.token.sids[after.token.count] = sid;
    after.token.attributes[after.token.count++] = 7;
    require_that(stage, !(most(stage, *question) & ~most(stage, after)), question, &after);
}

static void restricting_adds_nothing(struct stage *stage, struct plain_question *question)
{
    struct plain_question after = *question;

    question->token.restricting_count = 0;
    require_that(stage, !(most(stage, after) & ~most(stage, *question)), question, &after);
}

static void deny_only_adds_nothing(struct stage *stage, struct plain_question *question)
{
    struct plain_question after = *question;

    after.token.attributes[random_below(&stage->random, after.token.count)] = 0x10;
    require_that(stage, !(most(stage, after) & ~most(stage, *question)), question, &after);
}

static void removing_privileges_adds_nothing(struct stage *stage, struct plain_question *question)
{
    struct plain_question after = *question;
    struct plain_answer before;

    question->each_node = after.each_node = false;
    after.token.security = after.token.take_ownership = after.token.relabel = false;
    before = ask(stage, question);
    require_that(stage, !(ask(stage, &after).granted & ~before.granted), question, &after);
}

static bool same_answers(struct stage *stage, const struct plain_question *a,
                         const struct plain_question *b)
{
    const struct plain_answer first = ask(stage, a), second = ask(stage, b);

    for (unsigned i = 0; a->each_node && i < a->type_count; i++)
        if (first.node_status[i] != second.node_status[i] ||
            first.node_granted[i] != second.node_granted[i])
            return false;
    return a->each_node || (first.status == second.status && first.granted == second.granted);
}

static void an_entry_may_be_repeated(struct stage *stage, struct plain_question *question)
{
    struct plain_question after = *question;
    struct plain_list *dacl = &after.descriptor.dacl;
    unsigned at;

    if (dacl->count == 0 || dacl->count == PLAIN_ENTRIES)
        return;
    at = random_below(&stage->random, dacl->count);
    memmove(&dacl->entries[at + 1], &dacl->entries[at], (dacl->count - at) * sizeof *dacl->entries);
    dacl->count++;
    require_that(stage, same_answers(stage, question, &after), question, &after);
}

static void neighbours_of_a_kind_may_be_swapped(struct stage *stage,
                                                struct plain_question *question)
{
    struct plain_question after = *question;
    struct plain_entry *entries = after.descriptor.dacl.entries, kept;

    for (unsigned i = 0; i + 1 < after.descriptor.dacl.count; i++) {
        if (reference_entry_denies(&entries[i]) != reference_entry_denies(&entries[i + 1]))
            continue;
        kept = entries[i];
        entries[i] = entries[i + 1];
        entries[i + 1] = kept;
        require_that(stage, same_answers(stage, question, &after), question, &after);
    }
}

/*
 * Not so for what only those get who ask for it by name: ACCESS_SYSTEM_SECURITY, WRITE_OWNER
 * by privilege, and rights beyond those of the type where there is no DACL.
 */
static void maximum_is_what_single_rights_are(struct stage *stage, struct plain_question *question)
{
    uint32_t maximum;

    question->each_node = false;
    question->previous = 0;
    question->token.take_ownership = question->token.relabel = false;
    maximum = most(stage, *question);
    for (uint32_t right = 1; right != 0; right <<= 1) {
        if (right & NEVER_BY_DEFAULT || !(right & question->mapping.all))
            continue;
        question->desired = right;
        require_that(stage, (ask(stage, question).status == SUCCESS) == ((maximum & right) != 0),
                     question, NULL);
    }
}

static void a_tree_of_one_is_no_tree(struct stage *stage, struct plain_question *question)
{
    struct plain_question after;

    for (unsigned i = 0; i < question->descriptor.dacl.count; i++)
        question->descriptor.dacl.entries[i].has_type = false;
    question->type_count = 0;
    question->each_node = false;
    after = *question;
    after.types[0].level = 0;
    after.type_count = 1;
    require_that(stage, same_answers(stage, question, &after), question, &after);
}

static void the_root_is_what_a_check_by_type_answers(struct stage *stage,
                                                     struct plain_question *question)
{
    struct plain_question list = *question;
    struct plain_answer whole, each;

    if (question->type_count == 0)
        return;
    question->each_node = false;
    question->previous = list.previous = 0;
    list.each_node = true;
    whole = ask(stage, question);
    each = ask(stage, &list);
    require_that(stage,
                 whole.status == each.node_status[0] &&
                     (whole.status != SUCCESS || whole.granted == each.node_granted[0]),
                 question, NULL);
}

static void only_what_was_desired_is_granted(struct stage *stage, struct plain_question *question)
{
    uint32_t desired;
    struct plain_answer answer;

    question->desired &= ~(uint32_t)MAXIMUM_ALLOWED;
    desired = reference_map(&question->mapping, question->desired);
    answer = ask(stage, question);
    require_that(stage, !(answer.granted & ~desired & ~question->previous), question, NULL);
    require_that(stage,
                 question->each_node || answer.status != SUCCESS || !(desired & ~answer.granted),
                 question, NULL);
    for (unsigned i = 0; question->each_node && i < question->type_count; i++)
        require_that(stage, !(answer.node_granted[i] & ~desired), question, NULL);
}

/* Who is refused something that was asked for by name is told what. */
static void a_refusal_says_what_is_missing(struct stage *stage, struct plain_question *question)
{
    struct plain_answer answer;

    question->each_node = false;
    answer = ask(stage, question);
    require_that(stage, answer.status != SUCCESS || answer.missing == 0, question, NULL);
    require_that(stage,
                 answer.status == SUCCESS || answer.missing != 0 || question->desired == 0 ||
                     question->desired & MAXIMUM_ALLOWED,
                 question, NULL);
}

static void asking_changes_no_token(struct stage *stage, struct plain_question *question)
{
    const struct plain_tokens tokens = {
        .token = plain_token_new(stage->w, &question->token),
        .server = plain_token_new(stage->w, &question->server),
    };
    struct se_token token, server;

    memcpy(&token, tokens.token, sizeof token);
    memcpy(&server, tokens.server, sizeof server);
    plain_ask(stage->w, question, &tokens, &(struct plain_way){.decide = true});
    require_that(stage,
                 memcmp(&token, tokens.token, sizeof token) == 0 &&
                     memcmp(&server, tokens.server, sizeof server) == 0,
                 question, NULL);
    ob_dereference(tokens.token);
    ob_dereference(tokens.server);
}

static void a_journal_changes_nothing_and_names_deciders(struct stage *stage,
                                                         struct plain_question *question)
{
    const struct plain_tokens tokens = {
        .token = plain_token_new(stage->w, &question->token),
        .server = plain_token_new(stage->w, &question->server),
    };
    struct se_step steps[512];
    struct se_journal journal = {.steps = steps, .capacity = 512};
    const struct plain_answer answer = plain_ask(
        stage->w, question, &tokens, &(struct plain_way){.decide = true, .journal = &journal});
    const struct plain_answer without = ask(stage, question);
    const struct se_step *decider;

    require_that(
        stage,
        journal.count <= journal.capacity && answer.status == without.status &&
            answer.granted == without.granted &&
            memcmp(answer.node_granted, without.node_granted, sizeof answer.node_granted) == 0,
        question, NULL);
    for (uint32_t right = 1; right != 0 && !question->each_node; right <<= 1) {
        decider = se_journal_decider(&journal, 0, right);
        if (answer.missing & right & ~(uint32_t)MAXIMUM_ALLOWED)
            require_that(stage, decider && decider->effect == SE_EFFECT_DENIED, question, NULL);
        if (answer.granted & right & ~question->previous)
            require_that(stage, decider && decider->effect == SE_EFFECT_ALLOWED, question, NULL);
    }
    ob_dereference(tokens.token);
    ob_dereference(tokens.server);
}

static bool same_in_all(const struct plain_answer *a, const struct plain_answer *b)
{
    return a->status == b->status && a->granted == b->granted && a->missing == b->missing &&
           a->used_security == b->used_security &&
           a->used_take_ownership == b->used_take_ownership && a->used_relabel == b->used_relabel &&
           memcmp(a->node_status, b->node_status, sizeof a->node_status) == 0 &&
           memcmp(a->node_granted, b->node_granted, sizeof a->node_granted) == 0;
}

/* Little in it but what the shortcut may answer: entries for the caller's own SIDs. */
static void make_plain(struct random *random, struct plain_question *question)
{
    struct plain_token *token = &question->token;
    struct plain_list *dacl = &question->descriptor.dacl;

    question->type_count = 0;
    token->restricting_count = 0;
    if (random_once_in(random, 2))
        token->integrity = SECURITY_MANDATORY_SYSTEM_RID;
    for (unsigned i = 0; i < dacl->count; i++) {
        dacl->entries[i].type %= 2;
        if (random_once_in(random, 2))
            dacl->entries[i].sid = token->sids[random_below(random, token->count)];
    }
    if (dacl->count > 0 && random_once_in(random, 2))
        question->desired = dacl->entries[random_below(random, dacl->count)].mask;
    if (random_once_in(random, 4))
        question->desired |= MAXIMUM_ALLOWED;
}

static void make_unusual(struct random *random, struct plain_question *question)
{
    if (random_once_in(random, 8))
        question->desired |= RESERVED_RIGHT;
    for (unsigned i = 0; i < question->descriptor.dacl.count; i++)
        if (random_once_in(random, 8))
            question->descriptor.dacl.entries[i].mask |= RESERVED_RIGHT;
}

/* A view may lack an owner, and a SACL of which the label says all. */
static struct rtl_view look_at(struct stage *stage, const struct plain_question *question)
{
    const struct plain_list *sacl = &question->descriptor.sacl;
    bool only_labels = true;
    struct rtl_view view;
    const size_t size = plain_descriptor_write(&question->descriptor, stage->bytes);

    require(NT_SUCCESS(rtl_view_from_memory(stage->w, stage->bytes, size, &view)),
            "a right descriptor is refused");
    for (unsigned i = 0; i < sacl->count; i++)
        only_labels &= sacl->entries[i].type == SYSTEM_MANDATORY_LABEL_ACE_TYPE;
    if (only_labels)
        view.sacl = NULL;
    if (random_once_in(&stage->random, 4))
        view.owner = NULL;
    return view;
}

/* Who watches makes a check go through all its stages (se/access/shortcut.h). */
static void watching_changes_nothing(struct stage *stage, struct plain_question *question)
{
    const uint64_t plain_groups = stage->w->plain_groups;
    struct plain_way way = {.decide = random_once_in(&stage->random, 2)};
    struct plain_answer unwatched, watched;
    struct rtl_view view;

    random_plain_policies(&stage->random, &question->system);
    plain_system_set(stage->w, &question->system);
    if (!random_once_in(&stage->random, 4))
        make_plain(&stage->random, question);
    make_unusual(&stage->random, question);
    view = look_at(stage, question);
    way.view = &view;
    question->each_node = question->each_node && way.decide && question->type_count > 0;
    question->impersonating = way.decide || random_once_in(&stage->random, 2);
    unwatched = plain_ask_once(stage->w, question, &way);
    stage->w->plain_groups = 0;
    watched = plain_ask_once(stage->w, question, &way);
    stage->w->plain_groups = plain_groups;
    require_that(stage, same_in_all(&unwatched, &watched), question, NULL);
}

static const struct {
    const char *name;
    void (*check)(struct stage *stage, struct plain_question *question);
} laws[] = {
    {"adding a group loses nothing", adding_a_group_loses_nothing},
    {"restricting adds nothing", restricting_adds_nothing},
    {"deny-only adds nothing", deny_only_adds_nothing},
    {"removing privileges adds nothing", removing_privileges_adds_nothing},
    {"an entry may be repeated", an_entry_may_be_repeated},
    {"neighbours of a kind may be swapped", neighbours_of_a_kind_may_be_swapped},
    {"maximum is what single rights are", maximum_is_what_single_rights_are},
    {"a tree of one is no tree", a_tree_of_one_is_no_tree},
    {"the root is what a check by type answers", the_root_is_what_a_check_by_type_answers},
    {"only what was desired is granted", only_what_was_desired_is_granted},
    {"a refusal says what is missing", a_refusal_says_what_is_missing},
    {"asking changes no token", asking_changes_no_token},
    {"a journal changes nothing and names deciders", a_journal_changes_nothing_and_names_deciders},
    {"watching changes nothing", watching_changes_nothing},
};

START_TEST(law_holds)
{
    const unsigned long seed = number_from_environment("NTSRM_TEST_SEED", 1);
    const unsigned long rounds = number_from_environment("NTSRM_TEST_ROUNDS", ROUNDS);
    struct stage stage = {.w = srm_world_new(NULL), .random = random_from(seed)};
    struct plain_question question = {.system = plain_system_of(stage.w)};

    for (unsigned long round = 0; round < rounds; round++) {
        question.token = random_plain_token(&stage.random, &question.system);
        question.server = random_plain_token(&stage.random, &question.system);
        random_plain_rest(&stage.random, &question);
        question.impersonating = true;
        laws[_i].check(&stage, &question);
    }
    ck_assert_uint_eq(srm_world_delete(stage.w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/access_laws");

    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, law_holds, 0, ROWS(laws));
    return suite_end();
}
