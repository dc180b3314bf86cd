/* NtAdjustGroupsToken (access-check.md 3.2, O-9 to O-11, and T-17). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/luid.h"

#include <string.h>

#define ON        SE_GROUP_ENABLED
#define DEFAULT   SE_GROUP_ENABLED_BY_DEFAULT
#define DENY      SE_GROUP_USE_FOR_DENY_ONLY
#define MANDATORY STATUS_CANT_DISABLE_MANDATORY
#define NOT_ALL   STATUS_NOT_ALL_ASSIGNED
#define LABEL     "S-1-16-8192"
#define LOGON     "S-1-5-5-0-77"
#define UNTOUCHED 0xDEADBEEF

struct entry {
    const char *sid; /* NULL ends them */
    DWORD attributes;
};

/* TOKEN_GROUPS with room, and the SIDs. */
struct list {
    DWORD count;
    SID_AND_ATTRIBUTES rows[4];
    SE_SID sids[4];
};

static struct stage stage;
static struct se_token *token;
static HANDLE handle;
static union {
    TOKEN_GROUPS groups;
    unsigned char bytes[1024];
} previous;
static struct list wanted;
static ULONG length;

/* Everyone and more are mandatory; the others are for denials only, off, on, and off by chance. */
static void open_stage_of(const char *profile)
{
    stage_open(&stage, profile);
    act_as(stage.client_thread);
    token = token_from(
        stage.w,
        (struct token_words){
            .user = ALICE,
            .groups = {{"BA", DENY}, {"BG", 0}, {"BO", ON | SE_GROUP_OWNER}, {"SO", DEFAULT}}});
    handle = handle_to(stage.client_thread, token, TOKEN_ADJUST_GROUPS | TOKEN_QUERY);
    memset(&previous, 0xEE, sizeof previous);
    length = UNTOUCHED;
}

static void open_stage(void)
{
    open_stage_of(NULL);
}

static void close_stage(void)
{
    srm_release(token);
    stage_close(&stage);
}

static PTOKEN_GROUPS groups_of(const struct entry *entries, size_t count)
{
    wanted.count = 0;
    for (size_t i = 0; i < count && entries[i].sid; i++) {
        wanted.sids[i] = sid_from_word(entries[i].sid);
        wanted.rows[i] = (SID_AND_ATTRIBUTES){&wanted.sids[i], entries[i].attributes};
        wanted.count++;
    }
    return (PTOKEN_GROUPS)(void *)&wanted;
}

static PTOKEN_GROUPS one(const char *sid, DWORD attributes)
{
    return groups_of(&(struct entry){sid, attributes}, 1);
}

static NTSTATUS adjust(PTOKEN_GROUPS groups)
{
    return NtAdjustGroupsToken(handle, FALSE, groups, sizeof previous, &previous.groups, &length);
}

static uint32_t attributes_of(const char *word)
{
    const SE_SID sid = sid_from_word(word);

    for (uint32_t i = 0; i < token->body->count; i++)
        if (rtl_sid_equal(&token->body->sids[i].Sid, &sid.Sid))
            return token->attributes->values[i];
    ck_abort_msg("%s is not in the token", word);
}

