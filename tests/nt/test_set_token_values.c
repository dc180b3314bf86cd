/* NtSetInformationToken: what each class accepts and what becomes of it (access-check O-30). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/luid.h"

#include <string.h>

static struct stage stage;
static PETHREAD caller;
static struct se_token *token;
static struct se_token before;
static HANDLE handle;
static const uint64_t all = UINT64_MAX;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    token = token_from(stage.w, (struct token_words){
                                    .like = "administrator",
                                    .user = BOB,
                                    .groups = {{"BG", SE_GROUP_OWNER},
                                               {"BO", SE_GROUP_OWNER | SE_GROUP_USE_FOR_DENY_ONLY},
                                               {"S-1-5-21-1-2-3-4-5-6-7-8-9", 0}},
                                });
    handle = handle_to(caller, token, TOKEN_ADJUST_DEFAULT | TOKEN_ADJUST_SESSIONID);
    before = *token;
}

static void close_stage(void)
{
    ob_dereference(token);
    stage_close(&stage);
}

static void assert_unchanged(void)
{
    ck_assert_mem_eq(token, &before, sizeof before);
}

/* Whether the status is that, and the token changed or not accordingly. */
static void assert_set(NTSTATUS status, NTSTATUS expected)
{
    ck_assert_status(status, expected);
    if (NT_SUCCESS(expected))
        ck_assert(!rtl_luid_equal(token->ModifiedId, before.ModifiedId));
    else
        assert_unchanged();
    before = *token;
}

#define SET(class, information) \
    NtSetInformationToken(handle, (class), &(information), sizeof(information))

static NTSTATUS set_number(TOKEN_INFORMATION_CLASS class, ULONG number)
{
    return SET(class, number);
}

static NTSTATUS set_label(const char *word)
{
    SE_SID sid = sid_from_word(word);
    TOKEN_MANDATORY_LABEL label = {{&sid, SE_GROUP_INTEGRITY}};

    return SET(TokenIntegrityLevel, label);
}

static const struct {
    const char *sid;
    NTSTATUS as_owner, as_group;
} sids[] = {
    {BOB, STATUS_SUCCESS, STATUS_SUCCESS},
    {"BA", STATUS_SUCCESS, STATUS_SUCCESS},
    {"BG", STATUS_SUCCESS, STATUS_SUCCESS}, /* not enabled */
    {"BO", STATUS_INVALID_OWNER, STATUS_SUCCESS},
    {"WD", STATUS_INVALID_OWNER, STATUS_SUCCESS},
    {ALICE, STATUS_INVALID_OWNER, STATUS_INVALID_PRIMARY_GROUP},
    {"S-1-16-12288", STATUS_INVALID_OWNER, STATUS_INVALID_PRIMARY_GROUP},
};

START_TEST(owner_must_be_able_to_own)
{
    SE_SID sid = sid_from_word(sids[_i].sid);
    TOKEN_OWNER owner = {&sid};

    assert_set(SET(TokenOwner, owner), sids[_i].as_owner);
    ck_assert(rtl_sid_equal(&token->body->sids[token->owner].Sid, &sid.Sid) ==
              NT_SUCCESS(sids[_i].as_owner));
}
END_TEST

START_TEST(primary_group_must_be_in_the_token)
{
    SE_SID sid = sid_from_word(sids[_i].sid);
    TOKEN_PRIMARY_GROUP group = {&sid};

    assert_set(SET(TokenPrimaryGroup, group), sids[_i].as_group);
    ck_assert(rtl_sid_equal(&token->body->sids[token->primary_group].Sid, &sid.Sid) ==
              NT_SUCCESS(sids[_i].as_group));
}
END_TEST

