#include "nt/primary_token.h"

#include "client/privilege.h"
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"
#include "rtl/luid.h"

#include <string.h>

/* Its own token is a sibling too. */
static bool is_sibling(const struct se_token *token, const struct se_token *own)
{
    return rtl_luid_equal(token->ParentTokenId, own->ParentTokenId) &&
           rtl_luid_equal(token->AuthenticationId, own->AuthenticationId);
}

/* May the caller give a process this token? */
static NTSTATUS may_assign(PETHREAD caller, const struct se_token *token, bool quota)
{
    struct srm_world *w = caller->header.world;
    const struct se_token *own = caller->process->token;

    if (rule_on(w, process, child_token, rtl_luid_equal(token->ParentTokenId, own->TokenId),
                TOKEN("token", token), TOKEN("process token", own)) ||
        rule_on(w, process, sibling_token, is_sibling(token, own), TOKEN("token", token),
                TOKEN("process token", own)))
        return STATUS_SUCCESS;
    if (!rule(w, process, assign_primary_held,
              client_caller_holds(caller, SE_ASSIGNPRIMARYTOKEN_PRIVILEGE)))
        return STATUS_PRIVILEGE_NOT_HELD;
    if (quota &&
        !rule(w, process, quota_held, client_caller_holds(caller, SE_INCREASE_QUOTA_PRIVILEGE)))
        return STATUS_PRIVILEGE_NOT_HELD;
    return STATUS_SUCCESS;
}

/* A primary token, or what since Windows 7 can become one. */
static NTSTATUS check_type(const struct srm_world *w, const struct se_token *token)
{
    if (rule_on(w, process, primary_token, token->type == TokenPrimary, TOKEN("token", token)))
        return STATUS_SUCCESS;
    if (rule_on(w, process, impersonation_token_taken, token->level >= SecurityImpersonation,
                LEVEL_FACT("token's level", token->level)))
        return STATUS_SUCCESS;
    return STATUS_BAD_TOKEN_TYPE;
}

static NTSTATUS find_token(PETHREAD caller, HANDLE handle, struct se_token **token)
{
    void *object;
    NTSTATUS status =
        nt_object_by_handle(caller, handle, &se_token_type, TOKEN_ASSIGN_PRIMARY, &object);

    if (NT_SUCCESS(status))
        status = check_type(caller->header.world, object);
    if (NT_SUCCESS(status))
        status = may_assign(caller, object, true);
    if (NT_SUCCESS(status))
        *token = object;
    return status;
}

NTSTATUS nt_choose_primary_token(PETHREAD caller, const PS_ATTRIBUTE_LIST *given,
                                 struct se_token **token)
{
    struct srm_world *w = caller->header.world;
    PS_ATTRIBUTE_LIST list = {.TotalLength = 0};
    NTSTATUS status;

    *token = caller->process->token;
    if (!rule(w, process, token_given, given != NULL))
        return STATUS_SUCCESS;
    status = nt_capture(caller, &list.TotalLength, given, sizeof list.TotalLength);
    if (NT_SUCCESS(status) && list.TotalLength == sizeof list)
        memcpy(&list, given, sizeof list);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule(w, process, attribute_modelled,
              list.Attributes[0].Attribute == PS_ATTRIBUTE_TOKEN))
        return world_not_modelled(w, "this attribute of a new process");
    return find_token(caller, (HANDLE)list.Attributes[0].Value, token);
}

/* ---- NtSetInformationProcess ---- */

/* May this process have this token from now on? T-8. */
static NTSTATUS may_exchange(const struct _EPROCESS *process, const struct se_token *token)
{
    struct srm_world *w = process->header.world;

    if (!rule_on(w, process, primary_token, token->type == TokenPrimary, TOKEN("token", token)))
        return STATUS_BAD_TOKEN_TYPE;
    if (!rule_on(w, process, running, !process->exited, PROCESS("process", process)))
        return STATUS_PROCESS_IS_TERMINATING;
    if (!rule_on(w, process, not_started, process->threads == NULL, PROCESS("process", process)))
        return world_not_modelled(w, "another token for a process that has threads");
    if (!rule_on(w, process, token_unused, token->processes == 0 || token == process->token,
                 TOKEN("token", token)))
        return STATUS_TOKEN_ALREADY_IN_USE;
    return STATUS_SUCCESS;
}

static NTSTATUS set_access_token(PETHREAD caller, HANDLE process_handle, const void *buffer,
                                 ULONG length)
{
    struct srm_world *w = caller->header.world;
    PROCESS_ACCESS_TOKEN information;
    void *process, *token;
    NTSTATUS status;

    if (!rule_on(w, information, length_matches, length == sizeof information,
                 NUMBER_FACT("length", length)))
        return STATUS_INFO_LENGTH_MISMATCH;
    status = nt_capture(caller, &information, buffer, sizeof information);
    if (NT_SUCCESS(status))
        status = nt_object_by_handle(caller, process_handle, &ps_process_type,
                                     PROCESS_SET_INFORMATION, &process);
    if (NT_SUCCESS(status))
        status = nt_object_by_handle(caller, information.Token, &se_token_type,
                                     TOKEN_ASSIGN_PRIMARY, &token);
    if (NT_SUCCESS(status))
        status = may_assign(caller, token, false);
    if (NT_SUCCESS(status))
        status = may_exchange(process, token);
    if (NT_SUCCESS(status) && token != ((PEPROCESS)process)->token)
        ps_process_set_token(process, token);
    return status;
}

NTSTATUS NtSetInformationProcess(HANDLE ProcessHandle, PROCESSINFOCLASS ProcessInformationClass,
                                 PVOID ProcessInformation, ULONG ProcessInformationLength)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ProcessHandle", ProcessHandle),
               NUMBER_FACT("ProcessInformationClass", ProcessInformationClass),
               NUMBER_FACT("ProcessInformationLength", ProcessInformationLength));
    if (!rule_on(w, information, class_modelled, ProcessInformationClass == ProcessAccessToken,
                 NUMBER_FACT("class", ProcessInformationClass)))
        status = world_not_modelled(w, "this class of NtSetInformationProcess");
    else
        status = set_access_token(caller, ProcessHandle, ProcessInformation,
                                  ProcessInformationLength);
    leave_status(w, status);
    return status;
}
