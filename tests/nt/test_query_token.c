/* NtQueryInformationToken: order, rights, versions, lengths (access-check O-28, O-29, O-31). */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "rtl/luid.h"

#include <string.h>

#define ROOM  2048
#define GUARD 0xA5

static struct stage stage;
static PETHREAD caller;
static struct se_token *client; /* an impersonation token with everything that can be asked for */
static HANDLE handle;
static union {
    unsigned char bytes[ROOM];
    ULONG number;
    HANDLE handle;
} info;
static ULONG length;

static void prepare(const char *profile)
{
    stage_open(&stage, profile);
    caller = stage.client_thread;
    act_as(caller);
    client = token_from(stage.w, (struct token_words){
                                     .like = "administrator",
                                     .user = BOB,
                                     .groups = {{"S-1-5-5-0-77", 0xC0000007}},
                                     .restricted = {"RC"},
                                     .type = TokenImpersonation,
                                     .level = SecurityIdentification,
                                 });
    se_logon_session_link(client->session, stage.alice);
    handle = handle_to(caller, client, TOKEN_QUERY | TOKEN_QUERY_SOURCE);
    memset(info.bytes, GUARD, sizeof info.bytes);
    length = 0xDEAD;
}

static void open_stage(void)
{
    prepare(NULL);
}

static void close_stage(void)
{
    ob_dereference(client);
    stage_close(&stage);
}

/* Another version of NT from here on. */
static void reopen(const char *profile)
{
    close_stage();
    prepare(profile);
}

static bool is_untouched(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != GUARD)
            return false;
    return true;
}

/* The classes, and since when there are such. */
static const struct {
    TOKEN_INFORMATION_CLASS class;
    enum srm_profile since;
    enum { MODELLED, NOT_MODELLED, SET_ONLY } how;
} classes[] = {
    {TokenUser, SRM_PROFILE_NT5_0, MODELLED},
    {TokenGroups, SRM_PROFILE_NT5_0, MODELLED},
    {TokenPrivileges, SRM_PROFILE_NT5_0, MODELLED},
    {TokenOwner, SRM_PROFILE_NT5_0, MODELLED},
    {TokenPrimaryGroup, SRM_PROFILE_NT5_0, MODELLED},
    {TokenDefaultDacl, SRM_PROFILE_NT5_0, MODELLED},
    {TokenSource, SRM_PROFILE_NT5_0, MODELLED},
    {TokenType, SRM_PROFILE_NT5_0, MODELLED},
    {TokenImpersonationLevel, SRM_PROFILE_NT5_0, MODELLED},
    {TokenStatistics, SRM_PROFILE_NT5_0, MODELLED},
    {TokenRestrictedSids, SRM_PROFILE_NT5_0, MODELLED},
    {TokenSessionId, SRM_PROFILE_NT5_0, MODELLED},
    {TokenGroupsAndPrivileges, SRM_PROFILE_NT5_1SP2, MODELLED},
    {TokenSessionReference, SRM_PROFILE_NT5_1SP2, SET_ONLY},
    {TokenSandBoxInert, SRM_PROFILE_NT5_1SP2, MODELLED},
    {TokenAuditPolicy, SRM_PROFILE_NT5_1SP2, NOT_MODELLED},
    {TokenOrigin, SRM_PROFILE_NT5_1SP2, MODELLED},
    {TokenElevationType, SRM_PROFILE_NT6_0, MODELLED},
    {TokenLinkedToken, SRM_PROFILE_NT6_0, MODELLED},
    {TokenElevation, SRM_PROFILE_NT6_0, MODELLED},
    {TokenHasRestrictions, SRM_PROFILE_NT6_0, MODELLED},
    {TokenAccessInformation, SRM_PROFILE_NT6_0, NOT_MODELLED},
    {TokenVirtualizationAllowed, SRM_PROFILE_NT6_0, MODELLED},
    {TokenVirtualizationEnabled, SRM_PROFILE_NT6_0, MODELLED},
    {TokenIntegrityLevel, SRM_PROFILE_NT6_0, MODELLED},
    {TokenUIAccess, SRM_PROFILE_NT6_0, MODELLED},
    {TokenMandatoryPolicy, SRM_PROFILE_NT6_0, MODELLED},
    {TokenLogonSid, SRM_PROFILE_NT6_0, MODELLED},
    {TokenIsAppContainer, SRM_PROFILE_NT6_2, MODELLED},
    {TokenCapabilities, SRM_PROFILE_NT6_2, MODELLED},
    {TokenAppContainerSid, SRM_PROFILE_NT6_2, MODELLED},
    {TokenAppContainerNumber, SRM_PROFILE_NT6_2, MODELLED},
    {TokenUserClaimAttributes, SRM_PROFILE_NT6_2, NOT_MODELLED},
    {TokenDeviceClaimAttributes, SRM_PROFILE_NT6_2, NOT_MODELLED},
    {TokenRestrictedUserClaimAttributes, SRM_PROFILE_NT6_2, NOT_MODELLED},
    {TokenRestrictedDeviceClaimAttributes, SRM_PROFILE_NT6_2, NOT_MODELLED},
    {TokenDeviceGroups, SRM_PROFILE_NT6_2, NOT_MODELLED},
    {TokenRestrictedDeviceGroups, SRM_PROFILE_NT6_2, NOT_MODELLED},
    {TokenSecurityAttributes, SRM_PROFILE_NT6_2, NOT_MODELLED},
    {TokenIsRestricted, SRM_PROFILE_NT6_2, MODELLED},
    {TokenProcessTrustLevel, SRM_PROFILE_NT10_0, NOT_MODELLED},
    {TokenPrivateNameSpace, SRM_PROFILE_NT10_0, NOT_MODELLED},
    {TokenSingletonAttributes, SRM_PROFILE_NT10_0, NOT_MODELLED},
    {TokenBnoIsolation, SRM_PROFILE_NT10_0, NOT_MODELLED},
    {TokenChildProcessFlags, SRM_PROFILE_NT10_0, SET_ONLY},
    {TokenIsLessPrivilegedAppContainer, SRM_PROFILE_NT10_0, NOT_MODELLED},
    {TokenIsSandboxed, SRM_PROFILE_NT10_0, NOT_MODELLED},
    {TokenIsAppSilo, SRM_PROFILE_NT10_0, NOT_MODELLED},
    {TokenLoggingInformation, SRM_PROFILE_NT10_0, NOT_MODELLED},
    {TokenLearningMode, SRM_PROFILE_NT10_0, NOT_MODELLED},
};

