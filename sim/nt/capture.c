/* Sources: access-check.md 3.2, 3.3 and O-32, with the pages named there. */
#include "nt/capture.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/probe.h"
#include "se/privileges.h"

#include <string.h>

/* A longer list of privileges than this is taken for memory that is not there. */
#define MOST_PRIVILEGES 0x10000u
#define MOST_SIDS       0x1000u

NTSTATUS nt_capture_sid(PETHREAD caller, const void *sid, SE_SID *out)
{
    struct srm_world *w = caller->header.world;
    SE_SID copy = {.Buffer = {0}};
    NTSTATUS status = nt_capture(caller, copy.Buffer, sid, offsetof(SID, SubAuthority));

    if (!NT_SUCCESS(status))
        return status;
    if (!rule(w, probe, sid_valid,
              rtl_sid_valid(&copy.Sid) && rtl_sid_from_bytes(sid, rtl_sid_length(&copy.Sid), out)))
        return STATUS_INVALID_SID;
    return STATUS_SUCCESS;
}

static NTSTATUS capture_entries(PETHREAD caller, const unsigned char *first, struct nt_groups *out)
{
    NTSTATUS status = nt_probe(caller, first);

    for (uint32_t i = 0; NT_SUCCESS(status) && i < out->count; i++) {
        SID_AND_ATTRIBUTES one;

        memcpy(&one, first + i * sizeof one, sizeof one); /* perhaps misaligned */
        out->attributes[i] = one.Attributes;
        status = nt_capture_sid(caller, one.Sid, &out->sids[i]);
    }
    return status;
}

NTSTATUS nt_capture_sids(PETHREAD caller, const void *first, uint32_t count, struct nt_groups *out)
{
    struct srm_world *w = caller->header.world;
    NTSTATUS status;

    *out = (struct nt_groups){.count = 0};
    if (count == 0)
        return STATUS_SUCCESS;
    if (!rule_on(w, probe, few_enough_sids, count <= MOST_SIDS, NUMBER_FACT("count", count)))
        return STATUS_INVALID_PARAMETER;
    if (!rule(w, pool, captured_list, ex_pool_grants(w->pool, EX_ALLOCATION_CapturedList)))
        return STATUS_INSUFFICIENT_RESOURCES;
    out->count = count;
    out->sids = ex_alloc(w->pool, EX_KIND_Captured, count * sizeof *out->sids);
    out->attributes = ex_alloc(w->pool, EX_KIND_Captured, count * sizeof *out->attributes);
    status = capture_entries(caller, first, out);
    if (!NT_SUCCESS(status))
        nt_groups_release(w, out);
    return status;
}

NTSTATUS nt_capture_groups(PETHREAD caller, const TOKEN_GROUPS *list, struct nt_groups *out)
{
    DWORD count = 0;
    NTSTATUS status = STATUS_SUCCESS;

    *out = (struct nt_groups){.count = 0};
    if (list)
        status = nt_capture(caller, &count, list, sizeof count);
    if (!NT_SUCCESS(status) || count == 0)
        return status;
    return nt_capture_sids(caller, (const unsigned char *)list + offsetof(TOKEN_GROUPS, Groups),
                           count, out);
}

void nt_groups_release(struct srm_world *w, struct nt_groups *groups)
{
    if (groups->count == 0)
        return;
    ex_free(w->pool, groups->sids);
    ex_free(w->pool, groups->attributes);
    *groups = (struct nt_groups){.count = 0};
}

static void add_privilege(struct nt_privileges *out, const LUID_AND_ATTRIBUTES *one)
{
    LONG number = se_privilege_number(one->Luid);
    uint64_t bit = SE_PRIVILEGE_BIT(number);

    if (number == 0) {
        out->unknown++;
        return;
    }
    if (out->named & bit)
        return;
    out->named |= bit;
    if (one->Attributes & SE_PRIVILEGE_ENABLED)
        out->enabled |= bit;
    if (one->Attributes & SE_PRIVILEGE_ENABLED_BY_DEFAULT)
        out->enabled_by_default |= bit;
}

NTSTATUS nt_capture_privilege_count(PETHREAD caller, const void *list, DWORD *count)
{
    NTSTATUS status = nt_capture(caller, count, list, sizeof *count);

    if (NT_SUCCESS(status) &&
        !rule_on(caller->header.world, probe, accessible, *count <= MOST_PRIVILEGES,
                 NUMBER_FACT("PrivilegeCount", *count)))
        status = STATUS_ACCESS_VIOLATION;
    return status;
}

NTSTATUS nt_capture_privileges(PETHREAD caller, const TOKEN_PRIVILEGES *list,
                               struct nt_privileges *out)
{
    const unsigned char *first = (const unsigned char *)list;
    DWORD count;
    NTSTATUS status;

    *out = (struct nt_privileges){.named = 0};
    if (!list)
        return STATUS_SUCCESS;
    status = nt_capture_privilege_count(caller, list, &count);
    if (!NT_SUCCESS(status))
        return status;
    first += offsetof(TOKEN_PRIVILEGES, Privileges);
    for (DWORD i = 0; i < count; i++) {
        LUID_AND_ATTRIBUTES one;

        memcpy(&one, first + i * sizeof one, sizeof one); /* perhaps misaligned */
        add_privilege(out, &one);
    }
    return STATUS_SUCCESS;
}

NTSTATUS nt_capture_acl(PETHREAD caller, const ACL *acl, struct rtl_acl **out)
{
    ACL header;
    NTSTATUS status;

    *out = NULL;
    if (!acl)
        return STATUS_SUCCESS;
    status = nt_capture(caller, &header, acl, sizeof header);
    if (NT_SUCCESS(status))
        *out = rtl_acl_copy(caller->header.world, acl, header.AclSize);
    return status;
}
