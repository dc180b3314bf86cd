/*
 * CheckTokenMembership and what Windows 8 added to it. Source: access-check.md A-72, with the page
 * named there.
 */
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

/* What is asked of a token: about a group, or about a capability. */
struct question {
    DWORD flags; /* CTMF_* */
    bool capability;
    SE_SID sid;
};

static BOOL answer(const struct se_token *token, const struct question *question)
{
    return question->capability ? se_token_has_capability(token, &question->sid.Sid)
                                : se_token_is_member(token, &question->sid.Sid, question->flags);
}

static NTSTATUS judge(PETHREAD caller, HANDLE handle, const struct question *question, BOOL *yes)
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
    *yes = answer(token, question);
    return STATUS_SUCCESS;
}

static NTSTATUS ask_token(PETHREAD caller, HANDLE token, const struct question *question, BOOL *yes)
{
    HANDLE asked = token;
    bool effective = rule(caller->header.world, membership, effective_token, token == NULL);
    NTSTATUS status = effective ? open_effective_token(&asked) : STATUS_SUCCESS;

    if (!NT_SUCCESS(status))
        return status;
    status = judge(caller, asked, question, yes);
    if (effective)
        (void)NtClose(asked);
    return status;
}

static NTSTATUS check_arguments(PETHREAD caller, const void *sid, SE_SID *out, PBOOL yes)
{
    NTSTATUS status = win32_touch(caller, sid);

    if (NT_SUCCESS(status))
        status = win32_touch(caller, yes);
    return NT_SUCCESS(status) ? nt_capture_sid(caller, sid, out) : status;
}

static NTSTATUS ask(HANDLE token, const void *sid, struct question *question, PBOOL result)
{
    PETHREAD caller = ps_current_thread();
    BOOL yes = FALSE;
    NTSTATUS status = check_arguments(caller, sid, &question->sid, result);

    if (!NT_SUCCESS(status))
        return status;
    status =
        rule_on(caller->header.world, membership, flags_known,
                (question->flags & ~CTMF_VALID_FLAGS) == 0, NUMBER_FACT("Flags", question->flags))
            ? ask_token(caller, token, question, &yes)
            : STATUS_INVALID_PARAMETER;
    memcpy(result, &yes, sizeof yes);
    return status;
}

/* The two calls that Windows 8 brought. */
static NTSTATUS ask_packages(HANDLE token, const void *sid, struct question *question, PBOOL result)
{
    struct srm_world *w = ps_current_world();

    return rule(w, membership, packages_there, true)
               ? ask(token, sid, question, result)
               : world_not_modelled(w, "calls of Windows 8 about AppContainers");
}

BOOL CheckTokenMembership(HANDLE TokenHandle, PSID SidToCheck, PBOOL IsMember)
{
    struct srm_world *w = ps_current_world();
    struct question question = {.flags = 0};
    BOOL result;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle));
    result = win32_result(ask(TokenHandle, SidToCheck, &question, IsMember));
    leave_flag(w, result);
    return result;
}

BOOL CheckTokenMembershipEx(HANDLE TokenHandle, PSID SidToCheck, DWORD Flags, PBOOL IsMember)
{
    struct srm_world *w = ps_current_world();
    struct question question = {.flags = Flags};
    BOOL result;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle), NUMBER_FACT("Flags", Flags));
    result = win32_result(ask_packages(TokenHandle, SidToCheck, &question, IsMember));
    leave_flag(w, result);
    return result;
}

BOOL CheckTokenCapability(HANDLE TokenHandle, PSID CapabilitySidToCheck, PBOOL HasCapability)
{
    struct srm_world *w = ps_current_world();
    struct question question = {.capability = true};
    BOOL result;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle));
    result =
        win32_result(ask_packages(TokenHandle, CapabilitySidToCheck, &question, HasCapability));
    leave_flag(w, result);
    return result;
}