START_TEST(no_class_is_untested)
{
    ck_assert_int_eq(ROWS(classes), MaxTokenInfoClass - 1);
    for (int i = 0; i < ROWS(classes); i++)
        ck_assert_int_eq(classes[i].class, i + 1);
}
END_TEST

START_TEST(class_exists_from_its_version_on)
{
    const enum srm_profile profile = (enum srm_profile)(_i % SRM_PROFILE_COUNT);
    const int row = _i / SRM_PROFILE_COUNT;
    NTSTATUS status;

    reopen(ex_profile_name(profile));
    srm_thread_set_kernel_mode(caller, true); /* so that no privilege is missing */
    status =
        NtQueryInformationToken(handle, classes[row].class, info.bytes, sizeof info.bytes, &length);
    if (profile < classes[row].since || classes[row].how == SET_ONLY)
        ck_assert_status(status, STATUS_INVALID_INFO_CLASS);
    else
        ck_assert_status(status,
                         classes[row].how == MODELLED ? STATUS_SUCCESS : STATUS_NOT_IMPLEMENTED);
    if (!NT_SUCCESS(status)) {
        ck_assert_uint_eq(length, 0xDEAD);
        ck_assert(is_untouched(info.bytes, sizeof info.bytes));
    }
}
END_TEST

