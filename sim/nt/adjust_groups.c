/* NtAdjustGroupsToken. Sources: access-check.md 3.2, O-9 to O-11, and 1.5. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/adjust.h"
#include "nt/capture.h"
#include "rtl/integrity.h"
#include "se/answer.h"

#include <string.h>

/* What a token's groups become, worked out before anything changes. */
struct adjustment {
    uint32_t *attributes; /* as many as the token has; the user first */
    bool all_assigned;
};

/* The label is one of the token's SIDs in NT (T-3); here it is a number of its own. */
static bool is_integrity_label(const struct se_token *token, const SID *sid)
{
    ULONG level;

    return rtl_integrity_from_sid(sid, &level) && level == token->integrity;
}

/* Logon SIDs are, whatever their other attributes say (O-11). */
static bool is_mandatory(uint32_t attributes)
{
    return (attributes & SE_GROUP_MANDATORY) ||
           (attributes & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID;
}

static NTSTATUS enable(const struct srm_world *w, uint32_t place, uint32_t *attributes)
{
    if (rule_on(w, adjust, enables_deny_only, (*attributes & SE_GROUP_USE_FOR_DENY_ONLY) != 0,
                NUMBER_FACT("attributes", *attributes)))
        return STATUS_CANT_ENABLE_DENY_ONLY;
    if (place > 0) /* the user counts as enabled without the bit (T-17) */
        *attributes |= SE_GROUP_ENABLED;
    return STATUS_SUCCESS;
}

static NTSTATUS disable(const struct srm_world *w, uint32_t place, uint32_t *attributes)
{
    if (rule(w, adjust, disables_user, place == 0) ||
        rule_on(w, adjust, disables_mandatory, is_mandatory(*attributes),
                NUMBER_FACT("attributes", *attributes)))
        return STATUS_CANT_DISABLE_MANDATORY;
    *attributes &= ~SE_GROUP_ENABLED;
    return STATUS_SUCCESS;
}

static NTSTATUS adjust_one(const struct se_token *token, const SID *sid, uint32_t wanted,
                           struct adjustment *next)
{
    const struct srm_world *w = token->header.world;
    bool on = (wanted & SE_GROUP_ENABLED) != 0;
    uint32_t place = se_token_place_of(token, sid);

    if (rule_on(w, adjust, names_label, is_integrity_label(token, sid), SID_FACT("SID", sid)))
        return on ? STATUS_SUCCESS : STATUS_CANT_DISABLE_MANDATORY;
    if (place == token->body->count) {
        next->all_assigned = false;
        return STATUS_SUCCESS;
    }
    return on ? enable(w, place, &next->attributes[place])
              : disable(w, place, &next->attributes[place]);
}

/* What this call cannot change stays: the user, mandatory groups, and those for denials only. */
static void reset(const struct se_token *token, struct adjustment *next)
{
    for (uint32_t i = 1; i < token->body->count; i++) {
        uint32_t *attributes = &next->attributes[i];

        if (is_mandatory(*attributes) || (*attributes & SE_GROUP_USE_FOR_DENY_ONLY))
            continue;
        if (*attributes & SE_GROUP_ENABLED_BY_DEFAULT)
            *attributes |= SE_GROUP_ENABLED;
        else
            *attributes &= ~SE_GROUP_ENABLED;
    }
}

static NTSTATUS work_out(const struct se_token *token, BOOLEAN to_default,
                         const struct nt_groups *wanted, struct adjustment *next)
{
    NTSTATUS status = STATUS_SUCCESS;

    memcpy(next->attributes, token->attributes->values,
           token->body->count * sizeof *next->attributes);
    next->all_assigned = true;
    if (rule(token->header.world, adjust, resets, to_default))
        reset(token, next);
    else
        for (uint32_t i = 0; i < wanted->count && NT_SUCCESS(status); i++)
            status = adjust_one(token, &wanted->sids[i].Sid, wanted->attributes[i], next);
    return status;
}

/* The entries that change, as they are before it. */
static struct se_sids changed(const struct se_token *token, const struct adjustment *next,
                              SE_SID *sids, uint32_t *attributes)
{
    struct se_sids list = {.sids = sids, .attributes = attributes};

    for (uint32_t i = 0; i < token->body->count; i++) {
        uint32_t old = token->attributes->values[i];

        if (next->attributes[i] == old)
            continue;
        rtl_sid_copy(&sids[list.count], &token->body->sids[i].Sid);
        attributes[list.count++] = old;
    }
    return list;
}

static NTSTATUS give_previous(const struct se_token *token, const struct adjustment *next,
                              const struct nt_previous *previous)
{
    struct srm_world *w = token->header.world;
    uint32_t count = token->body->count;
    SE_SID *sids = ex_alloc_raw(w->pool, EX_KIND_Captured, count * sizeof *sids);
    uint32_t *attributes = ex_alloc_raw(w->pool, EX_KIND_Captured, count * sizeof *attributes);
    struct se_sids list = changed(token, next, sids, attributes);
    struct se_answer answer = {.size = 0};
    NTSTATUS status;

    se_answer_put_groups(&answer, &list);
    status = nt_previous_fits(w, previous, (ULONG)answer.size);
    if (NT_SUCCESS(status)) {
        answer = (struct se_answer){.bytes = previous->buffer};
        se_answer_put_groups(&answer, &list);
    }
    ex_free(w->pool, sids);
    ex_free(w->pool, attributes);
    return status;
}

static NTSTATUS adjust(struct se_token *token, BOOLEAN to_default, const struct nt_groups *wanted,
                       const struct nt_previous *previous)
{
    struct srm_world *w = token->header.world;
    struct adjustment next = {
        .attributes =
            ex_alloc_raw(w->pool, EX_KIND_Captured, token->body->count * sizeof *next.attributes),
    };
    NTSTATUS status = work_out(token, to_default, wanted, &next);

    if (NT_SUCCESS(status) && previous->buffer)
        status = give_previous(token, &next, previous);
    if (NT_SUCCESS(status)) {
        se_token_set_attributes(token, next.attributes);
        if (!rule(w, adjust, all_assigned, next.all_assigned))
            status = STATUS_NOT_ALL_ASSIGNED;
    }
    ex_free(w->pool, next.attributes);
    return status;
}

static NTSTATUS adjust_by_handle(PETHREAD caller, HANDLE handle, BOOLEAN to_default,
                                 const TOKEN_GROUPS *state, const struct nt_previous *previous)
{
    struct srm_world *w = caller->header.world;
    struct nt_groups wanted = {.count = 0};
    struct se_token *token;
    NTSTATUS status = STATUS_SUCCESS;

    if (!rule(w, adjust, state_given, to_default || state))
        return STATUS_INVALID_PARAMETER;
    if (!to_default)
        status = nt_capture_groups(caller, state, &wanted);
    if (NT_SUCCESS(status))
        status = nt_probe_previous(caller, previous);
    if (NT_SUCCESS(status))
        status = nt_token_to_adjust(caller, handle, TOKEN_ADJUST_GROUPS, previous, &token);
    if (NT_SUCCESS(status))
        status = adjust(token, to_default, &wanted, previous);
    nt_groups_release(w, &wanted);
    return status;
}

NTSTATUS NtAdjustGroupsToken(HANDLE TokenHandle, BOOLEAN ResetToDefault, PTOKEN_GROUPS NewState,
                             ULONG BufferLength, PTOKEN_GROUPS PreviousState, PULONG ReturnLength)
{
    PETHREAD caller = ps_current_thread();
    const struct nt_previous previous = {
        .buffer = PreviousState,
        .length = BufferLength,
        .return_length = ReturnLength,
    };
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("TokenHandle", TokenHandle),
               FLAG_FACT("ResetToDefault", ResetToDefault),
               NUMBER_FACT("BufferLength", BufferLength));
    status = adjust_by_handle(caller, TokenHandle, ResetToDefault, NewState, &previous);
    leave_status(caller->header.world, status);
    return status;
}