/* T-7: the list leaves room for a short SID only. */
START_TEST(primary_group_must_fit_beside_the_dacl)
{
    SE_SID sid = sid_from_word("S-1-5-21-1-2-3-4-5-6-7-8-9");
    TOKEN_PRIMARY_GROUP group = {&sid};
    SE_SID everyone = sid_from_word("WD");
    struct rtl_ace rows[23];

    for (int i = 0; i < ROWS(rows); i++)
        rows[i] = (struct rtl_ace){.sid = &everyone.Sid};
    struct rtl_acl *list = rtl_acl_new(stage.w, rows, (size_t)(22 + _i));
    se_token_set_default_dacl(token, list);
    rtl_acl_dereference(stage.w, list);
    before = *token;
    assert_set(SET(TokenPrimaryGroup, group),
               _i == 0 ? STATUS_SUCCESS : STATUS_ALLOTTED_SPACE_EXCEEDED);
}
END_TEST

static const TOKEN_INFORMATION_CLASS with_sid[] = {TokenOwner, TokenPrimaryGroup,
                                                   TokenIntegrityLevel};

/* All three structures begin with a pointer to the SID. */
START_TEST(sid_must_be_one)
{
    SE_SID sid = sid_from_word("S-1-16-4096");
    TOKEN_MANDATORY_LABEL information = {{&sid, 0}};

    sid.Sid.Revision = 2;
    assert_set(SET(with_sid[_i], information), STATUS_INVALID_SID);
    sid.Sid.Revision = SID_REVISION;
    sid.Sid.SubAuthorityCount = SID_MAX_SUB_AUTHORITIES + 1;
    assert_set(SET(with_sid[_i], information), STATUS_INVALID_SID);
    information.Label.Sid = NULL;
    assert_set(SET(with_sid[_i], information), STATUS_ACCESS_VIOLATION);
    information.Label.Sid = SRM_UNREADABLE;
    assert_set(SET(with_sid[_i], information), STATUS_ACCESS_VIOLATION);
    ck_assert(srm_pool_fail(stage.w, "CapturedSid", 1, false));
    assert_set(SET(with_sid[_i], information), STATUS_INSUFFICIENT_RESOURCES);
}
END_TEST

START_TEST(sid_may_be_anywhere)
{
    unsigned char *odd = (unsigned char *)srm_alloc(stage.w, 200) + 1;
    const SE_SID sid = sid_from_word("WD");
    const PVOID pointer = odd + 100;

    memcpy(odd + 100, &sid, sizeof sid);
    memcpy(odd, &pointer, sizeof pointer);
    assert_set(NtSetInformationToken(handle, TokenPrimaryGroup, odd, sizeof(TOKEN_PRIMARY_GROUP)),
               STATUS_SUCCESS);
    ck_assert(rtl_sid_equal(&token->body->sids[token->primary_group].Sid, &sid.Sid));
}
END_TEST

START_TEST(numbers_are_taken_as_they_are)
{
    TOKEN_ORIGIN origin = {.OriginatingLogonSession = {.LowPart = 0x3E7}};

    se_token_set_privileges(stage.alice, all, all);
    assert_set(set_number(TokenSessionId, 7), STATUS_SUCCESS);
    ck_assert_uint_eq(token->SessionId, 7);
    assert_set(set_number(TokenUIAccess, 2), STATUS_SUCCESS);
    ck_assert(token->ui_access);
    assert_set(set_number(TokenUIAccess, 0), STATUS_SUCCESS);
    ck_assert(!token->ui_access);
    assert_set(SET(TokenOrigin, origin), STATUS_SUCCESS);
    ck_assert_uint_eq(rtl_luid_value(token->OriginatingLogonSession), 0x3E7);
}
END_TEST

START_TEST(mandatory_policy_has_two_bits)
{
    se_token_set_privileges(stage.alice, all, all);
    assert_set(set_number(TokenMandatoryPolicy, (ULONG)_i),
               _i <= 3 ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER);
    ck_assert_uint_eq(token->mandatory_policy,
                      _i <= 3 ? (ULONG)_i : TOKEN_MANDATORY_POLICY_VALID_MASK);
}
END_TEST

