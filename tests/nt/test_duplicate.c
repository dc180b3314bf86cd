/* NtDuplicateToken: the order of its checks, its matrix, what the new handle may do (4.1, 4.2). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"

#define BAD_LEVEL   STATUS_BAD_IMPERSONATION_LEVEL
#define OUT_OF_POOL STATUS_INSUFFICIENT_RESOURCES

enum { ANONYMOUS, IDENTIFICATION, IMPERSONATION, DELEGATION, NO_QOS = -1 };

static struct stage stage;
static PETHREAD caller;
static HANDLE copy;
static SECURITY_QUALITY_OF_SERVICE qos;
static OBJECT_ATTRIBUTES attributes;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    copy = NULL;
    qos = (SECURITY_QUALITY_OF_SERVICE){.Length = sizeof qos,
                                        .ImpersonationLevel = SecurityImpersonation};
    InitializeObjectAttributes(&attributes, NULL, 0, NULL, NULL);
    attributes.SecurityQualityOfService = &qos;
}

static void close_stage(void)
{
    stage_close(&stage);
}

static struct se_token *source_of(TOKEN_TYPE type, int level)
{
    return token_from(stage.w, (struct token_words){
                                   .user = ALICE,
                                   .type = type,
                                   .level = (SECURITY_IMPERSONATION_LEVEL)level,
                               });
}

static HANDLE handle_of(struct se_token *token, ACCESS_MASK granted)
{
    HANDLE handle = handle_to(caller, token, granted);

    srm_release(token);
    return handle;
}

static HANDLE own_token(ACCESS_MASK granted)
{
    return handle_to(caller, stage.alice, granted);
}

/* 4.2 */
static const struct {
    TOKEN_TYPE from, to;
    int source, asked, level; /* levels: of the source, asked for, of the copy */
    NTSTATUS status;
    const char *policy, *answer;
} matrix[] = {
    {TokenPrimary, TokenPrimary, ANONYMOUS, ANONYMOUS, ANONYMOUS, .status = STATUS_SUCCESS},
    {TokenPrimary, TokenPrimary, ANONYMOUS, DELEGATION, DELEGATION, .status = STATUS_SUCCESS},
    {TokenPrimary, TokenPrimary, DELEGATION, NO_QOS, DELEGATION, .status = STATUS_SUCCESS},
    {TokenPrimary, TokenPrimary, ANONYMOUS, 4, ANONYMOUS, .status = STATUS_SUCCESS},
    {TokenPrimary, TokenImpersonation, ANONYMOUS, ANONYMOUS, ANONYMOUS, .status = STATUS_SUCCESS},
    {TokenPrimary, TokenImpersonation, ANONYMOUS, DELEGATION, DELEGATION, .status = STATUS_SUCCESS},
    {TokenPrimary, TokenImpersonation, ANONYMOUS, NO_QOS, ANONYMOUS, .status = STATUS_SUCCESS},
    {TokenPrimary, TokenImpersonation, IMPERSONATION, NO_QOS, IMPERSONATION,
     .status = STATUS_SUCCESS},
    {TokenPrimary, TokenImpersonation, ANONYMOUS, 4, 0, .status = BAD_LEVEL},
    {TokenPrimary, TokenImpersonation, ANONYMOUS, -2, 0, .status = BAD_LEVEL},
    {TokenPrimary, TokenImpersonation, ANONYMOUS, 4, 0, .status = STATUS_INVALID_PARAMETER,
     .policy = "invalid-level", .answer = "invalid-parameter"},
    {TokenImpersonation, TokenImpersonation, IMPERSONATION, IDENTIFICATION, IDENTIFICATION,
     .status = STATUS_SUCCESS},
    {TokenImpersonation, TokenImpersonation, IMPERSONATION, IMPERSONATION, IMPERSONATION,
     .status = STATUS_SUCCESS},
    {TokenImpersonation, TokenImpersonation, IMPERSONATION, DELEGATION, 0, .status = BAD_LEVEL},
    {TokenImpersonation, TokenImpersonation, ANONYMOUS, IDENTIFICATION, 0, .status = BAD_LEVEL},
    {TokenImpersonation, TokenImpersonation, DELEGATION, 4, 0, .status = BAD_LEVEL},
    {TokenImpersonation, TokenImpersonation, IDENTIFICATION, NO_QOS, IDENTIFICATION,
     .status = STATUS_SUCCESS},
    {TokenImpersonation, TokenPrimary, ANONYMOUS, ANONYMOUS, 0, .status = BAD_LEVEL},
    {TokenImpersonation, TokenPrimary, IDENTIFICATION, NO_QOS, 0, .status = BAD_LEVEL},
    {TokenImpersonation, TokenPrimary, IDENTIFICATION, IMPERSONATION, 0, .status = BAD_LEVEL},
    {TokenImpersonation, TokenPrimary, IMPERSONATION, ANONYMOUS, ANONYMOUS,
     .status = STATUS_SUCCESS},
    {TokenImpersonation, TokenPrimary, IMPERSONATION, NO_QOS, IMPERSONATION,
     .status = STATUS_SUCCESS},
    {TokenImpersonation, TokenPrimary, IMPERSONATION, DELEGATION, 0, .status = BAD_LEVEL},
    {TokenImpersonation, TokenPrimary, DELEGATION, DELEGATION, DELEGATION,
     .status = STATUS_SUCCESS},
    {TokenImpersonation, TokenPrimary, IMPERSONATION, DELEGATION, DELEGATION,
     .status = STATUS_SUCCESS, .policy = "primary-above-source", .answer = "allow"},
    {TokenImpersonation, TokenPrimary, IDENTIFICATION, DELEGATION, 0, .status = BAD_LEVEL,
     .policy = "primary-above-source", .answer = "allow"},
    {TokenImpersonation, TokenImpersonation, IMPERSONATION, DELEGATION, 0, .status = BAD_LEVEL,
     .policy = "primary-above-source", .answer = "allow"},
};