static const struct {
    const char *why;
    struct entry wanted[4];
    NTSTATUS status;
    struct entry after[3];
    DWORD reported;
} rows[] = {
    {"enabling", {{"BG", ON}}, STATUS_SUCCESS, {{"BG", ON}}, 1},
    {"disabling", {{"BO", 0}}, STATUS_SUCCESS, {{"BO", SE_GROUP_OWNER}}, 1},
    {"what is so already: on", {{"BO", ON}}, STATUS_SUCCESS, {{"BO", ON | SE_GROUP_OWNER}}, 0},
    {"what is so already: off", {{"BG", 0}}, STATUS_SUCCESS, {{"BG", 0}}, 0},
    {"other attributes mean nothing", {{"BG", ~(DWORD)ON}}, STATUS_SUCCESS, {{"BG", 0}}, 0},
    {"nor do they come in with ENABLED", {{"BG", 0xFFFFFFFF}}, STATUS_SUCCESS, {{"BG", ON}}, 1},
    {"two at once",
     {{"BG", ON}, {"BO", 0}},
     STATUS_SUCCESS,
     {{"BG", ON}, {"BO", SE_GROUP_OWNER}},
     2},
    {"the last row of a group wins", {{"BG", ON}, {"BG", 0}}, STATUS_SUCCESS, {{"BG", 0}}, 0},
    {"nothing at all", {{NULL, 0}}, STATUS_SUCCESS, {{"BG", 0}}, 0},
    {"only a missing one", {{"RD", ON}}, NOT_ALL, {{"BG", 0}}, 0},
    {"a missing one is missing for disabling too", {{"RD", 0}}, NOT_ALL, {{"BG", 0}}, 0},
    {"a missing one does not stop the others", {{"RD", ON}, {"BG", ON}}, NOT_ALL, {{"BG", ON}}, 1},
    {"a mandatory group stays enabled without an error",
     {{"WD", ON}},
     STATUS_SUCCESS,
     {{"WD", 7}},
     0},
    {"what is for denials only stays disabled without an error",
     {{"BA", 0}},
     STATUS_SUCCESS,
     {{"BA", DENY}},
     0},
    {"the user counts as enabled", {{ALICE, ON}}, STATUS_SUCCESS, {{ALICE, 0}}, 0},
    {"so does the label", {{LABEL, ON}, {"BG", ON}}, STATUS_SUCCESS, {{"BG", ON}}, 1},
    {"another label is not in the token", {{"S-1-16-4096", 0}}, NOT_ALL, {{"BG", 0}}, 0},
};

START_TEST(groups_become_what_the_row_says)
{
    const LUID modified = token->ModifiedId;

    ck_assert_msg(adjust(groups_of(rows[_i].wanted, 4)) == rows[_i].status, "%s", rows[_i].why);
    for (int i = 0; i < 3 && rows[_i].after[i].sid; i++)
        ck_assert_msg(attributes_of(rows[_i].after[i].sid) == rows[_i].after[i].attributes, "%s",
                      rows[_i].why);
    ck_assert_uint_eq(previous.groups.GroupCount, rows[_i].reported);
    ck_assert(rtl_luid_equal(token->ModifiedId, modified) == (rows[_i].reported == 0));
}
END_TEST

/* What comes before the entry that fails is not changed either. */
static const struct {
    const char *why;
    struct entry wanted[4];
    NTSTATUS status;
} refusals[] = {
    {"a mandatory group", {{"BG", ON}, {"WD", 0}}, MANDATORY},
    {"the user", {{"BG", ON}, {ALICE, 0}}, MANDATORY},
    {"the label", {{"BG", ON}, {LABEL, 0}}, MANDATORY},
    {"a group for denials only", {{"BG", ON}, {"BA", ON}}, STATUS_CANT_ENABLE_DENY_ONLY},
    {"the first refusal counts", {{"BA", ON}, {"WD", 0}}, STATUS_CANT_ENABLE_DENY_ONLY},
    {"and not the order in the token", {{"WD", 0}, {"BA", ON}}, MANDATORY},
    {"a refusal wins over a missing one", {{"RD", ON}, {"WD", 0}}, MANDATORY},
};

START_TEST(refused_changes_nothing)
{
    const LUID modified = token->ModifiedId;

    ck_assert_msg(adjust(groups_of(refusals[_i].wanted, 4)) == refusals[_i].status, "%s",
                  refusals[_i].why);
    ck_assert_uint_eq(attributes_of("BG"), 0);
    ck_assert_uint_eq(attributes_of("BA"), DENY);
    ck_assert_uint_eq(attributes_of("WD"), 7);
    ck_assert(rtl_luid_equal(token->ModifiedId, modified));
    ck_assert_uint_eq(previous.groups.GroupCount, 0xEEEEEEEE);
    ck_assert_uint_eq(length, UNTOUCHED);
}
END_TEST

static void take_token(struct token_words words)
{
    srm_release(token);
    token = token_from(stage.w, words);
    handle = handle_to(stage.client_thread, token, TOKEN_ALL_ACCESS);
}

/* O-11, even where the attributes of the group forget to say so. */
static const DWORD logon_attributes[] = {SE_GROUP_LOGON_ID | 7, SE_GROUP_LOGON_ID | ON};

