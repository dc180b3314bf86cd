/*
 * The journal of an access check: for every right the stage and the entry that decided, and why the
 * other entries did nothing. alice has Everyone, AuthenticatedUsers and Users; the mapping is that
 * of files.
 */
#include "support/sddl.h"
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/mapping.h"
#include "se/access.h"

#define STEPS   32
#define PACKAGE "S-1-15-2-1-2"
#define MAX     MAXIMUM_ALLOWED

struct decider {
    uint16_t node;
    ACCESS_MASK right;
    enum se_stage stage;
    enum se_effect effect;
    uint16_t entry;
};

/* An object, a set of two properties, and one without properties. */
static const struct se_object_type tree[] = {
    {0, {.Data1 = 0}}, {1, {.Data1 = 1}}, {2, {.Data1 = 2}}, {2, {.Data1 = 3}}, {1, {.Data1 = 4}},
};

#define T(n) "0000000" #n "-0000-0000-0000-000000000000"

#define ALLOWED(at, rights, by, number)                                              \
    {                                                                                \
        .node = (at), .right = (rights), .stage = (by), .effect = SE_EFFECT_ALLOWED, \
        .entry = (number)                                                            \
    }
#define DENIED(at, rights, by, number)                                              \
    {                                                                               \
        .node = (at), .right = (rights), .stage = (by), .effect = SE_EFFECT_DENIED, \
        .entry = (number)                                                           \
    }

static const struct row {
    const char *why;
    const char *text;
    ACCESS_MASK desired;
    bool types;
    struct decider deciders[5];
    struct token_words token;
} rows[] = {
    {"the entry that allows", "D:(A;;0x1;;;AU)(A;;0x3;;;WD)", 0x3,
     .deciders = {ALLOWED(0, 0x1, SE_STAGE_DACL, 1), ALLOWED(0, 0x2, SE_STAGE_DACL, 2)}},
    {"the entry that denies", "D:(A;;0x1;;;WD)(D;;0x3;;;AU)(A;;0x3;;;WD)", 0x3,
     .deciders = {ALLOWED(0, 0x1, SE_STAGE_DACL, 1), DENIED(0, 0x2, SE_STAGE_DACL, 2)}},
    {"of a maximum, too", "D:(A;;0x1;;;WD)(D;;0x3;;;AU)(A;;0x7;;;WD)", MAX,
     .deciders = {ALLOWED(0, 0x1, SE_STAGE_DACL, 1), DENIED(0, 0x2, SE_STAGE_DACL, 2),
                  ALLOWED(0, 0x4, SE_STAGE_DACL, 3)}},
    {"no entry: the list as a whole", "D:(A;;0x1;;;WD)", 0x3,
     .deciders = {ALLOWED(0, 0x1, SE_STAGE_DACL, 1), DENIED(0, 0x2, SE_STAGE_DACL, 0)}},
    {"no list", "D:NO_ACCESS_CONTROL", 0x1, .deciders = {ALLOWED(0, 0x1, SE_STAGE_NO_DACL, 0)}},
    {"the owner", "O:" ALICE "D:(A;;0x1;;;WD)", READ_CONTROL | 0x1,
     .deciders = {ALLOWED(0, READ_CONTROL, SE_STAGE_OWNER, 0), ALLOWED(0, 0x1, SE_STAGE_DACL, 1)}},
    {"privileges", "D:(A;;0x1;;;WD)", WRITE_OWNER | ACCESS_SYSTEM_SECURITY | 0x1,
     .deciders = {ALLOWED(0, WRITE_OWNER, SE_STAGE_PRIVILEGES, 0),
                  ALLOWED(0, ACCESS_SYSTEM_SECURITY, SE_STAGE_PRIVILEGES, 0),
                  ALLOWED(0, 0x1, SE_STAGE_DACL, 1)},
     .token = {.on = SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE) |
                     SE_PRIVILEGE_BIT(SE_TAKE_OWNERSHIP_PRIVILEGE)}},
    {"a privilege that is missing", "D:(A;;0x1;;;WD)", ACCESS_SYSTEM_SECURITY | 0x1,
     .deciders = {DENIED(0, ACCESS_SYSTEM_SECURITY, SE_STAGE_PRIVILEGES, 0)}},
    {"the label", "D:(A;;FA;;;WD)S:(ML;;NW;;;HI)", 0x3,
     .deciders = {DENIED(0, 0x2, SE_STAGE_INTEGRITY, 0)}},
    {"the label, of a maximum", "D:(A;;FA;;;WD)S:(ML;;NW;;;HI)", MAX,
     .deciders = {DENIED(0, 0x2, SE_STAGE_INTEGRITY, 0), ALLOWED(0, 0x1, SE_STAGE_DACL, 1)}},
    {"the trust label", "D:(A;;FA;;;WD)S:(ML;IO;NW;;;HI)(TL;;0x1;;;S-1-19-512-4096)", 0x3,
     .deciders = {DENIED(0, 0x2, SE_STAGE_TRUST_LABEL, 2)}},
    {"a restricting SID that is denied", "D:(D;;0x2;;;RC)(A;;FA;;;WD)(A;;FA;;;RC)", 0x3,
     .deciders = {DENIED(0, 0x2, SE_STAGE_RESTRICTING, 1), ALLOWED(0, 0x1, SE_STAGE_DACL, 2)},
     .token = {.restricted = {"RC"}}},
    {"a restricting SID that is not mentioned", "D:(A;;FA;;;WD)(A;;0x1;;;RC)", 0x3,
     .deciders = {DENIED(0, 0x2, SE_STAGE_RESTRICTING, 0), ALLOWED(0, 0x1, SE_STAGE_DACL, 1)},
     .token = {.restricted = {"RC"}}},
    {"the package", "D:(A;;FA;;;WD)(A;;0x1;;;AC)", 0x3,
     .deciders = {DENIED(0, 0x2, SE_STAGE_PACKAGE, 0), ALLOWED(0, 0x1, SE_STAGE_DACL, 1)},
     .token = {.package = PACKAGE}},
    {"a property by its set", "D:(OA;;0x1;" T(1) ";;WD)(A;;0x1;;;WD)", 0x1, .types = true,
     .deciders = {ALLOWED(1, 0x1, SE_STAGE_DACL, 1), ALLOWED(3, 0x1, SE_STAGE_DACL, 1),
                  ALLOWED(4, 0x1, SE_STAGE_DACL, 2), ALLOWED(0, 0x1, SE_STAGE_DACL, 2)}},
    {"a set by its properties", "D:(OA;;0x1;" T(2) ";;WD)(OA;;0x1;" T(3) ";;WD)(A;;0x1;;;WD)", 0x1,
     .types = true,
     .deciders = {ALLOWED(2, 0x1, SE_STAGE_DACL, 1), ALLOWED(1, 0x1, SE_STAGE_DACL, 2),
                  ALLOWED(0, 0x1, SE_STAGE_DACL, 3)}},
    {"an object by a property that is denied", "D:(OD;;0x2;" T(3) ";;WD)(A;;0x3;;;WD)", 0x3,
     .types = true,
     .deciders = {DENIED(3, 0x2, SE_STAGE_DACL, 1), DENIED(1, 0x2, SE_STAGE_DACL, 1),
                  DENIED(0, 0x2, SE_STAGE_DACL, 1)}},
};