START_TEST(matrix_of_types_and_levels)
{
    HANDLE source = handle_of(source_of(matrix[_i].from, matrix[_i].source), TOKEN_DUPLICATE);
    const size_t tokens = ex_pool_alive(stage.w->pool, EX_KIND_Token);

    if (matrix[_i].policy)
        ck_assert(srm_world_set_policy(stage.w, matrix[_i].policy, matrix[_i].answer));
    if (matrix[_i].asked == NO_QOS)
        attributes.SecurityQualityOfService = NULL;
    qos.ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)matrix[_i].asked;
    ck_assert_status(NtDuplicateToken(source, 0, &attributes, FALSE, matrix[_i].to, &copy),
                     matrix[_i].status);
    if (NT_SUCCESS(matrix[_i].status)) {
        ck_assert_int_eq(token_behind(caller, copy)->type, matrix[_i].to);
        ck_assert_int_eq(token_behind(caller, copy)->level, matrix[_i].level);
        ck_assert_uint_eq(srm_references(token_behind(caller, copy)), 1);
    } else {
        ck_assert_ptr_null(copy);
        ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens);
    }
}
END_TEST

/* Each row repairs what the row before it died of: so the order of the checks shows. */
START_TEST(checks_come_in_order)
{
    HANDLE handle = NULL, *out = NULL;
    POBJECT_ATTRIBUTES given = &attributes;
    TOKEN_TYPE type = (TOKEN_TYPE)3;

#define DUPLICATE NtDuplicateToken(handle, MAXIMUM_ALLOWED, given, FALSE, type, out)
    attributes.Length = 1;
    attributes.SecurityQualityOfService = SRM_UNREADABLE;
    ck_assert(srm_pool_fail(stage.w, "any", 1, true));
    ck_assert_status(DUPLICATE, STATUS_INVALID_PARAMETER);
    type = TokenImpersonation;
    ck_assert_status(DUPLICATE, STATUS_ACCESS_VIOLATION);
    out = &copy;
    given = SRM_UNREADABLE;
    ck_assert_status(DUPLICATE, STATUS_ACCESS_VIOLATION);
    given = &attributes;
    ck_assert_status(DUPLICATE, STATUS_INVALID_PARAMETER);
    attributes.Length = sizeof attributes;
    ck_assert_status(DUPLICATE, STATUS_ACCESS_VIOLATION);
    attributes.SecurityQualityOfService = &qos;
    qos.Length = 0;
    ck_assert_status(DUPLICATE, STATUS_INVALID_PARAMETER);
    qos.Length = sizeof qos;
    ck_assert_status(DUPLICATE, OUT_OF_POOL);
    ck_assert(srm_pool_fail(stage.w, "Token", 1, true));
    ck_assert_status(DUPLICATE, STATUS_INVALID_HANDLE);
    handle = handle_to(caller, stage.client, PROCESS_ALL_ACCESS);
    ck_assert_status(DUPLICATE, STATUS_OBJECT_TYPE_MISMATCH);
    handle = own_token(TOKEN_ALL_ACCESS & ~TOKEN_DUPLICATE);
    ck_assert_status(DUPLICATE, STATUS_ACCESS_DENIED);
    handle = own_token(TOKEN_DUPLICATE);
    qos.ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)4;
    ck_assert_status(DUPLICATE, BAD_LEVEL);
    qos.ImpersonationLevel = SecurityImpersonation;
    ck_assert_status(DUPLICATE, OUT_OF_POOL);
    ck_assert(srm_pool_fail(stage.w, "Handle", 1, true));
    ck_assert_status(DUPLICATE, OUT_OF_POOL);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    ck_assert_ptr_null(copy);
    ck_assert_status(DUPLICATE, STATUS_SUCCESS);
