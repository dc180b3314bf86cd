/* SeQueryInformationToken, and ExFreePool for what it gives (access-check O-28). */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"

static struct stage stage;
static struct se_token *client; /* an impersonation token */
static PVOID given;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    client = se_token_copy(stage.alice, TokenImpersonation, SecurityIdentification, false);
    given = NULL;
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
    stage_open(&stage, profile);
    client = se_token_copy(stage.alice, TokenImpersonation, SecurityIdentification, false);
}

static const TOKEN_INFORMATION_CLASS served[] = {
    TokenUser,
    TokenGroups,
    TokenPrivileges,
    TokenOwner,
    TokenPrimaryGroup,
    TokenDefaultDacl,
    TokenSource,
    TokenType,
    TokenStatistics,
    TokenElevation,
    TokenElevationType,
    TokenImpersonationLevel,
    TokenMandatoryPolicy,
    TokenUIAccess,
    TokenHasRestrictions,
    TokenAppContainerSid,
};

START_TEST(information_is_allocated_and_freed)
{
    ck_assert_status(SeQueryInformationToken(client, served[_i], &given), STATUS_SUCCESS);
    ck_assert_ptr_nonnull(given);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_QueriedInformation), 1);
    ExFreePool(given);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_QueriedInformation), 0);
}
END_TEST

START_TEST(information_is_that_of_the_token)
{
    ck_assert_status(SeQueryInformationToken(client, TokenUser, &given), STATUS_SUCCESS);
    ck_assert(rtl_sid_equal(((TOKEN_USER *)given)->User.Sid, se_token_user(stage.alice)));
    ExFreePool(given);
    ck_assert_status(SeQueryInformationToken(client, TokenImpersonationLevel, &given),
                     STATUS_SUCCESS);
    ck_assert_int_eq(*(SECURITY_IMPERSONATION_LEVEL *)given, SecurityIdentification);
    ExFreePool(given);
}
END_TEST

/* The variable that drivers pass is a ULONG: nothing behind it may be touched. */
START_TEST(two_classes_are_the_number_itself)
{
    ULONG numbers[] = {7, 7, 7};

    ck_assert_status(SeQueryInformationToken(client, TokenSessionId, (PVOID *)(void *)&numbers[0]),
                     STATUS_SUCCESS);
    ck_assert_status(
        SeQueryInformationToken(client, TokenIntegrityLevel, (PVOID *)(void *)&numbers[1]),
        STATUS_SUCCESS);
    ck_assert_uint_eq(numbers[0], stage.alice->SessionId);
    ck_assert_uint_eq(numbers[1], SECURITY_MANDATORY_MEDIUM_RID);
    ck_assert_uint_eq(numbers[2], 7);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_QueriedInformation), 0);
}
END_TEST

static const struct {
    const char *profile;
    TOKEN_INFORMATION_CLASS class;
    NTSTATUS status;
} refused[] = {
    {"nt10.0", (TOKEN_INFORMATION_CLASS)0, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", MaxTokenInfoClass, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", (TOKEN_INFORMATION_CLASS)-1, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", TokenRestrictedSids, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", TokenGroupsAndPrivileges, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", TokenSandBoxInert, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", TokenOrigin, STATUS_INVALID_INFO_CLASS},
    {"nt5.2", TokenOrigin, STATUS_INVALID_INFO_CLASS},
    {"nt5.2", TokenIntegrityLevel, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", TokenSessionReference, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", TokenImpersonationLevel, STATUS_INVALID_INFO_CLASS},
    {"nt10.0", TokenLogonSid, STATUS_NOT_FOUND},
    {"nt10.0", TokenLinkedToken, STATUS_NOT_IMPLEMENTED},
    {"nt10.0", TokenAuditPolicy, STATUS_NOT_IMPLEMENTED},
    {"nt10.0", TokenAccessInformation, STATUS_NOT_IMPLEMENTED},
};

START_TEST(refusal_leaves_the_pointer)
{
    reopen(refused[_i].profile);
    ck_assert_status(SeQueryInformationToken(stage.alice, refused[_i].class, &given),
                     refused[_i].status);
    ck_assert_ptr_null(given);
    ck_assert((srm_world_not_modelled(stage.w) != NULL) ==
              (refused[_i].status == STATUS_NOT_IMPLEMENTED));
}
END_TEST

START_TEST(pool_may_fail)
{
    ULONG number;

    ck_assert(srm_pool_fail(stage.w, "QueriedInformation", 1, true));
    ck_assert_status(SeQueryInformationToken(client, TokenUser, &given),
                     STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_ptr_null(given);
    ck_assert_status(SeQueryInformationToken(client, TokenSessionId, (PVOID *)(void *)&number),
                     STATUS_SUCCESS);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/query_information");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, information_is_allocated_and_freed, 0, ROWS(served));
    tcase_add_test(tcase, information_is_that_of_the_token);
    tcase_add_test(tcase, two_classes_are_the_number_itself);
    tcase_add_loop_test(tcase, refusal_leaves_the_pointer, 0, ROWS(refused));
    tcase_add_test(tcase, pool_may_fail);
    return suite_end();
}