START_TEST(logon_sid_is_mandatory)
{
    take_token((struct token_words){.user = ALICE, .groups = {{LOGON, logon_attributes[_i]}}});
    ck_assert_status(adjust(one(LOGON, 0)), MANDATORY);
    ck_assert_status(adjust(one(LOGON, ON)), STATUS_SUCCESS);
    ck_assert_uint_eq(attributes_of(LOGON), logon_attributes[_i]);
}
END_TEST

/* O-10: what is mandatory cannot be asked to be disabled, even if it is disabled already. */
START_TEST(mandatory_group_for_denials_only_cannot_be_adjusted)
{
    take_token((struct token_words){.user = ALICE, .groups = {{"BO", SE_GROUP_MANDATORY | DENY}}});
    ck_assert_status(adjust(one("BO", ON)), STATUS_CANT_ENABLE_DENY_ONLY);
    ck_assert_status(adjust(one("BO", 0)), MANDATORY);
    ck_assert_uint_eq(attributes_of("BO"), SE_GROUP_MANDATORY | DENY);
}
END_TEST

START_TEST(user_for_denials_only_cannot_be_adjusted)
{
    take_token((struct token_words){.user = ALICE, .user_attributes = DENY});
    ck_assert_status(adjust(one(ALICE, ON)), STATUS_CANT_ENABLE_DENY_ONLY);
    ck_assert_status(adjust(one(ALICE, 0)), MANDATORY);
    ck_assert_uint_eq(attributes_of(ALICE), DENY);
}
END_TEST

START_TEST(reset_brings_the_defaults_back)
{
    const LUID modified = token->ModifiedId;

    ck_assert_status(
        NtAdjustGroupsToken(handle, TRUE, NULL, sizeof previous, &previous.groups, &length),
        STATUS_SUCCESS);
    ck_assert_uint_eq(attributes_of("BO"), SE_GROUP_OWNER);
    ck_assert_uint_eq(attributes_of("SO"), DEFAULT | ON);
    ck_assert_uint_eq(attributes_of("BG"), 0);
    ck_assert_uint_eq(attributes_of("BA"), DENY);
    ck_assert_uint_eq(attributes_of("WD"), 7);
    ck_assert_uint_eq(attributes_of(ALICE), 0);
    ck_assert_uint_eq(previous.groups.GroupCount, 2);
    ck_assert(!rtl_luid_equal(token->ModifiedId, modified));
}
END_TEST

START_TEST(reset_leaves_alone_what_cannot_be_changed)
{
    take_token((struct token_words){.user = ALICE,
                                    .user_attributes = DEFAULT,
                                    .groups = {{"BO", SE_GROUP_MANDATORY | ON},
                                               {"BA", DEFAULT | DENY},
                                               {LOGON, SE_GROUP_LOGON_ID | ON}}});
    ck_assert_status(NtAdjustGroupsToken(handle, TRUE, NULL, 0, NULL, NULL), STATUS_SUCCESS);
    ck_assert_uint_eq(attributes_of(ALICE), DEFAULT);
    ck_assert_uint_eq(attributes_of("BO"), SE_GROUP_MANDATORY | ON);
    ck_assert_uint_eq(attributes_of("BA"), DEFAULT | DENY);
    ck_assert_uint_eq(attributes_of(LOGON), SE_GROUP_LOGON_ID | ON);
}
END_TEST

