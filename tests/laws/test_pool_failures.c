/*
 * Every call with NT's pool failing at its n-th request, for every n until it succeeds, and for
 * every allocation by name: the documented status, nothing changed, nothing leaked.
 */
#include "support/stage.h"
#include "support/state.h"
#include "support/suite.h"

#include "ntsrm/windows.h"

#include <string.h>

static struct stage stage;
static PETHREAD caller, fresh; /* the client's threads; fresh never impersonates before the call */
static struct se_token *bob;
static SECURITY_CLIENT_CONTEXT context, made;
static HANDLE opened;
static struct graph graph;
static struct state before, after;

static SECURITY_QUALITY_OF_SERVICE qos(BOOLEAN tracking)
{
    return (SECURITY_QUALITY_OF_SERVICE){
        .Length = sizeof(SECURITY_QUALITY_OF_SERVICE),
        .ImpersonationLevel = SecurityImpersonation,
        .ContextTrackingMode = tracking,
    };
}

static NTSTATUS create_static(void)
{
    SECURITY_QUALITY_OF_SERVICE wanted = qos(SECURITY_STATIC_TRACKING);

    return SeCreateClientSecurity(stage.server_thread, &wanted, FALSE, &made);
}

static NTSTATUS create_dynamic(void)
{
    SECURITY_QUALITY_OF_SERVICE wanted = qos(SECURITY_DYNAMIC_TRACKING);

    return SeCreateClientSecurity(stage.server_thread, &wanted, FALSE, &made);
}

static NTSTATUS create_from_subject(void)
{
    SECURITY_QUALITY_OF_SERVICE wanted = qos(SECURITY_STATIC_TRACKING);
    SECURITY_SUBJECT_CONTEXT subject;
    NTSTATUS status;

    SeCaptureSubjectContext(&subject);
    status = SeCreateClientSecurityFromSubjectContext(&subject, &wanted, FALSE, &made);
    SeReleaseSubjectContext(&subject);
    return status;
}

static NTSTATUS impersonate_context(void)
{
    return SeImpersonateClientEx(&context, fresh);
}

static NTSTATUS impersonate_lowered(void)
{
    return PsImpersonateClient(fresh, bob, TRUE, FALSE, SecurityImpersonation);
}

static NTSTATUS impersonate_allowed(void)
{
    return PsImpersonateClient(fresh, stage.alice, FALSE, FALSE, SecurityDelegation);
}

static NTSTATUS assign(void)
{
    HANDLE handle = handle_to(caller, context.ClientToken, TOKEN_IMPERSONATE);
    NTSTATUS status = PsAssignImpersonationToken(fresh, handle);

    NtClose(handle);
    return status;
}

static NTSTATUS set_thread(void)
{
    HANDLE token = handle_to(caller, context.ClientToken, TOKEN_IMPERSONATE);
    HANDLE thread = handle_to(caller, fresh, THREAD_SET_THREAD_TOKEN);
    NTSTATUS status =
        NtSetInformationThread(thread, ThreadImpersonationToken, &token, sizeof token);

    NtClose(thread);
    NtClose(token);
    return status;
}

static NTSTATUS open_process_token(void)
{
    return NtOpenProcessToken(NtCurrentProcess(), TOKEN_QUERY, &opened);
}

static NTSTATUS open_copy(void)
{
    return NtOpenThreadToken(NtCurrentThread(), TOKEN_QUERY, TRUE, &opened);
}

static NTSTATUS duplicate(void)
{
    SECURITY_QUALITY_OF_SERVICE wanted = qos(SECURITY_STATIC_TRACKING);
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes,
                                    .SecurityQualityOfService = &wanted};
    HANDLE source = handle_to(caller, stage.alice, TOKEN_DUPLICATE);
    NTSTATUS status =
        NtDuplicateToken(source, TOKEN_QUERY, &attributes, TRUE, TokenImpersonation, &opened);

    NtClose(source);
    return status;
}

static NTSTATUS set_default_dacl(void)
{
    TOKEN_DEFAULT_DACL information = {&(ACL){.AclRevision = ACL_REVISION, .AclSize = sizeof(ACL)}};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_DEFAULT);
    NTSTATUS status =
        NtSetInformationToken(handle, TokenDefaultDacl, &information, sizeof information);

    NtClose(handle);
    return status;
}

static NTSTATUS set_owner(void)
{
    TOKEN_OWNER information = {stage.alice->body->sids};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_DEFAULT);
    NTSTATUS status = NtSetInformationToken(handle, TokenOwner, &information, sizeof information);

    NtClose(handle);
    return status;
}

static NTSTATUS query_information(void)
{
    PVOID information;
    NTSTATUS status = SeQueryInformationToken(stage.alice, TokenUser, &information);

    if (NT_SUCCESS(status))
        ExFreePool(information);
    return status;
}

