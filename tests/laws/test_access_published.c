/*
 * The examples of access-check.md section 9: the transcription answers them as they are known, and
 * so does the model. The token is that of a user in Everyone, Authenticated Users and Users, at
 * Medium integrity, unless the row changes it.
 */
#include "laws/access/compare.h"
#include "laws/access/plain_bytes.h"
#include "laws/access/reference.h"
#include "support/sddl.h"
#include "support/suite.h"

#include <string.h>

#define U       "S-1-5-21-1-2-3-1000"
#define PACKAGE "S-1-15-2-1-2-3-4"
#define MAX     MAXIMUM_ALLOWED
#define ASS     ACCESS_SYSTEM_SECURITY
#define FR      0x120089u
#define FW      0x120116u
#define FA      0x1F01FFu
#define D       STATUS_ACCESS_DENIED
#define HELD    STATUS_PRIVILEGE_NOT_HELD
#define OK      STATUS_SUCCESS

/* What the row changes in the token. */
enum change {
    AS_USUAL,
    ADMINISTRATORS_DISABLED,
    ADMINISTRATORS_DENY_ONLY,
    MAY_AUDIT,
    MAY_TAKE_OWNERSHIP,
    RESTRICTED_CODE,
    RESTRICTED_TO_USER,
    RESTRICTED_TO_EVERYONE,
    RESTRICTED_FOR_WRITING,
    LOW,
    LOW_WITHOUT_POLICY,
    APP_CONTAINER,
    LESS_PRIVILEGED,
    SELF_IS_USER,
};

