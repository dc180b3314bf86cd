/* NtPrivilegeCheck. Sources: impersonation.md 7.3, access-check.md O-26. */
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/open.h"
#include "nt/probe.h"
#include "se/privileges.h"

#include <string.h>

static NTSTATUS check(PETHREAD caller, HANDLE handle, void *set, BOOLEAN *held)
{
    struct srm_world *w = caller->header.world;
    unsigned char *entries;
    DWORD count, control;
    void *object;
    const struct se_token *token;
    NTSTATUS status = nt_capture_privilege_count(caller, set, &count);

    if (NT_SUCCESS(status))
        status = nt_probe(caller, held);
    if (NT_SUCCESS(status))
        status = nt_object_by_handle(caller, handle, &se_token_type, TOKEN_QUERY, &object);
    if (!NT_SUCCESS(status))
        return status;
    token = object;
    if (rule_on(w, privilege, token_below_identification,
                token->type == TokenImpersonation && token->level < SecurityIdentification,
                TOKEN("token", token), LEVEL_FACT("level", token->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;

    entries = (unsigned char *)set + offsetof(PRIVILEGE_SET, Privilege);
    memcpy(&control, (unsigned char *)set + offsetof(PRIVILEGE_SET, Control), sizeof control);
    if (rule(w, privilege, kernel_mode, caller->previous_mode == KernelMode)) {
        se_privileges_mark_used(SE_PRIVILEGES_ALL, entries, count);
        *held = TRUE;
    } else {
        *held = se_privileges_held(token, control, entries, count);
    }
    return STATUS_SUCCESS;
}

NTSTATUS NtPrivilegeCheck(HANDLE ClientToken, PPRIVILEGE_SET RequiredPrivileges, PBOOLEAN Result)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("ClientToken", ClientToken));
    status = check(caller, ClientToken, RequiredPrivileges, Result);
    leave_status(caller->header.world, status);
    return status;
}
