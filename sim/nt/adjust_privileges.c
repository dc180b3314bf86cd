/* NtAdjustPrivilegesToken. Source: access-check.md 3.1, O-1 to O-7. */
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"

#include <string.h>

/* A longer list than this is taken for memory that is not there. */
#define MOST_PRIVILEGES 0x10000u

/* What a token's privileges become, worked out before anything changes. */
struct adjustment {
    uint64_t present, enabled;
    uint64_t reported; /* changed and still there: what PreviousState lists */
    bool all_assigned;
};

static ULONG state_size(uint64_t privileges)
{
    ULONG count = 0;

    for (uint64_t rest = privileges; rest; rest &= rest - 1)
        count++;
    return (ULONG)offsetof(TOKEN_PRIVILEGES, Privileges) +
           count * (ULONG)sizeof(LUID_AND_ATTRIBUTES);
}

static void adjust_one(const struct srm_world *w, const LUID_AND_ATTRIBUTES *wanted,
                       struct adjustment *next)
{
    LONG number = wanted->Luid.HighPart == 0 && wanted->Luid.LowPart <= SE_PRIVILEGE_LAST
                      ? (LONG)wanted->Luid.LowPart
                      : 0;
    uint64_t bit = SE_PRIVILEGE_BIT(number);

    if (!(next->present & bit)) {
        next->all_assigned = false;
        return;
    }
    if (rule(w, adjust, removes, (wanted->Attributes & SE_PRIVILEGE_REMOVED) != 0)) {
        next->present &= ~bit;
        next->enabled &= ~bit;
    } else if (wanted->Attributes & SE_PRIVILEGE_ENABLED) {
        next->enabled |= bit;
    } else {
        next->enabled &= ~bit;
    }
}

static struct adjustment work_out(const struct srm_world *w, const struct se_token *token,
                                  BOOLEAN disable_all, const unsigned char *wanted, DWORD count)
{
    const size_t first = offsetof(TOKEN_PRIVILEGES, Privileges);
    struct adjustment next = {
        .present = token->present,
        .enabled = disable_all ? 0 : token->enabled,
        .all_assigned = true,
    };

    for (DWORD i = 0; i < count; i++) {
        LUID_AND_ATTRIBUTES one;

        memcpy(&one, wanted + first + i * sizeof one,
               sizeof one); /* user mode's, perhaps misaligned */
        adjust_one(w, &one, &next);
    }
    next.reported = next.present & (next.enabled ^ token->enabled);
    return next;
}

static uint32_t attributes_of(const struct se_token *token, LONG privilege)
{
    uint64_t bit = SE_PRIVILEGE_BIT(privilege);

    return (token->enabled & bit ? SE_PRIVILEGE_ENABLED : 0) |
           (token->enabled_by_default & bit ? SE_PRIVILEGE_ENABLED_BY_DEFAULT : 0);
}

/* Into user mode's memory, which may be misaligned. */
static void report(const struct se_token *token, uint64_t privileges, PTOKEN_PRIVILEGES state)
{
    unsigned char *at = (unsigned char *)state + offsetof(TOKEN_PRIVILEGES, Privileges);
    DWORD count = 0;

    for (LONG i = SE_PRIVILEGE_FIRST; i <= SE_PRIVILEGE_LAST; i++) {
        LUID_AND_ATTRIBUTES one = {
            .Luid = {.LowPart = (DWORD)i},
            .Attributes = attributes_of(token, i),
        };

        if (privileges & SE_PRIVILEGE_BIT(i))
            memcpy(at + sizeof one * count++, &one, sizeof one);
    }
    memcpy(state, &count, sizeof count);
}

static NTSTATUS adjust(struct se_token *token, const struct adjustment *next, ULONG length,
                       PTOKEN_PRIVILEGES previous, PULONG return_length)
{
    const struct srm_world *w = token->header.world;
    ULONG needed = state_size(next->reported);

    if (previous) {
        if (return_length)
            memcpy(return_length, &needed, sizeof needed);
        if (!rule_on(w, adjust, buffer_fits, length >= needed, NUMBER_FACT("length", length),
                     NUMBER_FACT("needed", needed)))
            return STATUS_BUFFER_TOO_SMALL;
        report(token, next->reported, previous);
    }
    se_token_set_privileges(token, next->present, next->enabled);
    return rule(w, adjust, all_assigned, next->all_assigned) ? STATUS_SUCCESS
                                                             : STATUS_NOT_ALL_ASSIGNED;
}

static NTSTATUS capture_count(PETHREAD caller, const unsigned char *list, DWORD *count)
{
    struct srm_world *w = caller->header.world;
    NTSTATUS status = nt_capture(caller, count, list, sizeof *count);

    if (NT_SUCCESS(status) && !rule_on(w, probe, accessible, *count <= MOST_PRIVILEGES,
                                       NUMBER_FACT("PrivilegeCount", *count)))
        status = STATUS_ACCESS_VIOLATION;
    return status;
}

static NTSTATUS adjust_by_handle(PETHREAD caller, HANDLE handle, BOOLEAN disable_all,
                                 PTOKEN_PRIVILEGES wanted, ULONG length, PTOKEN_PRIVILEGES previous,
                                 PULONG return_length)
{
    struct srm_world *w = caller->header.world;
    ACCESS_MASK access = TOKEN_ADJUST_PRIVILEGES;
    const unsigned char *list = (const unsigned char *)wanted;
    struct adjustment next;
    DWORD count = 0;
    void *token;
    NTSTATUS status = STATUS_SUCCESS;

    if (!rule(w, adjust, state_given, disable_all || wanted))
        return STATUS_INVALID_PARAMETER;
    if (!disable_all)
        status = capture_count(caller, list, &count);
    if (NT_SUCCESS(status) && previous)
        status = nt_probe(caller, previous);
    if (NT_SUCCESS(status) && previous)
        status = nt_probe(caller, return_length);
    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, adjust, previous_wanted, previous != NULL))
        access |= TOKEN_QUERY;
    status = nt_object_by_handle(caller, handle, &se_token_type, access, &token);
    if (!NT_SUCCESS(status))
        return status;
    next = work_out(w, token, disable_all, list, count);
    return adjust(token, &next, length, previous, return_length);
}

NTSTATUS NtAdjustPrivilegesToken(HANDLE TokenHandle, BOOLEAN DisableAllPrivileges,
                                 PTOKEN_PRIVILEGES NewState, ULONG BufferLength,
                                 PTOKEN_PRIVILEGES PreviousState, PULONG ReturnLength)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("TokenHandle", TokenHandle),
               FLAG_FACT("DisableAllPrivileges", DisableAllPrivileges),
               NUMBER_FACT("BufferLength", BufferLength));
    status = adjust_by_handle(caller, TokenHandle, DisableAllPrivileges, NewState, BufferLength,
                              PreviousState, ReturnLength);
    leave_status(caller->header.world, status);
    return status;
}