static const struct {
    int example;
    const char *descriptor;
    enum change change;
    uint32_t desired, granted;
    NTSTATUS status;
} rows[] = {
    {1, "O:SYG:SYD:(A;;FR;;;WD)", AS_USUAL, FR, FR, OK},
    {1, "O:SYG:SYD:(A;;FR;;;BA)", ADMINISTRATORS_DISABLED, FR, 0, D},
    {2, "O:SYG:SYD:(D;;0x1;;;" U ")(A;;FA;;;WD)", AS_USUAL, 0x1, 0, D},
    {2, "O:SYG:SYD:(D;;0x1;;;" U ")(A;;FA;;;WD)", AS_USUAL, 0x2, 0x2, OK},
    {2, "O:SYG:SYD:(D;;0x1;;;" U ")(A;;FA;;;WD)", AS_USUAL, 0x3, 0, D},
    {3, "O:SYG:SYD:(A;;0x3;;;WD)(D;;0x2;;;" U ")", AS_USUAL, 0x2, 0x2, OK},
    {3, "O:SYG:SYD:(A;;0x3;;;WD)(D;;0x2;;;" U ")", AS_USUAL, MAX, 0x3, OK},
    {4, "O:SYG:SYD:(A;;0x1;;;WD)(D;;0x2;;;" U ")(A;;0x2;;;WD)", AS_USUAL, 0x3, 0, D},
    {4, "O:SYG:SYD:(A;;0x1;;;WD)(D;;0x2;;;" U ")(A;;0x2;;;WD)", AS_USUAL, MAX, 0x1, OK},
    {5, "O:SYG:SYD:(A;IO;FA;;;WD)", AS_USUAL, 0x1, 0, D},
    {5, "O:SYG:SYD:(A;IO;FA;;;WD)", AS_USUAL, MAX, 0, D},
    {6, "O:SYG:SYD:NO_ACCESS_CONTROL", AS_USUAL, FA, FA, OK},
    {6, "O:SYG:SY", AS_USUAL, MAX, FA, OK},
    {6, "O:SYG:SY", AS_USUAL, ASS, 0, HELD},
    {7, "O:" U "G:SYD:", AS_USUAL, 0x60000, 0x60000, OK},
    {7, "O:" U "G:SYD:", AS_USUAL, MAX, 0x60000, OK},
    {7, "O:" U "G:SYD:", AS_USUAL, 0x1, 0, D},
    {7, "O:" U "G:SYD:", AS_USUAL, WRITE_OWNER, 0, D},
    {7, "O:" U "G:SYD:", AS_USUAL, DELETE, 0, D},
    {8, "O:" U "G:SYD:(D;;RCWD;;;" U ")", AS_USUAL, 0x60000, 0x60000, OK},
    {9, "O:" U "G:SYD:(A;;RC;;;OW)", AS_USUAL, WRITE_DAC, 0, D},
    {9, "O:" U "G:SYD:(A;;RC;;;OW)", AS_USUAL, MAX, 0x20000, OK},
    {9, "O:" U "G:SYD:(D;;0x1;;;OW)(A;;FR;;;" U ")", AS_USUAL, MAX, 0x120088, OK},
    {9, "O:" U "G:SYD:(A;;FR;;;" U ")(A;;0x2;;;OW)(D;;0x3;;;OW)", AS_USUAL, MAX, 0x12008B, OK},
    {10, "O:BAG:SYD:", ADMINISTRATORS_DENY_ONLY, MAX, 0, D},
    {10, "O:BAG:SYD:(D;;0x2;;;BA)(A;;FA;;;WD)", ADMINISTRATORS_DENY_ONLY, 0x2, 0, D},
    {10, "O:BAG:SYD:(D;;0x2;;;BA)(A;;FA;;;WD)", ADMINISTRATORS_DENY_ONLY, 0x1, 0x1, OK},
    {10, "O:BAG:SYD:(D;;0x2;;;BA)(A;;FA;;;WD)", ADMINISTRATORS_DISABLED, 0x2, 0x2, OK},
    {11, "O:SYG:SYD:(A;;FA;;;WD)", AS_USUAL, ASS, 0, HELD},
    {11, "O:SYG:SYD:(A;;FA;;;WD)", MAY_AUDIT, ASS, ASS, OK},
    {11, "O:SYG:SYD:(A;;0x1000000;;;WD)", AS_USUAL, ASS, 0, HELD},
    {11, "O:SYG:SYD:(A;;FA;;;WD)", MAY_AUDIT, MAX, FA, OK},
    {11, "O:SYG:SYD:(A;;FA;;;WD)", MAY_AUDIT, MAX | ASS, 0x11F01FF, OK},
    {12, "O:SYG:SYD:", MAY_TAKE_OWNERSHIP, WRITE_OWNER, WRITE_OWNER, OK},
    {12, "O:SYG:SYD:", MAY_TAKE_OWNERSHIP, MAX, 0, D},
    {12, "O:SYG:SYD:", MAY_TAKE_OWNERSHIP, MAX | WRITE_OWNER, WRITE_OWNER, OK},
    {13, "O:SYG:SYD:(A;;FA;;;WD)", RESTRICTED_CODE, 0x1, 0, D},
    {13, "O:SYG:SYD:(A;;FA;;;WD)(A;;FR;;;RC)", RESTRICTED_CODE, FR, FR, OK},
    {13, "O:SYG:SYD:(A;;FA;;;WD)(A;;FR;;;RC)", RESTRICTED_CODE, 0x2, 0, D},
    {13, "O:SYG:SYD:(A;;FA;;;WD)(A;;FR;;;RC)", RESTRICTED_CODE, MAX, FR, OK},
    {14, "O:" U "G:SYD:", RESTRICTED_TO_USER, READ_CONTROL, READ_CONTROL, OK},
    {14, "O:" U "G:SYD:", RESTRICTED_TO_EVERYONE, READ_CONTROL, 0, D},
    {15, "O:SYG:SYD:(A;;FA;;;WD)", RESTRICTED_FOR_WRITING, FR, FR, OK},
    {15, "O:SYG:SYD:(A;;FA;;;WD)", RESTRICTED_FOR_WRITING, 0x2, 0, D},
    {15, "O:SYG:SYD:(A;;FA;;;WD)(A;;FW;;;S-1-5-33)", RESTRICTED_FOR_WRITING, 0x2, 0x2, OK},
    {16, "O:SYG:SYD:(A;;FA;;;WD)", LOW, FW, 0, D},
    {16, "O:SYG:SYD:(A;;FA;;;WD)", LOW, FR, FR, OK},
    {16, "O:SYG:SYD:(A;;FA;;;WD)", LOW, MAX, 0x1200A9, OK},
    {16, "O:" U "G:SYD:(A;;FA;;;WD)", LOW, WRITE_DAC, 0, D},
    {16, "O:SYG:SYD:(A;;FA;;;WD)", LOW_WITHOUT_POLICY, FW, FW, OK},
    {17, "O:SYG:SYD:(A;;FA;;;WD)S:(ML;IO;NW;;;HI)", AS_USUAL, FW, FW, OK},
    {17, "O:SYG:SYD:(A;;FA;;;WD)S:(ML;;NW;;;HI)", AS_USUAL, FW, 0, D},
    {17, "O:SYG:SYD:(A;;FA;;;WD)S:(ML;;NW;;;HI)", AS_USUAL, FR, FR, OK},
    {17, "O:SYG:SYD:(A;;FA;;;WD)S:(ML;;NWNR;;;HI)", AS_USUAL, FR, 0, D},
    {19, "O:SYG:SYD:(A;;FA;;;WD)", APP_CONTAINER, 0x1, 0, D},
    {19, "O:SYG:SYD:(A;;FA;;;WD)(A;;FA;;;AC)", APP_CONTAINER, FW, FW, OK},
    {19, "O:SYG:SYD:(A;;FA;;;WD)(A;;FA;;;AC)S:(ML;;NW;;;HI)", APP_CONTAINER, FW, 0, D},
    {19, "O:SYG:SYD:(A;;FA;;;AC)", APP_CONTAINER, 0x1, 0, D},
    {19, "O:" U "G:SYD:", APP_CONTAINER, READ_CONTROL, 0, D},
    {19, "O:SYG:SYD:(A;;FA;;;WD)(A;;FA;;;AC)", LESS_PRIVILEGED, 0x1, 0, D},
    {20, "O:SYG:SYD:(A;;0x1;;;PS)", AS_USUAL, 0x1, 0, D},
    {20, "O:SYG:SYD:(A;;0x1;;;PS)", SELF_IS_USER, 0x1, 0x1, OK},
    {25, "O:SYG:SYD:(XD;;FA;;;WD;(@User.a == 1))(A;;FA;;;WD)", AS_USUAL, FR, 0, D},
    {25, "O:SYG:SYD:(XA;;FA;;;WD;(@User.a == 1))", AS_USUAL, FR, 0, D},
    {38, "O:SYG:SYD:(A;;FA;;;WD)S:(TL;;0x2;;;S-1-19-512-8192)", AS_USUAL, MAX, 0x2, OK},
    {38, "O:SYG:SYD:(A;;FA;;;WD)S:(TL;;0x2;;;S-1-19-512-8192)", MAY_AUDIT, MAX | ASS, ASS | 0x2,
     OK},
    {41, "O:SYG:SYD:(A;;FA;;;WD)", AS_USUAL, 0, 0, D},
};

