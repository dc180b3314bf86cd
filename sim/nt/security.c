/*
 * Sources: access-check.md 1.8 and section 5, impersonation.md 4.1/10, with the pages named there.
 */
#include "nt/security.h"

#include "client/privilege.h"
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/probe.h"
#include "rtl/integrity.h"

/* A part that an absolute descriptor points to; what does not count is not looked at. */
static NTSTATUS locate(PETHREAD caller, const void *part, bool counts, struct rtl_piece *piece)
{
    *piece = (struct rtl_piece){.at = counts ? part : NULL, .room = RTL_PIECE_MOST};
    return piece->at ? nt_probe(caller, piece->at) : STATUS_SUCCESS;
}

static NTSTATUS capture_absolute(PETHREAD caller, const void *from, struct rtl_described *out)
{
    struct srm_world *w = caller->header.world;
    SECURITY_DESCRIPTOR descriptor;
    struct rtl_pieces pieces;
    NTSTATUS status = nt_capture(caller, &descriptor, from, sizeof descriptor);

    if (!NT_SUCCESS(status))
        return status;
    if (!rtl_descriptor_revision_known(w, descriptor.Revision))
        return STATUS_UNKNOWN_REVISION;
    pieces.control = descriptor.Control;
    pieces.manager_control = descriptor.Sbz1;
    status = locate(caller, descriptor.Owner, true, &pieces.owner);
    if (NT_SUCCESS(status))
        status = locate(caller, descriptor.Group, true, &pieces.group);
    if (NT_SUCCESS(status))
        status = locate(caller, descriptor.Sacl, (descriptor.Control & SE_SACL_PRESENT) != 0,
                        &pieces.sacl);
    if (NT_SUCCESS(status))
        status = locate(caller, descriptor.Dacl, (descriptor.Control & SE_DACL_PRESENT) != 0,
                        &pieces.dacl);
    return NT_SUCCESS(status) ? rtl_described_from_pieces(w, &pieces, out) : status;
}

static NTSTATUS read_parts(PETHREAD caller, const void *descriptor,
                           SECURITY_DESCRIPTOR_CONTROL control, struct rtl_described *out)
{
    struct srm_world *w = caller->header.world;

    if (rule(w, security, self_relative, (control & SE_SELF_RELATIVE) != 0))
        return rtl_described_from_bytes(w, descriptor, RTL_DESCRIPTOR_MOST, out);
    return capture_absolute(caller, descriptor, out);
}

NTSTATUS nt_capture_descriptor(PETHREAD caller, const void *descriptor, struct rtl_described *out)
{
    struct srm_world *w = caller->header.world;
    SECURITY_DESCRIPTOR_RELATIVE header;
    NTSTATUS status = nt_capture(caller, &header, descriptor, sizeof header);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule(w, pool, captured_descriptor,
              ex_pool_grants(w->pool, EX_ALLOCATION_CapturedDescriptor)))
        return STATUS_INSUFFICIENT_RESOURCES;
    return read_parts(caller, descriptor, header.Control, out);
}

NTSTATUS nt_read_descriptor(PETHREAD caller, const void *descriptor, struct rtl_described *out)
{
    SECURITY_DESCRIPTOR_RELATIVE header;
    NTSTATUS status = nt_capture(caller, &header, descriptor, sizeof header);

    return NT_SUCCESS(status) ? read_parts(caller, descriptor, header.Control, out) : status;
}

void nt_described_release(struct srm_world *w, struct rtl_described *described)
{
    rtl_described_release(w, described);
}

NTSTATUS nt_check_owner(PETHREAD caller, const SID *owner,
                        const SECURITY_SUBJECT_CONTEXT *restoring)
{
    struct srm_world *w = caller->header.world;

    if (se_token_can_own(ps_effective_token(caller), owner) ||
        rule(w, security, restore_held,
             client_holds_privilege(w, restoring, SE_RESTORE_PRIVILEGE, caller->previous_mode)))
        return STATUS_SUCCESS;
    return STATUS_INVALID_OWNER;
}

static NTSTATUS check_height(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject, ULONG label)
{
    struct srm_world *w = caller->header.world;
    ULONG own = client_subject_token(subject)->integrity;

    if (rule_on(w, security, label_not_above, label <= own, INTEGRITY_FACT("label", label),
                INTEGRITY_FACT("caller's integrity", own)) ||
        rule(w, security, relabel_held,
             client_holds_privilege(w, subject, SE_RELABEL_PRIVILEGE, caller->previous_mode)))
        return STATUS_SUCCESS;
    return STATUS_PRIVILEGE_NOT_HELD;
}

static NTSTATUS check_label(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject,
                            const struct rtl_ace *entry)
{
    struct srm_world *w = caller->header.world;
    ULONG label = 0;

    if (!rule(w, security, label_is_level, rtl_integrity_from_sid(entry->sid, &label)))
        return STATUS_INVALID_LABEL;
    if (!rule_on(w, security, label_mask_known,
                 (entry->mask & ~SYSTEM_MANDATORY_LABEL_VALID_MASK) == 0,
                 NUMBER_FACT("Mask", entry->mask)))
        return STATUS_INVALID_PARAMETER;
    return check_height(caller, subject, label);
}

