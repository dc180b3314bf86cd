/* NtCompareTokens. Source: access-check.md O-25. */
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"
#include "se/compare.h"

static NTSTATUS compare(PETHREAD caller, HANDLE first, HANDLE second, BOOLEAN *equal)
{
    void *a, *b;
    NTSTATUS status = nt_probe(caller, equal);

    if (NT_SUCCESS(status))
        status = nt_object_by_handle(caller, first, &se_token_type, TOKEN_QUERY, &a);
    if (NT_SUCCESS(status))
        status = nt_object_by_handle(caller, second, &se_token_type, TOKEN_QUERY, &b);
    if (NT_SUCCESS(status))
        *equal = se_tokens_equal(a, b);
    return status;
}

NTSTATUS NtCompareTokens(HANDLE FirstTokenHandle, HANDLE SecondTokenHandle, PBOOLEAN Equal)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("FirstTokenHandle", FirstTokenHandle),
               HANDLE_FACT("SecondTokenHandle", SecondTokenHandle));
    status = compare(caller, FirstTokenHandle, SecondTokenHandle, Equal);
    leave_status(caller->header.world, status);
    return status;
}
