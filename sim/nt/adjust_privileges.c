/* NtAdjustPrivilegesToken. Source: access-check.md 3.1, O-1 to O-7. */
#include "ex/rules.h"
#include "nt/adjust.h"
#include "nt/capture.h"
#include "se/answer.h"
#include "se/privileges.h"

#include <string.h>

/* What a token's privileges become, worked out before anything changes. */
struct adjustment {
    uint64_t present, enabled;
    uint64_t reported; /* changed and still there: what PreviousState lists */
    bool all_assigned;
};

static void adjust_one(const struct srm_world *w, const LUID_AND_ATTRIBUTES *wanted,
                       struct adjustment *next)
{
    uint64_t bit = SE_PRIVILEGE_BIT(se_privilege_number(wanted->Luid));

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

        memcpy(&one, wanted + first + i * sizeof one, sizeof one); /* perhaps misaligned */
        adjust_one(w, &one, &next);
    }
    next.reported = next.present & (next.enabled ^ token->enabled);
    return next;
}

static NTSTATUS give_previous(const struct se_token *token, uint64_t reported,
                              const struct nt_previous *previous)
{
    struct se_answer answer = {.token = token};
    NTSTATUS status;

    se_answer_put_privileges(&answer, reported);
    status = nt_previous_fits(token->header.world, previous, (ULONG)answer.size);
    if (NT_SUCCESS(status)) {
        answer = (struct se_answer){.token = token, .bytes = previous->buffer};
        se_answer_put_privileges(&answer, reported);
    }
    return status;
}

static NTSTATUS adjust(struct se_token *token, const struct adjustment *next,
                       const struct nt_previous *previous)
{
    const struct srm_world *w = token->header.world;
    NTSTATUS status = STATUS_SUCCESS;

    if (previous->buffer)
        status = give_previous(token, next->reported, previous);
    if (!NT_SUCCESS(status))
        return status;
    se_token_set_privileges(token, next->present, next->enabled);
    return rule(w, adjust, all_assigned, next->all_assigned) ? STATUS_SUCCESS
                                                             : STATUS_NOT_ALL_ASSIGNED;
}

static NTSTATUS adjust_by_handle(PETHREAD caller, HANDLE handle, BOOLEAN disable_all,
                                 const void *wanted, const struct nt_previous *previous)
{
    struct srm_world *w = caller->header.world;
    struct adjustment next;
    DWORD count = 0;
    struct se_token *token;
    NTSTATUS status = STATUS_SUCCESS;

    if (!rule(w, adjust, state_given, disable_all || wanted))
        return STATUS_INVALID_PARAMETER;
    if (!disable_all)
        status = nt_capture_privilege_count(caller, wanted, &count);
    if (NT_SUCCESS(status))
        status = nt_probe_previous(caller, previous);
    if (NT_SUCCESS(status))
        status = nt_token_to_adjust(caller, handle, TOKEN_ADJUST_PRIVILEGES, previous, &token);
    if (!NT_SUCCESS(status))
        return status;
    next = work_out(w, token, disable_all, wanted, count);
    return adjust(token, &next, previous);
}

NTSTATUS NtAdjustPrivilegesToken(HANDLE TokenHandle, BOOLEAN DisableAllPrivileges,
                                 PTOKEN_PRIVILEGES NewState, ULONG BufferLength,
                                 PTOKEN_PRIVILEGES PreviousState, PULONG ReturnLength)
{
    PETHREAD caller = ps_current_thread();
    const struct nt_previous previous = {
        .buffer = PreviousState,
        .length = BufferLength,
        .return_length = ReturnLength,
    };
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("TokenHandle", TokenHandle),
               FLAG_FACT("DisableAllPrivileges", DisableAllPrivileges),
               NUMBER_FACT("BufferLength", BufferLength));
    status = adjust_by_handle(caller, TokenHandle, DisableAllPrivileges, NewState, &previous);
    leave_status(caller->header.world, status);
    return status;
}
