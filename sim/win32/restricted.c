/* CreateRestrictedToken and IsTokenRestricted. Sources: access-check.md 3.3, O-27. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "ntsrm/securitybaseapi.h"
#include "win32/last_error.h"
#include "win32/memory.h"

/* No token has more of anything. */
#define MOST_ENTRIES 0x1000u

/* One array of a caller, as the counted list that the native call takes. */
struct list {
    const void *array;
    DWORD count;
    size_t header, entry; /* sizes */
    void *built;          /* NULL for an empty list */
};

static struct list sid_list(const SID_AND_ATTRIBUTES *array, DWORD count)
{
    return (struct list){
        .array = array,
        .count = count,
        .header = offsetof(TOKEN_GROUPS, Groups),
        .entry = sizeof *array,
    };
}

static struct list privilege_list(const LUID_AND_ATTRIBUTES *array, DWORD count)
{
    return (struct list){
        .array = array,
        .count = count,
        .header = offsetof(TOKEN_PRIVILEGES, Privileges),
        .entry = sizeof *array,
    };
}

static NTSTATUS build(PETHREAD caller, struct list *list)
{
    NTSTATUS status = list->count > 0 ? win32_touch(caller, list->array) : STATUS_SUCCESS;
    unsigned char *built;

    if (!NT_SUCCESS(status) || list->count == 0)
        return status;
    built = ex_host_alloc(list->header + list->count * list->entry);
    memset(built, 0, list->header);
    memcpy(built, &list->count, sizeof list->count);
    memcpy(built + list->header, list->array, list->count * list->entry);
    list->built = built;
    return STATUS_SUCCESS;
}

static NTSTATUS filter(PETHREAD caller, HANDLE existing, DWORD flags, struct list lists[3],
                       PHANDLE token)
{
    NTSTATUS status = STATUS_SUCCESS;

    if (rule(caller->header.world, win32, privileges_ignored, (flags & DISABLE_MAX_PRIVILEGE) != 0))
        lists[1].count = 0;
    for (size_t i = 0; i < 3 && NT_SUCCESS(status); i++) {
        if (!rule_on(caller->header.world, win32, list_fits, lists[i].count <= MOST_ENTRIES,
                     NUMBER_FACT("count", lists[i].count)))
            return STATUS_INVALID_PARAMETER;
        status = build(caller, &lists[i]);
    }
    if (NT_SUCCESS(status))
        status =
            NtFilterToken(existing, flags, lists[0].built, lists[1].built, lists[2].built, token);
    return status;
}

BOOL CreateRestrictedToken(HANDLE ExistingTokenHandle, DWORD Flags, DWORD DisableSidCount,
                           PSID_AND_ATTRIBUTES SidsToDisable, DWORD DeletePrivilegeCount,
                           PLUID_AND_ATTRIBUTES PrivilegesToDelete, DWORD RestrictedSidCount,
                           PSID_AND_ATTRIBUTES SidsToRestrict, PHANDLE NewTokenHandle)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    struct list lists[] = {
        sid_list(SidsToDisable, DisableSidCount),
        privilege_list(PrivilegesToDelete, DeletePrivilegeCount),
        sid_list(SidsToRestrict, RestrictedSidCount),
    };
    BOOL result;

    call_enter(w, HANDLE_FACT("ExistingTokenHandle", ExistingTokenHandle),
               NUMBER_FACT("Flags", Flags), NUMBER_FACT("DisableSidCount", DisableSidCount),
               NUMBER_FACT("DeletePrivilegeCount", DeletePrivilegeCount),
               NUMBER_FACT("RestrictedSidCount", RestrictedSidCount));
    result = win32_result(filter(caller, ExistingTokenHandle, Flags, lists, NewTokenHandle));
    for (size_t i = 0; i < 3; i++)
        ex_host_free(lists[i].built);
    leave_flag(w, result);
    return result;
}

/* Asks for the length first, as programs do. */
static NTSTATUS count_restricting_sids(HANDLE token, DWORD *count)
{
    ULONG length = 0;
    NTSTATUS status = NtQueryInformationToken(token, TokenRestrictedSids, NULL, 0, &length);
    void *list;

    if (status != STATUS_BUFFER_TOO_SMALL)
        return status;
    list = ex_host_alloc(length);
    status = NtQueryInformationToken(token, TokenRestrictedSids, list, length, &length);
    if (NT_SUCCESS(status))
        memcpy(count, list, sizeof *count);
    ex_host_free(list);
    return status;
}

BOOL IsTokenRestricted(HANDLE TokenHandle)
{
    struct srm_world *w = ps_current_world();
    DWORD count = 0;
    BOOL result;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle));
    result = win32_result(count_restricting_sids(TokenHandle, &count)) &&
             rule(w, token, is_restricted, count > 0);
    leave_flag(w, result);
    return result;
}
