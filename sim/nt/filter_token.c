/* NtFilterToken and SeFilterToken. Source: access-check.md 3.3, with the pages named there. */
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/make_token.h"
#include "nt/probe.h"
#include "se/filter.h"

/* The three lists, as they were passed. */
struct lists {
    const TOKEN_GROUPS *disabled;
    const TOKEN_PRIVILEGES *removed;
    const TOKEN_GROUPS *restricting;
};

/* The same, captured. */
struct captured {
    struct nt_groups disabled, restricting;
    struct se_filter filter;
};

static NTSTATUS capture(PETHREAD caller, const struct lists *lists, ULONG flags,
                        struct captured *out)
{
    struct nt_privileges removed;
    NTSTATUS status;

    *out = (struct captured){.filter = {.flags = flags}};
    status = nt_capture_groups(caller, lists->disabled, &out->disabled);
    if (NT_SUCCESS(status))
        status = nt_capture_privileges(caller, lists->removed, &removed);
    if (NT_SUCCESS(status))
        status = nt_capture_groups(caller, lists->restricting, &out->restricting);
    if (!NT_SUCCESS(status))
        return status;
    out->filter.disabled = out->disabled.sids;
    out->filter.disabled_count = out->disabled.count;
    out->filter.removed = removed.named;
    out->filter.restricting = out->restricting.sids;
    out->filter.restricting_attributes = out->restricting.attributes;
    out->filter.restricting_count = out->restricting.count;
    return status;
}

static void release(struct srm_world *w, struct captured *captured)
{
    nt_groups_release(w, &captured->disabled);
    nt_groups_release(w, &captured->restricting);
}

static NTSTATUS filter_by_handle(PETHREAD caller, HANDLE existing, struct se_filter *filter,
                                 PHANDLE handle)
{
    struct nt_found found;
    struct nt_new_token wanted;
    const struct se_token *source;
    NTSTATUS status = nt_find_object(caller, existing, &se_token_type, &found);

    if (NT_SUCCESS(status))
        status = nt_demand_rights(caller, &found, TOKEN_DUPLICATE);
    if (!NT_SUCCESS(status))
        return status;
    source = found.object;
    wanted = (struct nt_new_token){
        .caller = caller,
        .same_access = found.granted,
        .integrity = source->integrity,
    };
    if (caller->previous_mode != KernelMode)
        filter->caller = ps_effective_token(caller);
    status = se_filter_check(source, filter);
    if (NT_SUCCESS(status))
        status = nt_admit_token(&wanted);
    if (NT_SUCCESS(status))
        nt_deliver_token(&wanted, se_filter_make(source, filter), handle);
    return status;
}

static NTSTATUS filter(PETHREAD caller, HANDLE existing, ULONG flags, const struct lists *lists,
                       PHANDLE handle)
{
    struct srm_world *w = caller->header.world;
    struct captured captured;
    NTSTATUS status = nt_probe(caller, handle);

    if (NT_SUCCESS(status))
        status = se_filter_check_flags(w, &flags);
    if (!NT_SUCCESS(status))
        return status;
    status = capture(caller, lists, flags, &captured);
    if (NT_SUCCESS(status))
        status = filter_by_handle(caller, existing, &captured.filter, handle);
    release(w, &captured);
    return status;
}

NTSTATUS NtFilterToken(HANDLE ExistingTokenHandle, ULONG Flags, PTOKEN_GROUPS SidsToDisable,
                       PTOKEN_PRIVILEGES PrivilegesToDelete, PTOKEN_GROUPS RestrictedSids,
                       PHANDLE NewTokenHandle)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ExistingTokenHandle", ExistingTokenHandle),
               NUMBER_FACT("Flags", Flags));
    status = filter(caller, ExistingTokenHandle, Flags,
                    &(struct lists){
                        .disabled = SidsToDisable,
                        .removed = PrivilegesToDelete,
                        .restricting = RestrictedSids,
                    },
                    NewTokenHandle);
    leave_status(w, status);
    return status;
}

/* The page's return value contradicts its parameters (policy filter_primary). */
static NTSTATUS check_type(const struct se_token *source)
{
    const struct srm_world *w = source->header.world;
    bool primary = source->type == TokenPrimary;

    return rule(w, filter, primary, primary) && !policy(w, filter_primary)
               ? STATUS_INVALID_PARAMETER
               : STATUS_SUCCESS;
}

static NTSTATUS filter_object(PETHREAD caller, const struct se_token *source, ULONG flags,
                              const struct lists *lists, PACCESS_TOKEN *filtered)
{
    struct srm_world *w = source->header.world;
    struct captured captured;
    NTSTATUS status = se_filter_check_flags(w, &flags);

    if (NT_SUCCESS(status))
        status = check_type(source);
    if (!NT_SUCCESS(status))
        return status;
    status = capture(caller, lists, flags, &captured);
    if (NT_SUCCESS(status))
        status = se_filter_check(source, &captured.filter);
    if (NT_SUCCESS(status))
        status = nt_token_granted(w);
    if (NT_SUCCESS(status))
        *filtered = se_filter_make(source, &captured.filter);
    release(w, &captured);
    return status;
}

NTSTATUS SeFilterToken(PACCESS_TOKEN ExistingToken, ULONG Flags, PTOKEN_GROUPS SidsToDisable,
                       PTOKEN_PRIVILEGES PrivilegesToDelete, PTOKEN_GROUPS RestrictedSids,
                       PACCESS_TOKEN *FilteredToken)
{
    PETHREAD caller = ps_current_thread();
    KPROCESSOR_MODE mode = caller->previous_mode;
    struct srm_world *w = caller->header.world;
    NTSTATUS status;

    call_enter(w, TOKEN("ExistingToken", ExistingToken), NUMBER_FACT("Flags", Flags));
    caller->previous_mode = KernelMode; /* a driver's pointers, whoever called the driver */
    status = filter_object(caller, ExistingToken, Flags,
                           &(struct lists){
                               .disabled = SidsToDisable,
                               .removed = PrivilegesToDelete,
                               .restricting = RestrictedSids,
                           },
                           FilteredToken);
    caller->previous_mode = mode;
    leave_status(w, status);
    return status;
}