static struct plain_sid sid(const char *text)
{
    struct plain_sid plain = {.size = 0};
    SE_SID made;

    ck_assert(rtl_sid_from_text(text, strlen(text), &made) ||
              rtl_sid_from_name(text, strlen(text), &made));
    plain.size = (unsigned char)rtl_sid_length(&made.Sid);
    memcpy(plain.bytes, &made, plain.size);
    return plain;
}

static void add(struct plain_token *token, const char *text, uint32_t attributes)
{
    token->sids[token->count] = sid(text);
    token->attributes[token->count++] = attributes;
}

static void restrict_to(struct plain_token *token, const char *text)
{
    token->restricting[token->restricting_count++] = sid(text);
}

static struct plain_token user(void)
{
    struct plain_token token = {.integrity = 0x2000, .mandatory_policy = 3};

    add(&token, U, 0);
    add(&token, "WD", 7);
    add(&token, "AU", 7);
    add(&token, "BU", 7);
    return token;
}

static void make_low(struct plain_token *token, enum change change)
{
    token->integrity = 0x1000;
    if (change == LOW_WITHOUT_POLICY)
        token->mandatory_policy = 0;
    if (change == APP_CONTAINER || change == LESS_PRIVILEGED)
        token->package = sid(PACKAGE);
    token->less_privileged = change == LESS_PRIVILEGED;
}