static NTSTATUS adjust_privileges(void)
{
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_PRIVILEGES);
    NTSTATUS status = NtAdjustPrivilegesToken(handle, TRUE, NULL, 0, NULL, NULL);

    NtClose(handle);
    return status;
}

static NTSTATUS adjust_groups(void)
{
    TOKEN_GROUPS groups = {1, {{&stage.alice->body->sids[1], SE_GROUP_ENABLED}}};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_GROUPS);
    NTSTATUS status = NtAdjustGroupsToken(handle, FALSE, &groups, 0, NULL, NULL);

    NtClose(handle);
    return status;
}

/* Alice owns it, which is all that privileges have to add to. */
static SECURITY_DESCRIPTOR object_of_alice(void)
{
    return (SECURITY_DESCRIPTOR){
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Owner = stage.alice->body->sids,
        .Group = stage.alice->body->sids,
    };
}

static NTSTATUS access_check_by_type(void)
{
    SECURITY_DESCRIPTOR descriptor = object_of_alice();
    GENERIC_MAPPING mapping = {.GenericAll = FILE_ALL_ACCESS};
    GUID guid = {.Data1 = 1};
    OBJECT_TYPE_LIST list[] = {{.Level = 0, .ObjectType = &guid}};
    PRIVILEGE_SET set;
    ULONG length = sizeof set;
    ACCESS_MASK granted;
    NTSTATUS answer;
    HANDLE handle = handle_to(caller, context.ClientToken, TOKEN_QUERY);
    NTSTATUS status = NtAccessCheckByTypeResultList(&descriptor, NULL, handle, FILE_READ_DATA, list,
                                                    1, &mapping, &set, &length, &granted, &answer);

    NtClose(handle);
    return status;
}

static NTSTATUS se_access_check(void)
{
    SECURITY_SUBJECT_CONTEXT subject = {.PrimaryToken = bob};
    SECURITY_DESCRIPTOR descriptor = object_of_alice();
    GENERIC_MAPPING mapping = {.GenericAll = FILE_ALL_ACCESS};
    PPRIVILEGE_SET used;
    ACCESS_MASK granted;
    NTSTATUS status;

    SeAccessCheck(&descriptor, &subject, FALSE, ACCESS_SYSTEM_SECURITY, 0, &used, &mapping,
                  UserMode, &granted, &status);
    if (used)
        SeFreePrivileges(used);
    return status;
}

/* What a driver makes, by bob. */
static NTSTATUS assign_security(void)
{
    SECURITY_SUBJECT_CONTEXT subject = {.PrimaryToken = bob};
    SECURITY_DESCRIPTOR descriptor = object_of_alice();
    GENERIC_MAPPING mapping = {.GenericAll = FILE_ALL_ACCESS};
    PSECURITY_DESCRIPTOR new = NULL;
    NTSTATUS status =
        SeAssignSecurity(&descriptor, NULL, &new, FALSE, &subject, &mapping, PagedPool);

    ck_assert((new != NULL) == NT_SUCCESS(status));
    if (new)
        SeDeassignSecurity(&new);
    return status;
}

/* What a program makes, of what alice's object hands down. */
static NTSTATUS new_security_object(void)
{
    SECURITY_DESCRIPTOR descriptor = object_of_alice();
    GENERIC_MAPPING mapping = {.GenericAll = FILE_ALL_ACCESS};
    HANDLE token = handle_to(caller, bob, TOKEN_QUERY);
    PSECURITY_DESCRIPTOR new = NULL;
    NTSTATUS status = RtlNewSecurityObject(&descriptor, NULL, &new, FALSE, token, &mapping);

    ck_assert((new != NULL) == NT_SUCCESS(status));
    if (new)
        RtlDeleteSecurityObject(&new);
    NtClose(token);
    return status;
}

static NTSTATUS impersonate_self(void)
{
    SetLastError(0);
    if (ImpersonateSelf(SecurityDelegation))
        return STATUS_SUCCESS;
    return GetLastError() == ERROR_NOT_ENOUGH_MEMORY     ? STATUS_NO_MEMORY
           : GetLastError() == ERROR_NO_SYSTEM_RESOURCES ? STATUS_INSUFFICIENT_RESOURCES
                                                         : STATUS_UNSUCCESSFUL;
}