START_TEST(reset_ignores_the_new_state)
{
    ck_assert_status(NtAdjustGroupsToken(handle, TRUE, SRM_UNREADABLE, 0, NULL, NULL),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(attributes_of("SO"), DEFAULT | ON);
}
END_TEST

START_TEST(previous_state_tells_what_changed)
{
    const SID_AND_ATTRIBUTES *told = previous.groups.Groups;
    const struct entry both[] = {{"BO", 0}, {"BG", ON}};
    const SE_SID guests = sid_from_word("BG"), operators = sid_from_word("BO");
    const size_t size = offsetof(TOKEN_GROUPS, Groups) + 2 * sizeof *told + 2 * 16;

    ck_assert_status(adjust(groups_of(both, 2)), STATUS_SUCCESS);
    ck_assert_uint_eq(length, size);
    ck_assert_uint_eq(previous.groups.GroupCount, 2);
    ck_assert(rtl_sid_equal(told[0].Sid, &guests.Sid)); /* in the order of the token */
    ck_assert(rtl_sid_equal(told[1].Sid, &operators.Sid));
    ck_assert_uint_eq(told[0].Attributes, 0);
    ck_assert_uint_eq(told[1].Attributes, ON | SE_GROUP_OWNER);
    ck_assert_ptr_eq(told[0].Sid, previous.bytes + size - 32);
    ck_assert_ptr_eq(told[1].Sid, previous.bytes + size - 16);
    ck_assert_uint_eq(previous.bytes[size], 0xEE);
}
END_TEST

START_TEST(previous_state_restores)
{
    const struct entry both[] = {{"BO", 0}, {"BG", ON}};

    ck_assert_status(adjust(groups_of(both, 2)), STATUS_SUCCESS);
    ck_assert_status(adjust(&previous.groups), STATUS_SUCCESS); /* one buffer for both */
    ck_assert_uint_eq(attributes_of("BO"), ON | SE_GROUP_OWNER);
    ck_assert_uint_eq(attributes_of("BG"), 0);
    ck_assert_uint_eq(previous.groups.GroupCount, 2);
    ck_assert_uint_eq(previous.groups.Groups[0].Attributes, ON);
}
END_TEST

/* O-6, O-9: nothing changes; the size is told. */
static const struct {
    ULONG size;
    NTSTATUS status;
} buffers[] = {
    {0, STATUS_BUFFER_TOO_SMALL},
    {8, STATUS_BUFFER_TOO_SMALL},
    {offsetof(TOKEN_GROUPS, Groups) + sizeof(SID_AND_ATTRIBUTES) + 15, STATUS_BUFFER_TOO_SMALL},
    {offsetof(TOKEN_GROUPS, Groups) + sizeof(SID_AND_ATTRIBUTES) + 16, STATUS_SUCCESS}};

START_TEST(buffer_must_hold_what_changes)
{
    const bool fits = NT_SUCCESS(buffers[_i].status);
    const LUID modified = token->ModifiedId;

    ck_assert_status(NtAdjustGroupsToken(handle, FALSE, one("BG", ON), buffers[_i].size,
                                         &previous.groups, &length),
                     buffers[_i].status);
    ck_assert_uint_eq(length, offsetof(TOKEN_GROUPS, Groups) + sizeof(SID_AND_ATTRIBUTES) + 16);
    ck_assert_uint_eq(attributes_of("BG"), fits ? ON : 0);
    ck_assert_uint_eq(previous.groups.GroupCount, fits ? 1 : 0xEEEEEEEE);
    ck_assert(rtl_luid_equal(token->ModifiedId, modified) == !fits);
}
END_TEST

START_TEST(without_previous_state_no_length_is_written)
{
    ck_assert_status(NtAdjustGroupsToken(handle, FALSE, one("BG", ON), 0, NULL, &length),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(length, UNTOUCHED);
    ck_assert_status(NtAdjustGroupsToken(handle, FALSE, one("BG", 0), 0, NULL, SRM_UNREADABLE),
                     STATUS_SUCCESS);
}
END_TEST

START_TEST(checks_come_in_order)
{
    PTOKEN_GROUPS state = NULL, old = SRM_UNREADABLE;
    ULONG *returned = NULL;
    HANDLE target = NULL;

#define ADJUST NtAdjustGroupsToken(target, FALSE, state, sizeof previous, old, returned)
    ck_assert_status(ADJUST, STATUS_INVALID_PARAMETER);
    state = SRM_UNREADABLE;
    ck_assert_status(ADJUST, STATUS_ACCESS_VIOLATION);
    state = one("BG", ON);
    ck_assert_status(ADJUST, STATUS_ACCESS_VIOLATION);
    old = &previous.groups;
    ck_assert_status(ADJUST, STATUS_ACCESS_VIOLATION);
    returned = &length;
    ck_assert_status(ADJUST, STATUS_INVALID_HANDLE);
    target = NtCurrentThread();
    ck_assert_status(ADJUST, STATUS_OBJECT_TYPE_MISMATCH);
    target = handle_to(stage.client_thread, token, TOKEN_QUERY | TOKEN_ADJUST_PRIVILEGES);
    ck_assert_status(ADJUST, STATUS_ACCESS_DENIED);
    target = handle_to(stage.client_thread, token, TOKEN_ADJUST_GROUPS);
    ck_assert_status(ADJUST, STATUS_ACCESS_DENIED);
    ck_assert_uint_eq(attributes_of("BG"), 0);
    old = NULL;
    ck_assert_status(ADJUST, STATUS_SUCCESS);
    ck_assert_uint_eq(attributes_of("BG"), ON);
#undef ADJUST
}
END_TEST

START_TEST(list_is_captured_whole)
{
    SE_SID broken = sid_from_word("BO");
    PTOKEN_GROUPS groups = one("BG", ON);

    broken.Sid.Revision = 2;
    wanted.rows[1] = (SID_AND_ATTRIBUTES){&broken, 0};
    wanted.count = 2;
    ck_assert_status(adjust(groups), STATUS_INVALID_SID);
    wanted.rows[1].Sid = SRM_UNREADABLE;
    ck_assert_status(adjust(groups), STATUS_ACCESS_VIOLATION);
    wanted.count = 0x1001;
    ck_assert_status(adjust(groups), STATUS_INVALID_PARAMETER);
    ck_assert_uint_eq(attributes_of("BG"), 0);
}
END_TEST

START_TEST(list_needs_memory)
{
    ck_assert(srm_pool_fail(stage.w, "CapturedList", 1, false));
    ck_assert_status(adjust(one("BG", ON)), STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_uint_eq(attributes_of("BG"), 0);
    ck_assert_status(adjust(one("BG", ON)), STATUS_SUCCESS);
}
END_TEST

/* Labels came with Vista: before it a label is a SID like others. */
static const struct {
    const char *profile;
    NTSTATUS status;
} labels[] = {{"nt5.2", NOT_ALL}, {"nt6.0", MANDATORY}, {"nt10.0", MANDATORY}};

START_TEST(label_is_mandatory_since_vista)
{
    close_stage();
    open_stage_of(labels[_i].profile);
    ck_assert_status(adjust(one(LABEL, 0)), labels[_i].status);
}
END_TEST

START_TEST(copies_are_independent)
{
    struct se_token *copy = se_token_copy(token, TokenPrimary, SecurityAnonymous, false);

    ck_assert_status(adjust(one("BG", ON)), STATUS_SUCCESS);
    ck_assert_uint_eq(attributes_of("BG"), ON);
    ck_assert_int_ne(memcmp(copy->attributes->values, token->attributes->values,
                            token->body->count * sizeof(uint32_t)),
                     0);
    srm_release(copy);
}
END_TEST

START_TEST(kernel_mode_is_trusted)
{
    handle = handle_to(stage.client_thread, token, 0);
    srm_thread_set_kernel_mode(stage.client_thread, true);
    ck_assert_status(
        NtAdjustGroupsToken(handle, FALSE, one("BG", ON), sizeof previous, &previous.groups, NULL),
        STATUS_SUCCESS);
    ck_assert_uint_eq(previous.groups.GroupCount, 1);
    ck_assert_status(adjust(one("WD", 0)), MANDATORY);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/adjust_groups");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, groups_become_what_the_row_says, 0, ROWS(rows));
    tcase_add_loop_test(tcase, refused_changes_nothing, 0, ROWS(refusals));
    tcase_add_loop_test(tcase, logon_sid_is_mandatory, 0, ROWS(logon_attributes));
    tcase_add_test(tcase, mandatory_group_for_denials_only_cannot_be_adjusted);
    tcase_add_test(tcase, user_for_denials_only_cannot_be_adjusted);
    tcase_add_test(tcase, reset_brings_the_defaults_back);
    tcase_add_test(tcase, reset_leaves_alone_what_cannot_be_changed);
    tcase_add_test(tcase, reset_ignores_the_new_state);
    tcase_add_test(tcase, previous_state_tells_what_changed);
    tcase_add_test(tcase, previous_state_restores);
    tcase_add_loop_test(tcase, buffer_must_hold_what_changes, 0, ROWS(buffers));
    tcase_add_test(tcase, without_previous_state_no_length_is_written);
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_test(tcase, list_is_captured_whole);
    tcase_add_test(tcase, list_needs_memory);
    tcase_add_loop_test(tcase, label_is_mandatory_since_vista, 0, ROWS(labels));
    tcase_add_test(tcase, copies_are_independent);
    tcase_add_test(tcase, kernel_mode_is_trusted);
    return suite_end();
}