struct asked {
    struct srm_world *w;
    struct se_token *token;
    struct rtl_bytes bytes;
    struct rtl_view view;
    struct se_step steps[STEPS];
    struct se_journal journal;
    struct se_verdict verdict;
};

static void ask(struct asked *asked, const struct row *row)
{
    struct token_words words = row->token;

    words.user = ALICE;
    asked->w = srm_world_new(NULL);
    asked->token = token_from(asked->w, words);
    asked->bytes = sddl_bytes(row->text);
    asked->journal = (struct se_journal){.steps = asked->steps, .capacity = STEPS};
    ck_assert_status(
        rtl_view_from_memory(asked->w, asked->bytes.bytes, asked->bytes.size, &asked->view),
        STATUS_SUCCESS);
    se_access_check(asked->w,
                    &(struct se_access_request){
                        .subject = &(SECURITY_SUBJECT_CONTEXT){.PrimaryToken = asked->token},
                        .descriptor = &asked->view,
                        .mapping = rtl_mapping(asked->w->profile, RTL_MAPPED_File),
                        .desired = row->desired,
                        .mode = UserMode,
                        .types = row->types ? tree : NULL,
                        .type_count = row->types ? ROWS(tree) : 0,
                        .journal = &asked->journal,
                    },
                    &asked->verdict);
    ck_assert_uint_le(asked->journal.count, STEPS);
}

static void forget(struct asked *asked)
{
    ob_dereference(asked->token);
    rtl_bytes_free(&asked->bytes);
    ck_assert_uint_eq(srm_world_delete(asked->w), 0);
}

START_TEST(journal_names_who_decided)
{
    const struct row *row = &rows[_i];
    struct asked asked;

    ask(&asked, row);
    for (const struct decider *want = row->deciders; want->right; want++) {
        const struct se_step *step = se_journal_decider(&asked.journal, want->node, want->right);

        ck_assert_msg(step != NULL, "%s: nobody decided %#x", row->why, want->right);
        ck_assert_msg(step->stage == want->stage && step->entry == want->entry &&
                          step->effect == want->effect,
                      "%s: %#x on %u: stage %d, entry %u, effect %d", row->why, want->right,
                      want->node, (int)step->stage, step->entry, (int)step->effect);
    }
    forget(&asked);
}
END_TEST

