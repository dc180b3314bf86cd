/* CheckTokenMembership. Source: access-check.md A-72, with the page named there. */
#include "se/membership.h"

#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/open.h"
#include "ntsrm/securitybaseapi.h"
#include "win32/last_error.h"
#include "win32/memory.h"
#include "win32/token.h"

/* A thread that does not impersonate is asked as if it impersonated its process. */
static NTSTATUS open_effective_token(PHANDLE token)
{
    NTSTATUS status = NtOpenThreadToken(NtCurrentThread(), TOKEN_QUERY, TRUE, token);

    return status == STATUS_NO_TOKEN
               ? win32_copy_process_token(0, TOKEN_QUERY, SecurityIdentification, token)
               : status;
}

static NTSTATUS judge(PETHREAD caller, HANDLE handle, const SID *sid, BOOL *member)
{
    struct srm_world *w = caller->header.world;
    const struct se_token *token;
    void *object;
    NTSTATUS status = nt_object_by_handle(caller, handle, &se_token_type, TOKEN_QUERY, &object);

    if (!NT_SUCCESS(status))
        return status;
    token = object;
    if (!rule_on(w, membership, impersonation_token, token->type == TokenImpersonation,
                 TOKEN("token", token)))
        return STATUS_NO_IMPERSONATION_TOKEN;
    if (!rule_on(w, membership, level_identifies, token->level >= SecurityIdentification,
                 LEVEL_FACT("token's level", token->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    *member = se_token_is_member(token, sid);
    return STATUS_SUCCESS;
}

static NTSTATUS check_membership(PETHREAD caller, HANDLE token, const SID *sid, BOOL *member)
{
    HANDLE asked = token;
    bool effective = rule(caller->header.world, membership, effective_token, token == NULL);
    NTSTATUS status = effective ? open_effective_token(&asked) : STATUS_SUCCESS;

    if (!NT_SUCCESS(status))
        return status;
    status = judge(caller, asked, sid, member);
    if (effective)
        (void)NtClose(asked);
    return status;
}

static NTSTATUS check_arguments(PETHREAD caller, const void *sid, SE_SID *out, PBOOL member)
{
    NTSTATUS status = win32_touch(caller, sid);

    if (NT_SUCCESS(status))
        status = win32_touch(caller, member);
    return NT_SUCCESS(status) ? nt_capture_sid(caller, sid, out) : status;
}

BOOL CheckTokenMembership(HANDLE TokenHandle, PSID SidToCheck, PBOOL IsMember)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    BOOL member = FALSE, result;
    SE_SID sid;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle));
    status = check_arguments(caller, SidToCheck, &sid, IsMember);
    if (NT_SUCCESS(status)) {
        status = check_membership(caller, TokenHandle, &sid.Sid, &member);
        memcpy(IsMember, &member, sizeof member);
    }
    result = win32_result(status);
    leave_flag(w, result);
    return result;
}
