/* SeQueryInformationToken. Sources: its page; access-check.md O-28. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "se/information.h"

#include <string.h>

/* Recorded on Server 2003: these are for NtQueryInformationToken alone. */
static bool is_served(TOKEN_INFORMATION_CLASS class)
{
    static const TOKEN_INFORMATION_CLASS refused[] = {
        TokenRestrictedSids,
        TokenGroupsAndPrivileges,
        TokenSandBoxInert,
        TokenOrigin,
    };

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (refused[i] == class)
            return false;
    return true;
}

/* These two come as the number itself; the caller's variable may be no larger than one. */
static bool is_given_as_number(const struct se_token *token, TOKEN_INFORMATION_CLASS class,
                               ULONG *number)
{
    *number = class == TokenSessionId ? token->SessionId : token->integrity;
    return class == TokenSessionId || class == TokenIntegrityLevel;
}

static NTSTATUS allocate_answer(struct se_answer *answer, PVOID *information)
{
    struct srm_world *w = answer->token->header.world;
    void *memory;

    if (!rule(w, pool, queried_information,
              ex_pool_grants(w->pool, EX_ALLOCATION_QueriedInformation)))
        return STATUS_INSUFFICIENT_RESOURCES;
    memory = ex_alloc_raw(w->pool, EX_KIND_QueriedInformation, answer->size);
    se_answer_write(answer, memory);
    *information = memory;
    return STATUS_SUCCESS;
}

static NTSTATUS query(const struct se_token *token, TOKEN_INFORMATION_CLASS class,
                      PVOID *information)
{
    struct srm_world *w = token->header.world;
    const struct se_information_class *row = se_information_to_ask(w, class);
    struct se_answer answer;
    ULONG number;
    NTSTATUS status = STATUS_SUCCESS;

    if (!row ||
        !rule_on(w, query, served_to_drivers, is_served(class), NUMBER_FACT("class", class)))
        return STATUS_INVALID_INFO_CLASS;
    if (!rule_on(w, information, class_modelled, se_information_is_modelled(row),
                 NUMBER_FACT("class", class)))
        return world_not_modelled(w, "this class of SeQueryInformationToken");
    if (row->check)
        status = row->check(token);
    if (!NT_SUCCESS(status))
        return status;
    if (is_given_as_number(token, class, &number)) {
        memcpy(information, &number, sizeof number);
        return STATUS_SUCCESS;
    }
    se_answer_measure(&answer, row, token);
    return allocate_answer(&answer, information);
}

NTSTATUS SeQueryInformationToken(PACCESS_TOKEN Token, TOKEN_INFORMATION_CLASS TokenInformationClass,
                                 PVOID *TokenInformation)
{
    const struct se_token *token = Token;
    struct srm_world *w = token->header.world;
    NTSTATUS status;

    call_enter(w, TOKEN("Token", token),
               NUMBER_FACT("TokenInformationClass", TokenInformationClass));
    status = query(token, TokenInformationClass, TokenInformation);
    leave_status(w, status);
    return status;
}