static NTSTATUS revert(void)
{
    return RevertToSelf() ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

/* What each call asks the pool for, in this order, with the status of each refusal. */
/* An event with a name and a descriptor, which goes with its handle. */
static NTSTATUS create_event(void)
{
    WCHAR text[] = L"\\BaseNamedObjects\\x";
    UNICODE_STRING name = {
        .Length = sizeof text - sizeof *text,
        .MaximumLength = sizeof text,
        .Buffer = text,
    };
    SECURITY_DESCRIPTOR descriptor = {.Revision = SECURITY_DESCRIPTOR_REVISION};
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .ObjectName = &name,
        .SecurityDescriptor = &descriptor,
    };
    HANDLE event;
    NTSTATUS status =
        NtCreateEvent(&event, EVENT_ALL_ACCESS, &attributes, NotificationEvent, FALSE);

    if (NT_SUCCESS(status))
        ck_assert_status(NtClose(event), STATUS_SUCCESS);
    return status;
}

static NTSTATUS open_pointer(void)
{
    HANDLE token;
    NTSTATUS status = ObOpenObjectByPointer(stage.alice, 0, NULL, TOKEN_QUERY, *SeTokenObjectType,
                                            KernelMode, &token);

    if (NT_SUCCESS(status))
        ck_assert_status(NtClose(token), STATUS_SUCCESS);
    return status;
}

static const struct call {
    const char *name;
    NTSTATUS (*make)(void);
    struct {
        const char *allocation;
        NTSTATUS status;
    } requests[5];
} calls[] = {
    {"SeCreateClientSecurity, static",
     create_static,
     {{"ClientTokenCopy", STATUS_INSUFFICIENT_RESOURCES}}},
    {"SeCreateClientSecurity, dynamic", create_dynamic, {{NULL, 0}}},
    {"SeCreateClientSecurityFromSubjectContext",
     create_from_subject,
     {{"ClientTokenCopy", STATUS_INSUFFICIENT_RESOURCES}}},
    {"SeImpersonateClientEx", impersonate_context, {{"ImpersonationBlock", STATUS_NO_MEMORY}}},
    {"PsImpersonateClient, lowered",
     impersonate_lowered,
     {{"ImpersonationBlock", STATUS_NO_MEMORY},
      {"ClientTokenCopy", STATUS_INSUFFICIENT_RESOURCES}}},
    {"PsImpersonateClient, allowed",
     impersonate_allowed,
     {{"ImpersonationBlock", STATUS_NO_MEMORY}}},
    {"PsAssignImpersonationToken", assign, {{"ImpersonationBlock", STATUS_NO_MEMORY}}},
    {"NtSetInformationThread", set_thread, {{"ImpersonationBlock", STATUS_NO_MEMORY}}},
    {"NtOpenProcessToken", open_process_token, {{"Handle", STATUS_INSUFFICIENT_RESOURCES}}},
    {"NtOpenThreadToken, copy-on-open",
     open_copy,
     {{"Token", STATUS_INSUFFICIENT_RESOURCES}, {"Handle", STATUS_INSUFFICIENT_RESOURCES}}},
    {"NtDuplicateToken",
     duplicate,
     {{"CapturedQos", STATUS_INSUFFICIENT_RESOURCES},
      {"Token", STATUS_INSUFFICIENT_RESOURCES},
      {"Handle", STATUS_INSUFFICIENT_RESOURCES}}},
    {"NtSetInformationToken", set_default_dacl, {{"DynamicPart", STATUS_INSUFFICIENT_RESOURCES}}},
    {"NtAdjustPrivilegesToken", adjust_privileges, {{NULL, 0}}},
    {"NtSetInformationToken, owner", set_owner, {{"CapturedSid", STATUS_INSUFFICIENT_RESOURCES}}},
    {"SeQueryInformationToken",
     query_information,
     {{"QueriedInformation", STATUS_INSUFFICIENT_RESOURCES}}},
    {"NtAdjustGroupsToken", adjust_groups, {{"CapturedList", STATUS_INSUFFICIENT_RESOURCES}}},
    {"ImpersonateSelf",
     impersonate_self,
     {{"Handle", STATUS_INSUFFICIENT_RESOURCES},
      {"CapturedQos", STATUS_INSUFFICIENT_RESOURCES},
      {"Token", STATUS_INSUFFICIENT_RESOURCES},
      {"Handle", STATUS_INSUFFICIENT_RESOURCES}}},
    {"NtAccessCheckByTypeResultList",
     access_check_by_type,
     {{"CapturedObjectTypes", STATUS_INSUFFICIENT_RESOURCES},
      {"CapturedDescriptor", STATUS_INSUFFICIENT_RESOURCES}}},
    {"SeAccessCheck", se_access_check, {{"PrivilegeSet", STATUS_INSUFFICIENT_RESOURCES}}},
    {"SeAssignSecurity", assign_security, {{"AssignedDescriptor", STATUS_INSUFFICIENT_RESOURCES}}},
    {"RtlNewSecurityObject",
     new_security_object,
     {{"CapturedDescriptor", STATUS_INSUFFICIENT_RESOURCES}}},
    {"NtCreateEvent",
     create_event,
     {{"CapturedDescriptor", STATUS_INSUFFICIENT_RESOURCES},
      {"CapturedName", STATUS_INSUFFICIENT_RESOURCES},
      {"Object", STATUS_INSUFFICIENT_RESOURCES},
      {"Handle", STATUS_INSUFFICIENT_RESOURCES}}},
    {"ObOpenObjectByPointer", open_pointer, {{"Handle", STATUS_INSUFFICIENT_RESOURCES}}},
    {"RevertToSelf", revert, {{NULL, 0}}},
};