START_TEST(virtualization_must_be_allowed_first)
{
    assert_set(set_number(TokenVirtualizationEnabled, 0), STATUS_SUCCESS);
    assert_set(set_number(TokenVirtualizationEnabled, 1), STATUS_INVALID_PARAMETER);
    se_token_set_privileges(stage.alice, all, all);
    assert_set(set_number(TokenVirtualizationAllowed, 1), STATUS_SUCCESS);
    ck_assert(token->virtualization_allowed && !token->virtualization_enabled);
    assert_set(set_number(TokenVirtualizationEnabled, 1), STATUS_SUCCESS);
    ck_assert(token->virtualization_enabled);
    assert_set(set_number(TokenVirtualizationAllowed, 1), STATUS_SUCCESS);
    ck_assert(token->virtualization_enabled);
    assert_set(set_number(TokenVirtualizationAllowed, 0), STATUS_SUCCESS);
    ck_assert(!token->virtualization_allowed && !token->virtualization_enabled);
}
END_TEST

static const struct {
    const char *label;
    NTSTATUS usual, by_system; /* the token is High */
} labels[] = {
    {"S-1-16-0", STATUS_SUCCESS, STATUS_SUCCESS},
    {"S-1-16-4096", STATUS_SUCCESS, STATUS_SUCCESS},
    {"S-1-16-12287", STATUS_SUCCESS, STATUS_SUCCESS},
    {"S-1-16-12288", STATUS_SUCCESS, STATUS_SUCCESS},
    {"S-1-16-12289", STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS},
    {"S-1-16-16384", STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS},
    {"S-1-16-1-2", STATUS_INVALID_LABEL, STATUS_INVALID_LABEL},
    {"S-1-5-4096", STATUS_INVALID_LABEL, STATUS_INVALID_LABEL},
    {"WD", STATUS_INVALID_LABEL, STATUS_INVALID_LABEL},
};

START_TEST(integrity_is_not_raised_without_privilege)
{
    assert_set(set_label(labels[_i].label), labels[_i].usual);
}
END_TEST

START_TEST(integrity_is_raised_by_the_system)
{
    se_token_set_privileges(stage.alice, all, SE_PRIVILEGE_BIT(SE_TCB_PRIVILEGE));
    assert_set(set_label(labels[_i].label), labels[_i].by_system);
}
END_TEST

/* T-28: every token object has one label, its own integrity; and nothing else of the descriptor
 * changes, which others may share. */
START_TEST(label_of_the_object_follows)
{
    const struct rtl_descriptor *old = rtl_descriptor_reference(token->header.descriptor);
    const struct rtl_descriptor *now;

    assert_set(set_label("S-1-16-4096"), STATUS_SUCCESS);
    now = token->header.descriptor;
    ck_assert_uint_eq(token->integrity, SECURITY_MANDATORY_LOW_RID);
    ck_assert_uint_eq(now->integrity, SECURITY_MANDATORY_LOW_RID);
    ck_assert_uint_eq(old->integrity, SECURITY_MANDATORY_HIGH_RID);
    ck_assert_ptr_eq(now->dacl, old->dacl);
    ck_assert(rtl_sid_equal(&now->owner.Sid, &old->owner.Sid));
    ck_assert(rtl_sid_equal(&now->group.Sid, &old->group.Sid));
    rtl_descriptor_dereference(stage.w, (struct rtl_descriptor *)(uintptr_t)old);
}
END_TEST

START_TEST(token_without_descriptor_stays_so)
{
    rtl_descriptor_dereference(stage.w, token->header.descriptor);
    token->header.descriptor = NULL;
    before = *token;
    assert_set(set_label("S-1-16-4096"), STATUS_SUCCESS);
    ck_assert_ptr_null(token->header.descriptor);
}
END_TEST