NTSTATUS nt_check_labels(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject,
                         const struct rtl_described *given)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace entry;
    NTSTATUS status = STATUS_SUCCESS;

    if (!rule(caller->header.world, security, label_given, rtl_described_has_label(given)))
        status = check_height(caller, subject, SECURITY_MANDATORY_MEDIUM_RID);
    while (given->sacl && NT_SUCCESS(status) && rtl_acl_next(&given->sacl->bytes, &cursor, &entry))
        if (entry.type == SYSTEM_MANDATORY_LABEL_ACE_TYPE)
            status = check_label(caller, subject, &entry);
    return status;
}

bool nt_describes_sacl(const struct rtl_described *described)
{
    return (described->control & SE_SACL_PRESENT) &&
           !(rtl_described_has_label(described) && described->sacl->has_only_labels);
}

/* A SACL of labels alone takes no privilege (T-28); any other does. */
static NTSTATUS check_sacl(PETHREAD caller, const struct rtl_described *given)
{
    struct srm_world *w = caller->header.world;

    if (!rule(w, security, gives_sacl, nt_describes_sacl(given)) ||
        rule(w, security, security_held, client_caller_holds(caller, SE_SECURITY_PRIVILEGE)))
        return STATUS_SUCCESS;
    return STATUS_PRIVILEGE_NOT_HELD;
}

static NTSTATUS check_given(PETHREAD caller, const struct rtl_described *given)
{
    SECURITY_SUBJECT_CONTEXT process = client_subject_of(caller, true);
    NTSTATUS status = STATUS_SUCCESS;

    if (rule(caller->header.world, security, gives_owner, given->has_owner))
        status = nt_check_owner(caller, &given->owner.Sid, &process);
    return NT_SUCCESS(status) ? check_sacl(caller, given) : status;
}

static struct rtl_described with_defaults(const struct se_token *defaults,
                                          const struct rtl_described *given)
{
    const SE_SID *sids = defaults->body->sids;
    struct rtl_described whole = *given;

    whole.control =
        (SECURITY_DESCRIPTOR_CONTROL)(SE_DACL_PRESENT | SE_SACL_PRESENT |
                                      (given->control & (SE_DACL_PROTECTED | SE_SACL_PROTECTED)));
    if (!given->has_owner)
        whole.owner = sids[defaults->owner];
    if (!given->has_group)
        whole.group = sids[defaults->primary_group];
    whole.has_owner = whole.has_group = true;
    if (!rule(defaults->header.world, security, gives_dacl,
              (given->control & SE_DACL_PRESENT) != 0))
        whole.dacl = defaults->default_dacl;
    return whole;
}

static NTSTATUS put_together(const struct se_token *defaults, const struct rtl_described *given,
                             ULONG integrity, struct rtl_descriptor **descriptor)
{
    struct srm_world *w = defaults->header.world;
    const ACL *sacl = given->sacl ? &given->sacl->bytes : NULL;
    struct rtl_described whole = with_defaults(defaults, given);
    struct rtl_acl *label = rtl_sacl_of_label(w, integrity);
    const size_t size = rtl_sacl_merged_size(sacl, &label->bytes, LABEL_SECURITY_INFORMATION);
    NTSTATUS status = STATUS_SUCCESS;

    if (size > UINT16_MAX) {
        status = world_not_modelled(w, "a SACL of more than 64 KiB");
    } else {
        whole.sacl = rtl_sacl_merge(w, sacl, &label->bytes, LABEL_SECURITY_INFORMATION);
        *descriptor = rtl_descriptor_from(w, &whole);
        rtl_acl_dereference(w, whole.sacl);
    }
    rtl_acl_dereference(w, label);
    return status;
}

NTSTATUS nt_new_descriptor(PETHREAD caller, struct se_token *defaults,
                           const struct rtl_described *given, ULONG integrity,
                           struct rtl_descriptor **descriptor)
{
    NTSTATUS status;

    if (!rule(caller->header.world, security, given_for_new_object, given != NULL)) {
        *descriptor = se_token_default_descriptor(defaults, integrity);
        return STATUS_SUCCESS;
    }
    status = check_given(caller, given);
    return NT_SUCCESS(status) ? put_together(defaults, given, integrity, descriptor) : status;
}

NTSTATUS nt_new_labelled_descriptor(PETHREAD caller, struct se_token *defaults,
                                    const struct rtl_described *given,
                                    struct rtl_descriptor **descriptor)
{
    struct rtl_described whole;
    NTSTATUS status = check_given(caller, given);

    if (!NT_SUCCESS(status))
        return status;
    whole = with_defaults(defaults, given);
    *descriptor = rtl_descriptor_from(caller->header.world, &whole);
    return STATUS_SUCCESS;
}