START_TEST(information_fits_or_does_not)
{
    const TOKEN_INFORMATION_CLASS class = classes[_i].class;
    ULONG needed;

    if (classes[_i].how != MODELLED)
        return;
    ck_assert_status(NtQueryInformationToken(handle, class, NULL, 0, &needed),
                     STATUS_BUFFER_TOO_SMALL);
    ck_assert_uint_ge(needed, sizeof(ULONG));
    ck_assert_status(NtQueryInformationToken(handle, class, info.bytes, needed - 1, &length),
                     STATUS_BUFFER_TOO_SMALL);
    ck_assert_uint_eq(length, needed);
    ck_assert(is_untouched(info.bytes, sizeof info.bytes));
    ck_assert_uint_eq(caller->process->handles.count, 1);
    ck_assert_status(NtQueryInformationToken(handle, class, info.bytes, needed, &length),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(length, needed);
    ck_assert(!is_untouched(info.bytes, needed));
    ck_assert(is_untouched(info.bytes + needed, sizeof info.bytes - needed));
    ck_assert_status(NtQueryInformationToken(handle, class, info.bytes, needed + 1, &length),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(length, needed);
}
END_TEST

/* Bytes and lengths may lie anywhere. */
START_TEST(memory_may_be_misaligned)
{
    void *out = info.bytes + 1001;
    ULONG told;

    if (classes[_i].how != MODELLED)
        return;
    ck_assert_status(NtQueryInformationToken(handle, classes[_i].class, info.bytes + 1, 1000, out),
                     STATUS_SUCCESS);
    memcpy(&told, out, sizeof told);
    ck_assert_uint_le(told, 1000);
    ck_assert(!is_untouched(info.bytes + 1, told));
    ck_assert(is_untouched(info.bytes + 1 + told, 1000 - told));
}
END_TEST

START_TEST(class_takes_its_right)
{
    const TOKEN_INFORMATION_CLASS class = classes[_i].class;
    const ACCESS_MASK right = class == TokenSource ? TOKEN_QUERY_SOURCE : TOKEN_QUERY;
    HANDLE without = handle_to(caller, client, TOKEN_ALL_ACCESS & ~right);
    HANDLE with = handle_to(caller, client, right);

    if (classes[_i].how != MODELLED)
        return;
    ck_assert_status(
        NtQueryInformationToken(without, class, info.bytes, sizeof info.bytes, &length),
        STATUS_ACCESS_DENIED);
    ck_assert_uint_eq(length, 0xDEAD);
    ck_assert(is_untouched(info.bytes, sizeof info.bytes));
    ck_assert_status(NtQueryInformationToken(with, class, info.bytes, sizeof info.bytes, &length),
                     STATUS_SUCCESS);
    srm_thread_set_kernel_mode(caller, true);
    ck_assert_status(
        NtQueryInformationToken(without, class, info.bytes, sizeof info.bytes, &length),
        STATUS_SUCCESS);
}
END_TEST

START_TEST(checks_come_in_order)
{
    TOKEN_INFORMATION_CLASS class = (TOKEN_INFORMATION_CLASS)0;
    HANDLE token = NULL;
    void *buffer = NULL;
    ULONG *out = NULL, room = 1;

#define QUERY NtQueryInformationToken(token, class, buffer, room, out)
    ck_assert_status(QUERY, STATUS_ACCESS_VIOLATION);
    out = SRM_UNREADABLE;
    ck_assert_status(QUERY, STATUS_ACCESS_VIOLATION);
    out = &length;
    ck_assert_status(QUERY, STATUS_ACCESS_VIOLATION);
    buffer = SRM_UNREADABLE;
    ck_assert_status(QUERY, STATUS_ACCESS_VIOLATION);
    room = 0;
    ck_assert_status(QUERY, STATUS_INVALID_HANDLE);
    token = NtCurrentProcess();
    ck_assert_status(QUERY, STATUS_OBJECT_TYPE_MISMATCH);
    token = handle_to(caller, stage.alice, 0);
    ck_assert_status(QUERY, STATUS_INVALID_INFO_CLASS);
    class = MaxTokenInfoClass;
    ck_assert_status(QUERY, STATUS_INVALID_INFO_CLASS);
    class = (TOKEN_INFORMATION_CLASS)-1;
    ck_assert_status(QUERY, STATUS_INVALID_INFO_CLASS);
    class = TokenAuditPolicy;
    ck_assert_status(QUERY, STATUS_ACCESS_DENIED);
    class = TokenImpersonationLevel;
    ck_assert_status(QUERY, STATUS_ACCESS_DENIED);
    token = handle_to(caller, stage.alice, TOKEN_QUERY);
    ck_assert_status(QUERY, STATUS_INVALID_INFO_CLASS);
    class = TokenAuditPolicy;
    ck_assert_status(QUERY, STATUS_PRIVILEGE_NOT_HELD);
    se_token_set_privileges(stage.alice, UINT64_MAX, UINT64_MAX);
    ck_assert_status(QUERY, STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    class = TokenType;
    ck_assert_uint_eq(length, 0xDEAD);
    ck_assert_status(QUERY, STATUS_BUFFER_TOO_SMALL);
#undef QUERY
}
END_TEST

static const struct {
    TOKEN_INFORMATION_CLASS class;
    NTSTATUS status;
} lacking[] = {
    {TokenImpersonationLevel, STATUS_INVALID_INFO_CLASS},
    {TokenLogonSid, STATUS_NOT_FOUND},
    {TokenLinkedToken, STATUS_NO_SUCH_LOGON_SESSION},
};

/* Before the length is looked at. */
START_TEST(what_a_token_lacks_has_a_status)
{
    handle = handle_to(caller, stage.alice, TOKEN_QUERY);
    ck_assert_status(NtQueryInformationToken(handle, lacking[_i].class, NULL, 0, &length),
                     lacking[_i].status);
    ck_assert_uint_eq(length, 0xDEAD);
}
END_TEST

START_TEST(anonymous_token_can_be_asked)
{
    struct se_token *anonymous =
        se_token_copy(stage.alice, TokenImpersonation, SecurityAnonymous, false);

    handle = handle_to(caller, anonymous, TOKEN_QUERY);
    ob_dereference(anonymous);
    ck_assert_status(
        NtQueryInformationToken(handle, TokenUser, info.bytes, sizeof info.bytes, &length),
        STATUS_SUCCESS);
    ck_assert_status(NtQueryInformationToken(handle, TokenImpersonationLevel, info.bytes,
                                             sizeof info.bytes, &length),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(info.number, SecurityAnonymous);
}
END_TEST

START_TEST(pseudo_handle_can_be_asked)
{
    ck_assert_status(
        NtQueryInformationToken(NtCurrentProcessToken(), TokenType, &info.number, 4, &length),
        STATUS_SUCCESS);
    ck_assert_uint_eq(info.number, TokenPrimary);
    ck_assert_status(
        NtQueryInformationToken(NtCurrentThreadToken(), TokenType, &info.number, 4, &length),
        STATUS_NO_TOKEN);
}
END_TEST

static HANDLE linked(void)
{
    ck_assert_status(NtQueryInformationToken(handle, TokenLinkedToken, &info.handle,
                                             sizeof info.handle, &length),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(length, sizeof(TOKEN_LINKED_TOKEN));
    ck_assert_uint_eq(granted_to(caller, info.handle), TOKEN_ALL_ACCESS);
    return info.handle;
}

START_TEST(linked_token_is_for_identification_only)
{
    const struct se_token *half = token_behind(caller, linked());

    ck_assert_ptr_ne(half, stage.alice);
    ck_assert(rtl_luid_equal(half->copied_from, stage.alice->TokenId));
    ck_assert_int_eq(half->type, TokenImpersonation);
    ck_assert_int_eq(half->level, SecurityIdentification);
    ck_assert_uint_eq(half->header.references, 1);
    ck_assert_uint_eq(half->header.descriptor->integrity, stage.alice->integrity);
    ck_assert_ptr_ne(token_behind(caller, linked()), half);
}
END_TEST

START_TEST(linked_token_can_be_used_by_the_system)
{
    const struct se_token *half;

    se_token_set_privileges(stage.alice, UINT64_MAX, UINT64_MAX);
    half = token_behind(caller, linked());
    ck_assert_int_eq(half->type, TokenPrimary);
    ck_assert_int_eq(half->level, stage.alice->level);
    ck_assert(rtl_luid_equal(half->copied_from, stage.alice->TokenId));
}
END_TEST

START_TEST(linked_token_takes_room)
{
    static const char *const names[] = {"Token", "Handle"};

    ck_assert(srm_pool_fail(stage.w, names[_i], 1, false));
    ck_assert_status(NtQueryInformationToken(handle, TokenLinkedToken, &info.handle,
                                             sizeof info.handle, &length),
                     STATUS_INSUFFICIENT_RESOURCES);
    ck_assert(is_untouched(info.bytes, sizeof info.bytes));
    ck_assert_uint_eq(caller->process->handles.count, 1);
    linked();
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/query_token");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, no_class_is_untested);
    tcase_add_loop_test(tcase, class_exists_from_its_version_on, 0,
                        ROWS(classes) * SRM_PROFILE_COUNT);
    tcase_add_loop_test(tcase, information_fits_or_does_not, 0, ROWS(classes));
    tcase_add_loop_test(tcase, memory_may_be_misaligned, 0, ROWS(classes));
    tcase_add_loop_test(tcase, class_takes_its_right, 0, ROWS(classes));
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_loop_test(tcase, what_a_token_lacks_has_a_status, 0, ROWS(lacking));
    tcase_add_test(tcase, anonymous_token_can_be_asked);
    tcase_add_test(tcase, pseudo_handle_can_be_asked);
    tcase_add_test(tcase, linked_token_is_for_identification_only);
    tcase_add_test(tcase, linked_token_can_be_used_by_the_system);
    tcase_add_loop_test(tcase, linked_token_takes_room, 0, 2);
    return suite_end();
}