#undef DUPLICATE
}
END_TEST

/* 4.1 step 10 */
static const struct {
    const char *why;
    ACCESS_MASK source, desired, granted;
} accesses[] = {
    {"nothing asked: the rights of the source handle", TOKEN_DUPLICATE, 0, TOKEN_DUPLICATE},
    {"nothing asked: all of them", TOKEN_ALL_ACCESS, 0, TOKEN_ALL_ACCESS},
    {"a right that the source handle lacks", TOKEN_DUPLICATE, TOKEN_QUERY_SOURCE,
     TOKEN_QUERY_SOURCE},
    {"the maximum", TOKEN_DUPLICATE, MAXIMUM_ALLOWED, TOKEN_ALL_ACCESS},
    {"a generic right", TOKEN_DUPLICATE, GENERIC_READ, 0x2001A},
    {"every generic right", TOKEN_DUPLICATE, GENERIC_ALL, TOKEN_ALL_ACCESS},
};

START_TEST(new_handle_has_the_rights_asked_for)
{
    ck_assert_status(NtDuplicateToken(own_token(accesses[_i].source), accesses[_i].desired, NULL,
                                      FALSE, TokenPrimary, &copy),
                     STATUS_SUCCESS);
    ck_assert_msg(granted_to(caller, copy) == accesses[_i].granted, "%s: %#x", accesses[_i].why,
                  granted_to(caller, copy));
}
END_TEST

static const struct {
    const char *why;
    ACCESS_MASK desired;
    NTSTATUS status;
    struct token_words caller;
} refusals[] = {
    {"ACCESS_SYSTEM_SECURITY takes a privilege",
     ACCESS_SYSTEM_SECURITY,
     STATUS_PRIVILEGE_NOT_HELD,
     {.user = ALICE}},
    {"the default DACL of the caller counts", SYNCHRONIZE, STATUS_ACCESS_DENIED, {.user = ALICE}},
    {"so do its restricting SIDs",
     TOKEN_QUERY,
     STATUS_ACCESS_DENIED,
     {.user = ALICE, .restricted = {"RC"}}},
};