START_TEST(rights_that_nobody_mentions_are_decided_by_nobody)
{
    struct asked asked;

    ask(&asked, &(const struct row){.text = "D:(A;;0x1;;;WD)", .desired = MAX});
    ck_assert_ptr_null(se_journal_decider(&asked.journal, 0, 0x2));
    forget(&asked);
}
END_TEST

/* The first entry, and what it did. */
static const struct {
    const char *text;
    enum se_effect effect;
    uint32_t match; /* place in the token; SE_MATCH_NONE */
    struct token_words token;
    bool types;
} effects[] = {
    {"D:(A;;0x1;;;" ALICE ")", SE_EFFECT_ALLOWED, .match = 0},
    {"D:(A;;0x1;;;WD)", SE_EFFECT_ALLOWED, .match = 1},
    {"D:(D;;0x1;;;WD)", SE_EFFECT_DENIED, .match = 1},
    {"D:(A;IO;0x1;;;WD)", SE_EFFECT_INHERIT_ONLY, .match = SE_MATCH_NONE},
    {"D:(A;;0x2;;;WD)", SE_EFFECT_NOT_WANTED, .match = SE_MATCH_NONE},
    {"D:(A;;0x1;;;SY)", SE_EFFECT_NO_MATCH, .match = SE_MATCH_NONE},
    {"D:(A;;0x1;;;BA)", SE_EFFECT_DISABLED, .match = 5, .token = {.groups = {{"BA", 0}}}},
    {"D:(A;;0x1;;;BA)", SE_EFFECT_DENY_ONLY, .match = 5,
     .token = {.groups = {{"BA", SE_GROUP_USE_FOR_DENY_ONLY}}}},
    {"D:(D;;0x1;;;BA)", SE_EFFECT_DENIED, .match = 5,
     .token = {.groups = {{"BA", SE_GROUP_USE_FOR_DENY_ONLY}}}},
    {"D:(OA;;0x1;" T(9) ";;WD)", SE_EFFECT_TYPE_ABSENT, .match = 1, .types = true},
    {"D:(XA;;0x1;;;WD;(@User.clearance == 1))", SE_EFFECT_CONDITION_UNKNOWN, .match = 1},
    {"D:(XA;;0x1;;;WD;(Member_of {SID(SY)}))", SE_EFFECT_CONDITION_FALSE, .match = 1},
    {"D:(XD;;0x1;;;WD;(@User.clearance == 1))", SE_EFFECT_DENIED, .match = 1},
};

START_TEST(journal_says_what_an_entry_did)
{
    const struct row row = {.text = effects[_i].text,
                            .desired = 0x1,
                            .types = effects[_i].types,
                            .token = effects[_i].token};
    struct asked asked;
    const struct se_step *step = asked.steps;

    ask(&asked, &row);
    while (step < asked.steps + asked.journal.count && step->entry != 1)
        step++;
    ck_assert_msg(step < asked.steps + asked.journal.count, "%s: not written down", row.text);
    ck_assert_msg(step->effect == effects[_i].effect, "%s: %d", row.text, (int)step->effect);
    ck_assert_msg(step->match == effects[_i].match, "%s: %u", row.text, step->match);
    ck_assert_uint_eq(step->remaining,
                      step->effect == SE_EFFECT_ALLOWED || step->effect == SE_EFFECT_DENIED ? 0
                                                                                            : 1);
    forget(&asked);
}
END_TEST

/* Steps beyond the capacity are counted. */
START_TEST(journal_that_is_full_counts_on)
{
    struct asked asked;
    struct se_step one;
    struct se_journal journal = {.steps = &one, .capacity = 1};

    ask(&asked,
        &(const struct row){.text = "D:(A;;0x1;;;SY)(A;;0x1;;;BA)(A;;0x1;;;WD)", .desired = 0x1});
    se_access_decide(asked.w,
                     &(struct se_access_request){
                         .subject = &(SECURITY_SUBJECT_CONTEXT){.PrimaryToken = asked.token},
                         .descriptor = &asked.view,
                         .mapping = rtl_mapping(asked.w->profile, RTL_MAPPED_File),
                         .desired = 0x1,
                         .journal = &journal,
                     },
                     &asked.verdict, NULL);
    ck_assert_uint_eq(journal.count, 3);
    ck_assert_uint_eq(one.entry, 1);
    ck_assert_ptr_null(se_journal_decider(&journal, 0, 0x1));
    forget(&asked);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/access_journal");

    tcase_add_loop_test(tcase, journal_names_who_decided, 0, ROWS(rows));
    tcase_add_test(tcase, rights_that_nobody_mentions_are_decided_by_nobody);
    tcase_add_loop_test(tcase, journal_says_what_an_entry_did, 0, ROWS(effects));
    tcase_add_test(tcase, journal_that_is_full_counts_on);
    return suite_end();
}