static void apply(struct plain_question *question, enum change change)
{
    struct plain_token *token = &question->token;

    switch (change) {
    case AS_USUAL:
        break;
    case ADMINISTRATORS_DISABLED:
        add(token, "BA", 0);
        break;
    case ADMINISTRATORS_DENY_ONLY:
        add(token, "BA", 0x10);
        break;
    case MAY_AUDIT:
        token->security = true;
        break;
    case MAY_TAKE_OWNERSHIP:
        token->take_ownership = true;
        break;
    case RESTRICTED_CODE:
        restrict_to(token, "RC");
        break;
    case RESTRICTED_TO_USER:
        restrict_to(token, U);
        break;
    case RESTRICTED_TO_EVERYONE:
        restrict_to(token, "WD");
        break;
    case RESTRICTED_FOR_WRITING:
        restrict_to(token, "S-1-5-33");
        token->write_restricted = true;
        break;
    case LOW:
    case LOW_WITHOUT_POLICY:
    case APP_CONTAINER:
    case LESS_PRIVILEGED:
        make_low(token, change);
        break;
    case SELF_IS_USER:
        question->self = sid(U);
        break;
    }
}

static struct plain_question question_in(struct srm_world *w, const char *descriptor,
                                         uint32_t desired)
{
    struct plain_question question = {
        .system = plain_system_of(w),
        .token = user(),
        .server = user(),
        .impersonating = true,
        .level = SecurityImpersonation,
        .mapping = {FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS},
        .desired = desired,
    };
    struct rtl_bytes bytes = sddl_bytes(descriptor);

    ck_assert(plain_descriptor_read(bytes.bytes, bytes.size, &question.descriptor));
    rtl_bytes_free(&bytes);
    return question;
}

START_TEST(example_is_answered)
{
    struct srm_world *w = srm_world_new(NULL);
    struct plain_question question = question_in(w, rows[_i].descriptor, rows[_i].desired);
    struct plain_answer answer;

    apply(&question, rows[_i].change);
    answer = reference_check(&question);
    ck_assert_msg(answer.status == (uint32_t)rows[_i].status && answer.granted == rows[_i].granted,
                  "example %d, %s, %#x: the transcription says %s, %#x", rows[_i].example,
                  rows[_i].descriptor, rows[_i].desired, status_text((NTSTATUS)answer.status),
                  answer.granted);
    ck_assert_msg(plain_answers_agree(w, &question, &(struct plain_way){.decide = false}),
                  "example %d, %s, %#x: the model says something else", rows[_i].example,
                  rows[_i].descriptor, rows[_i].desired);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* Example 21: the root, Set 1 with X and Y, Set 2 with Z, which may not be owned. */
static const struct {
    unsigned level;
    bool refused;
} nodes[] = {{0, true}, {1, false}, {2, false}, {2, false}, {1, true}, {2, true}};

START_TEST(tree_is_answered)
{
    const struct plain_way way = {.decide = true};
    struct srm_world *w = srm_world_new(NULL);
    struct plain_question question =
        question_in(w, "O:SYG:SYD:(OD;;WO;00000005-0000-0000-0000-000000000000;;WD)(A;;RCWO;;;WD)",
                    READ_CONTROL | WRITE_OWNER);
    struct plain_answer answer;

    question.type_count = ROWS(nodes);
    for (unsigned i = 0; i < question.type_count; i++)
        question.types[i] =
            (struct plain_type){.level = nodes[i].level, .guid = {{(unsigned char)i}}};
    ck_assert_uint_eq(reference_decide(&question).status, (uint32_t)D);
    ck_assert(plain_answers_agree(w, &question, &way));
    question.each_node = true;
    answer = reference_decide(&question);
    for (unsigned i = 0; i < question.type_count; i++) {
        const uint32_t granted = nodes[i].refused ? READ_CONTROL : READ_CONTROL | WRITE_OWNER;

        ck_assert_uint_eq(answer.node_status[i], (uint32_t)(nodes[i].refused ? D : OK));
        ck_assert_uint_eq(answer.node_granted[i], granted);
    }
    ck_assert(plain_answers_agree(w, &question, &way));
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/access_published");

    tcase_add_loop_test(tcase, example_is_answered, 0, ROWS(rows));
    tcase_add_test(tcase, tree_is_answered);
    return suite_end();
}