START_TEST(new_handle_may_be_refused)
{
    HANDLE source;
    size_t descriptors;

    caller = thread_of(stage.w, refusals[_i].caller);
    act_as(caller);
    source = own_token(TOKEN_DUPLICATE);
    descriptors = ex_pool_alive(stage.w->pool, EX_KIND_Descriptor);
    ck_assert_msg(NtDuplicateToken(source, refusals[_i].desired, NULL, FALSE, TokenPrimary,
                                   &copy) == refusals[_i].status,
                  "%s", refusals[_i].why);
    ck_assert_ptr_null(copy);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Descriptor), descriptors);
}
END_TEST

/* 4.1 step 9, access-check T-28: from the caller's effective token, labelled as the token is. */
START_TEST(descriptor_comes_from_the_callers_effective_token)
{
    const struct rtl_descriptor *descriptor;
    HANDLE source;

    caller = stage.server_thread;
    act_as(caller);
    source = own_token(TOKEN_DUPLICATE);
    ck_assert_status(NtDuplicateToken(source, 0, NULL, FALSE, TokenPrimary, &copy), STATUS_SUCCESS);
    descriptor = token_behind(caller, copy)->header.descriptor;
    ck_assert(rtl_sid_equal(&descriptor->owner.Sid, se_token_user(stage.service)));
    ck_assert_ptr_eq(descriptor->dacl, stage.service->default_dacl);
    ck_assert_uint_eq(descriptor->integrity, stage.alice->integrity);
    ck_assert_status(PsImpersonateClient(caller, stage.alice, FALSE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    ck_assert_status(NtDuplicateToken(source, 0, NULL, FALSE, TokenPrimary, &copy), STATUS_SUCCESS);
    descriptor = token_behind(caller, copy)->header.descriptor;
    ck_assert(rtl_sid_equal(&descriptor->owner.Sid, se_token_user(stage.alice)));
}
END_TEST

START_TEST(effective_only_strips)
{
    ck_assert_status(NtDuplicateToken(own_token(TOKEN_DUPLICATE), 0, &attributes, TRUE,
                                      TokenImpersonation, &copy),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(token_behind(caller, copy)->present, stage.alice->enabled);
    qos.EffectiveOnly = TRUE;
    ck_assert_status(NtDuplicateToken(own_token(TOKEN_DUPLICATE), 0, &attributes, FALSE,
                                      TokenImpersonation, &copy),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(token_behind(caller, copy)->present, stage.alice->present);
}
END_TEST

START_TEST(kernel_mode_is_trusted)
{
    HANDLE source = own_token(0);

    srm_thread_set_kernel_mode(caller, true);
    ck_assert_status(NtDuplicateToken(source, TOKEN_QUERY | ACCESS_SYSTEM_SECURITY, NULL, FALSE,
                                      TokenPrimary, &copy),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, copy), TOKEN_QUERY | ACCESS_SYSTEM_SECURITY);
    ck_assert_status(NtDuplicateToken(NULL, 0, NULL, FALSE, TokenPrimary, &copy),
                     STATUS_INVALID_HANDLE);
}
END_TEST

START_TEST(caller_below_impersonation_gets_only_what_it_has)
{
    HANDLE source = own_token(TOKEN_DUPLICATE);

    ck_assert_status(PsImpersonateClient(caller, stage.alice, FALSE, FALSE, SecurityIdentification),
                     STATUS_SUCCESS);
    ck_assert_status(NtDuplicateToken(source, TOKEN_QUERY, NULL, FALSE, TokenPrimary, &copy),
                     BAD_LEVEL);
    ck_assert_status(NtDuplicateToken(source, 0, NULL, FALSE, TokenPrimary, &copy), STATUS_SUCCESS);
}
END_TEST

/* The parts of a descriptor that the call brings count; the label does not (T-28). */
START_TEST(given_descriptor_protects_the_copy)
{
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_DACL_PRESENT, /* and NULL: everybody may do everything */
        .Owner = (PSID)(uintptr_t)se_token_user(stage.alice),
    };
    const struct rtl_descriptor *made;

    attributes.SecurityDescriptor = &descriptor;
    ck_assert_status(NtDuplicateToken(own_token(TOKEN_DUPLICATE), TOKEN_QUERY, &attributes, FALSE,
                                      TokenPrimary, &copy),
                     STATUS_SUCCESS);
    made = token_behind(caller, copy)->header.descriptor;
    ck_assert(rtl_sid_equal(&made->owner.Sid, se_token_user(stage.alice)));
    ck_assert_ptr_null(made->dacl);
    ck_assert_uint_eq(made->integrity, stage.alice->integrity);
}
END_TEST

START_TEST(given_dacl_becomes_that_of_the_copy)
{
    struct rtl_acl *dacl = acl_from_text(stage.w, "(A;;GA;;;WD)");
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_DACL_PRESENT,
        .Dacl = &dacl->bytes,
    };

    attributes.SecurityDescriptor = &descriptor;
    ck_assert_status(NtDuplicateToken(own_token(TOKEN_DUPLICATE), TOKEN_QUERY, &attributes, FALSE,
                                      TokenPrimary, &copy),
                     STATUS_SUCCESS);
    ck_assert_ptr_nonnull(token_behind(caller, copy)->header.descriptor->dacl);
    ck_assert_status(NtDuplicateToken(own_token(TOKEN_DUPLICATE), SYNCHRONIZE, &attributes, FALSE,
                                      TokenPrimary, &copy),
                     STATUS_ACCESS_DENIED);
    rtl_acl_dereference(stage.w, dacl);
}
END_TEST

START_TEST(wrong_descriptor_makes_no_copy)
{
    SE_SID bob;
    SECURITY_DESCRIPTOR descriptor = {.Revision = 2, .Owner = &bob.Sid};

    ck_assert(rtl_sid_from_text(BOB, strlen(BOB), &bob));
    attributes.SecurityDescriptor = &descriptor;
#define DUPLICATE \
    NtDuplicateToken(own_token(TOKEN_DUPLICATE), 0, &attributes, FALSE, TokenPrimary, &copy)
    ck_assert_status(DUPLICATE, STATUS_UNKNOWN_REVISION);
    descriptor.Revision = SECURITY_DESCRIPTOR_REVISION;
    ck_assert_status(DUPLICATE, STATUS_INVALID_OWNER);
    attributes.SecurityDescriptor = SRM_UNREADABLE;
    ck_assert_status(DUPLICATE, STATUS_ACCESS_VIOLATION);
#undef DUPLICATE
    ck_assert_ptr_null(copy);
}
END_TEST

START_TEST(inheritable_copy)
{
    attributes.Attributes = OBJ_INHERIT;
    ck_assert_status(
        NtDuplicateToken(own_token(TOKEN_DUPLICATE), 0, &attributes, FALSE, TokenPrimary, &copy),
        STATUS_SUCCESS);
    ck_assert_uint_eq(ob_handle_find(&caller->process->handles, copy)->attributes, OBJ_INHERIT);
    attributes.Attributes = 1;
    ck_assert_status(
        NtDuplicateToken(own_token(TOKEN_DUPLICATE), 0, &attributes, FALSE, TokenPrimary, &copy),
        STATUS_INVALID_PARAMETER);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/duplicate");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, matrix_of_types_and_levels, 0, ROWS(matrix));
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_loop_test(tcase, new_handle_has_the_rights_asked_for, 0, ROWS(accesses));
    tcase_add_loop_test(tcase, new_handle_may_be_refused, 0, ROWS(refusals));
    tcase_add_test(tcase, descriptor_comes_from_the_callers_effective_token);
    tcase_add_test(tcase, effective_only_strips);
    tcase_add_test(tcase, kernel_mode_is_trusted);
    tcase_add_test(tcase, caller_below_impersonation_gets_only_what_it_has);
    tcase_add_test(tcase, given_descriptor_protects_the_copy);
    tcase_add_test(tcase, given_dacl_becomes_that_of_the_copy);
    tcase_add_test(tcase, wrong_descriptor_makes_no_copy);
    tcase_add_test(tcase, inheritable_copy);
    return suite_end();
}
