/* NtQueryInformationToken. Sources: access-check.md O-28, O-29, impersonation.md 4.2. */
#include "client/privilege.h"
#include "ex/rules.h"
#include "nt/make_token.h"
#include "nt/probe.h"
#include "se/information.h"

#include <string.h>

/* Where the caller wants the information. */
struct place {
    PETHREAD caller;
    PVOID buffer;
    ULONG length;
    PULONG return_length;
};

/* Tells how much it is, and whether it fits. */
static NTSTATUS check_length(const struct place *to, size_t size)
{
    const ULONG needed = (ULONG)size;

    memcpy(to->return_length, &needed, sizeof needed);
    return rule_on(to->caller->header.world, query, buffer_fits, to->length >= needed,
                   NUMBER_FACT("length", to->length), NUMBER_FACT("needed", needed))
               ? STATUS_SUCCESS
               : STATUS_BUFFER_TOO_SMALL;
}

/* Has the pool room for a token and its handle? */
static NTSTATUS check_room(PETHREAD caller)
{
    NTSTATUS status = nt_token_granted(caller->header.world);

    return NT_SUCCESS(status) ? nt_handle_granted(caller) : status;
}

/* A handle to a new copy of the other half, with every right whatever a descriptor says. */
static NTSTATUS give_linked_token(const struct place *to, const struct se_token *half)
{
    struct nt_new_token wanted = {.caller = to->caller, .granted = TOKEN_ALL_ACCESS};
    struct se_token *copy;
    NTSTATUS status = check_length(to, sizeof(TOKEN_LINKED_TOKEN));

    if (NT_SUCCESS(status))
        status = check_room(to->caller);
    if (!NT_SUCCESS(status))
        return status;
    copy = rule(to->caller->header.world, query, linked_is_primary,
                client_caller_holds(to->caller, SE_TCB_PRIVILEGE))
               ? se_token_copy(half, TokenPrimary, half->level, false)
               : se_token_copy(half, TokenImpersonation, SecurityIdentification, false);
    wanted.descriptor =
        se_token_default_descriptor(ps_effective_token(to->caller), half->integrity);
    nt_deliver_token(&wanted, copy, to->buffer);
    return STATUS_SUCCESS;
}

static NTSTATUS give(const struct place *to, const struct se_information_class *class,
                     const struct se_token *token)
{
    struct se_answer answer;
    NTSTATUS status;

    se_answer_measure(&answer, class, token);
    status = check_length(to, answer.size);
    if (NT_SUCCESS(status))
        se_answer_write(&answer, to->buffer);
    return status;
}

static NTSTATUS query(const struct place *to, HANDLE handle, TOKEN_INFORMATION_CLASS class)
{
    struct srm_world *w = to->caller->header.world;
    const struct se_information_class *row;
    const struct se_token *token;
    struct nt_found found;
    NTSTATUS status = nt_probe(to->caller, to->return_length);

    if (NT_SUCCESS(status) && to->length > 0)
        status = nt_probe(to->caller, to->buffer);
    if (NT_SUCCESS(status))
        status = nt_find_object(to->caller, handle, &se_token_type, &found);
    if (!NT_SUCCESS(status))
        return status;
    row = se_information_to_ask(w, class);
    if (!row)
        return STATUS_INVALID_INFO_CLASS;
    status = nt_demand_rights(to->caller, &found, row->right);
    if (NT_SUCCESS(status))
        status = client_demand_privilege(to->caller, row->privilege);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, information, class_modelled,
                 class == TokenLinkedToken || se_information_is_modelled(row),
                 NUMBER_FACT("class", class)))
        return world_not_modelled(w, "this class of NtQueryInformationToken");
    token = found.object;
    if (row->check)
        status = row->check(token);
    if (!NT_SUCCESS(status))
        return status;
    return class == TokenLinkedToken ? give_linked_token(to, token->session->linked)
                                     : give(to, row, token);
}

NTSTATUS NtQueryInformationToken(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                                 PVOID TokenInformation, ULONG TokenInformationLength,
                                 PULONG ReturnLength)
{
    const struct place to = {
        .caller = ps_current_thread(),
        .buffer = TokenInformation,
        .length = TokenInformationLength,
        .return_length = ReturnLength,
    };
    struct srm_world *w = to.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle),
               NUMBER_FACT("TokenInformationClass", TokenInformationClass),
               NUMBER_FACT("TokenInformationLength", TokenInformationLength));
    status = query(&to, TokenHandle, TokenInformationClass);
    leave_status(w, status);
    return status;
}