/* alice's first thread impersonates herself, copy-on-open; her second one nobody. */
static void open_stage(void)
{
    SECURITY_QUALITY_OF_SERVICE wanted = qos(SECURITY_STATIC_TRACKING);

    stage_open(&stage, NULL);
    caller = stage.client_thread;
    fresh = srm_thread_new(stage.client);
    act_as(caller);
    bob = token_from(
        stage.w, (struct token_words){.user = BOB, .on = SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE)});
    ck_assert_status(SeCreateClientSecurity(caller, &wanted, FALSE, &context), STATUS_SUCCESS);
    ck_assert_status(PsImpersonateClient(caller, stage.alice, TRUE, TRUE, SecurityImpersonation),
                     STATUS_SUCCESS);
    made.ClientToken = NULL;
}

static void close_stage(void)
{
    srm_pool_fail(stage.w, "any", 0, false);
    if (made.ClientToken)
        SeDeleteClientSecurity(&made);
    SeDeleteClientSecurity(&context);
    srm_release(bob);
    srm_release(fresh);
    stage_close(&stage);
}

/* Counted from the other side, and recorded. */
static void look(struct state *state, const char *name)
{
    const void *const held[] = {bob,
                                fresh,
                                stage.alice,
                                stage.service,
                                stage.client,
                                stage.server,
                                stage.client_thread,
                                stage.server_thread,
                                context.ClientToken,
                                made.ClientToken};
    const char *problem;

    graph_begin(&graph, stage.w);
    for (int i = 0; i < ROWS(held); i++)
        graph_hold(&graph, held[i]);
    graph_finish(&graph);
    problem = graph_problem(&graph);
    ck_assert_msg(problem == NULL, "%s: %s", name, problem ? problem : "");
    state_record(state, &graph);
}

static void assert_refused(const struct call *call, NTSTATUS status, NTSTATUS expected)
{
    const char *difference;

    ck_assert_msg(status == expected, "%s: %s instead of %s", call->name, status_text(status),
                  status_text(expected));
    look(&after, call->name);
    difference = state_difference(&before, &after);
    ck_assert_msg(difference == NULL, "%s: %s", call->name, difference ? difference : "");
}

START_TEST(nth_request_fails)
{
    const struct call *call = &calls[_i];
    unsigned n = 0;

    look(&before, call->name);
    for (; call->requests[n].allocation; n++) {
        ck_assert(srm_pool_fail(stage.w, "any", n + 1, false));
        assert_refused(call, call->make(), call->requests[n].status);
    }
    ck_assert(srm_pool_fail(stage.w, "any", n + 1, true));
    ck_assert_msg(call->make() == STATUS_SUCCESS, "%s asks for more", call->name);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    look(&after, call->name);
}
END_TEST

START_TEST(named_request_fails)
{
    static const char *const names[] = {"ImpersonationBlock",
                                        "ClientTokenCopy",
                                        "Token",
                                        "Handle",
                                        "CapturedQos",
                                        "DynamicPart",
                                        "CapturedSid",
                                        "CapturedList",
                                        "QueriedInformation",
                                        "CapturedDescriptor",
                                        "CapturedObjectTypes",
                                        "CapturedName",
                                        "Object",
                                        "PrivilegeSet",
                                        "AssignedDescriptor"};
    const struct call *call = &calls[_i / ROWS(names)];
    const char *name = names[_i % ROWS(names)];
    unsigned n = 0;

    look(&before, call->name);
    while (call->requests[n].allocation && strcmp(call->requests[n].allocation, name) != 0)
        n++;
    ck_assert(srm_pool_fail(stage.w, name, 1, true));
    if (call->requests[n].allocation)
        assert_refused(call, call->make(), call->requests[n].status);
    else
        ck_assert_msg(call->make() == STATUS_SUCCESS, "%s asks for %s", call->name, name);
    look(&after, call->name);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/pool_failures");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, nth_request_fails, 0, ROWS(calls));
    tcase_add_loop_test(tcase, named_request_fails, 0, ROWS(calls) * 15);
    return suite_end();
}