START_TEST(copies_are_not_touched)
{
    struct se_token *copy = se_token_copy(token, TokenPrimary, SecurityAnonymous, false);

    assert_set(set_label("S-1-16-4096"), STATUS_SUCCESS);
    ck_assert_uint_eq(copy->integrity, SECURITY_MANDATORY_HIGH_RID);
    ob_dereference(copy);
}
END_TEST

static NTSTATUS link_to(HANDLE other)
{
    TOKEN_LINKED_TOKEN linked = {other};

    return SET(TokenLinkedToken, linked);
}

START_TEST(linked_tokens_are_linked_both_ways)
{
    const ULONG references = stage.service->header.references;

    se_token_set_privileges(stage.alice, all, all);
    ck_assert_status(link_to(handle_to(caller, stage.service, 0)), STATUS_SUCCESS);
    ck_assert_ptr_eq(token->session->linked, stage.service);
    ck_assert_ptr_eq(stage.service->session->linked, token);
    ck_assert_uint_eq(stage.service->header.references, references + 2); /* handle and link */
    ck_assert_status(link_to(handle_to(caller, stage.service, 0)), STATUS_SUCCESS);
    ck_assert_uint_eq(stage.service->header.references, references + 3);
}
END_TEST

START_TEST(linked_token_must_be_one_of_another_logon)
{
    struct se_token *copy = se_token_copy(token, TokenPrimary, SecurityAnonymous, false);

    se_token_set_privileges(stage.alice, all, all);
    ck_assert_status(link_to(NULL), STATUS_INVALID_HANDLE);
    ck_assert_status(link_to(NtCurrentProcess()), STATUS_OBJECT_TYPE_MISMATCH);
    ck_assert_status(link_to(handle), STATUS_INVALID_PARAMETER);
    ck_assert_status(link_to(handle_to(caller, copy, TOKEN_ALL_ACCESS)), STATUS_INVALID_PARAMETER);
    ck_assert_ptr_null(token->session->linked);
    assert_unchanged();
    ob_dereference(copy);
}
END_TEST

START_TEST(kernel_mode_is_trusted)
{
    handle = handle_to(caller, token, 0);
    before = *token;
    srm_thread_set_kernel_mode(caller, true);
    assert_set(set_number(TokenSessionId, 9), STATUS_SUCCESS);
    assert_set(set_label("S-1-16-16384"), STATUS_SUCCESS);
    ck_assert_status(link_to(handle_to(caller, stage.service, 0)), STATUS_SUCCESS);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/set_token_values");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, owner_must_be_able_to_own, 0, ROWS(sids));
    tcase_add_loop_test(tcase, primary_group_must_be_in_the_token, 0, ROWS(sids));
    tcase_add_loop_test(tcase, primary_group_must_fit_beside_the_dacl, 0, 2);
    tcase_add_loop_test(tcase, sid_must_be_one, 0, ROWS(with_sid));
    tcase_add_test(tcase, sid_may_be_anywhere);
    tcase_add_test(tcase, numbers_are_taken_as_they_are);
    tcase_add_loop_test(tcase, mandatory_policy_has_two_bits, 0, 6);
    tcase_add_test(tcase, virtualization_must_be_allowed_first);
    tcase_add_loop_test(tcase, integrity_is_not_raised_without_privilege, 0, ROWS(labels));
    tcase_add_loop_test(tcase, integrity_is_raised_by_the_system, 0, ROWS(labels));
    tcase_add_test(tcase, label_of_the_object_follows);
    tcase_add_test(tcase, token_without_descriptor_stays_so);
    tcase_add_test(tcase, copies_are_not_touched);
    tcase_add_test(tcase, linked_tokens_are_linked_both_ways);
    tcase_add_test(tcase, linked_token_must_be_one_of_another_logon);
    tcase_add_test(tcase, kernel_mode_is_trusted);
    return suite_end();
}
