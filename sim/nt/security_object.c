/*
 * NtQuerySecurityObject and NtSetSecurityObject: the descriptor of whatever a handle leads to.
 * Source: access-check.md T-23, T-28, T-31 and B-6, with the pages named there.
 */
#include "client/privilege.h"
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"
#include "nt/security.h"

#include <string.h>

/* The parts of a descriptor that a call can name, and the rights that reading and setting take. */
static const struct part {
    enum ex_rule_id named;
    SECURITY_INFORMATION bits;
    ACCESS_MASK to_read; /* 0: it can be set only */
    ACCESS_MASK to_set;
} parts[] = {
    {
        .named = RULE_security_names_owner,
        .bits = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_OWNER,
    },
    {
        .named = RULE_security_names_dacl,
        .bits = DACL_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_DAC,
    },
    {
        .named = RULE_security_names_sacl,
        .bits = SACL_SECURITY_INFORMATION,
        .to_read = ACCESS_SYSTEM_SECURITY,
        .to_set = ACCESS_SYSTEM_SECURITY,
    },
    {
        .named = RULE_security_names_label,
        .bits = LABEL_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_OWNER,
    },
    {
        .named = RULE_security_names_attributes,
        .bits = ATTRIBUTE_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_DAC,
    },
    {
        .named = RULE_security_names_scope,
        .bits = SCOPE_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = ACCESS_SYSTEM_SECURITY,
    },
    {
        .named = RULE_security_names_trust,
        .bits = PROCESS_TRUST_LABEL_SECURITY_INFORMATION | ACCESS_FILTER_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_DAC,
    },
    {
        .named = RULE_security_names_backup,
        .bits = BACKUP_SECURITY_INFORMATION,
        .to_read = READ_CONTROL | ACCESS_SYSTEM_SECURITY,
        .to_set = WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY,
    },
    {
        .named = RULE_security_names_dacl_protection,
        .bits = PROTECTED_DACL_SECURITY_INFORMATION | UNPROTECTED_DACL_SECURITY_INFORMATION,
        .to_set = WRITE_DAC,
    },
    {
        .named = RULE_security_names_sacl_protection,
        .bits = PROTECTED_SACL_SECURITY_INFORMATION | UNPROTECTED_SACL_SECURITY_INFORMATION,
        .to_set = ACCESS_SYSTEM_SECURITY,
    },
};

#define MODELLED_PARTS                                                                     \
    (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | \
     LABEL_SECURITY_INFORMATION)

/* What a call wants of an object's descriptor; bits that the version does not know are gone. */
struct access {
    SECURITY_INFORMATION parts;
    ACCESS_MASK needed;
};

static struct access access_to(const struct srm_world *w, SECURITY_INFORMATION wanted, bool set)
{
    struct access access = {.parts = 0};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct part *part = &parts[i];
        SECURITY_INFORMATION named = set || part->to_read ? wanted & part->bits : 0;

        if (!ex_rule(w, part->named, named != 0))
            continue;
        access.parts |= named;
        access.needed |= set ? part->to_set : part->to_read;
    }
    return access;
}

/* The object behind the handle, if the handle and the model have what the call needs. */
static NTSTATUS find_described(PETHREAD caller, HANDLE handle, struct access access,
                               struct ob_header **object)
{
    struct srm_world *w = caller->header.world;
    void *found = NULL;
    NTSTATUS status = nt_object_by_handle(caller, handle, NULL, access.needed, &found);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, security, parts_modelled, (access.parts & ~MODELLED_PARTS) == 0,
                 NUMBER_FACT("parts", access.parts)))
        return world_not_modelled(w, "parts of a descriptor beyond owner, group, DACL and label");
    *object = found;
    return STATUS_SUCCESS;
}

static NTSTATUS query(PETHREAD caller, HANDLE handle, SECURITY_INFORMATION wanted, void *buffer,
                      ULONG length, PULONG length_needed)
{
    struct srm_world *w = caller->header.world;
    struct access access = access_to(w, wanted, false);
    struct ob_header *object;
    NTSTATUS status = nt_probe(caller, length_needed);
    ULONG needed;

    if (NT_SUCCESS(status) && length > 0)
        status = nt_probe(caller, buffer);
    if (NT_SUCCESS(status))
        status = find_described(caller, handle, access, &object);
    if (!NT_SUCCESS(status))
        return status;
    needed = (ULONG)rtl_descriptor_size(object->descriptor, access.parts);
    memcpy(length_needed, &needed, sizeof needed);
    if (!rule_on(w, security, buffer_fits, length >= needed, NUMBER_FACT("length", length),
                 NUMBER_FACT("needed", needed)))
        return STATUS_BUFFER_TOO_SMALL;
    rtl_descriptor_write(object->descriptor, access.parts, buffer);
    return STATUS_SUCCESS;
}

/* The page on owners lets everybody name any owner who has WRITE_OWNER. */
static NTSTATUS check_new_owner(PETHREAD caller, const SID *owner)
{
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    NTSTATUS status = nt_check_owner(caller, owner, &subject);

    if (!NT_SUCCESS(status) && !policy(caller->header.world, new_owner))
        status = STATUS_SUCCESS;
    return status;
}

static NTSTATUS check_new_label(PETHREAD caller, const struct rtl_described *given)
{
    struct srm_world *w = caller->header.world;

    if (!rule(w, security, label_given, given->label_present))
        return world_not_modelled(w, "an object without a label");
    return nt_check_label(caller, given);
}

static NTSTATUS check_change(PETHREAD caller, const struct ob_header *object,
                             const struct rtl_described *given, SECURITY_INFORMATION named)
{
    struct srm_world *w = caller->header.world;
    bool owner = (named & OWNER_SECURITY_INFORMATION) != 0;
    bool group = (named & GROUP_SECURITY_INFORMATION) != 0;
    NTSTATUS status = STATUS_SUCCESS;

    if (!rule(w, security, named_sids_given,
              (!owner || given->has_owner) && (!group || given->has_group)))
        return STATUS_INVALID_SECURITY_DESCR;
    if (!rule_on(w, security, has_descriptor, object->descriptor != NULL,
                 ob_fact("object", object)))
        return STATUS_NO_SECURITY_ON_OBJECT;
    if (owner)
        status = check_new_owner(caller, &given->owner.Sid);
    if (NT_SUCCESS(status) && (named & LABEL_SECURITY_INFORMATION))
        status = check_new_label(caller, given);
    return status;
}

/* A DACL that is named and absent becomes a NULL one (B-6). */
static void change(struct ob_header *object, const struct rtl_described *given,
                   SECURITY_INFORMATION named)
{
    const struct rtl_descriptor *old = object->descriptor;
    bool owner = (named & OWNER_SECURITY_INFORMATION) != 0;
    bool group = (named & GROUP_SECURITY_INFORMATION) != 0;
    bool dacl = (named & DACL_SECURITY_INFORMATION) != 0;
    bool label = (named & LABEL_SECURITY_INFORMATION) != 0;

    ob_set_descriptor(object,
                      rtl_descriptor_new(object->world, owner ? &given->owner.Sid : &old->owner.Sid,
                                         group ? &given->group.Sid : &old->group.Sid,
                                         dacl ? given->dacl : old->dacl,
                                         label ? given->label : old->integrity));
}

static NTSTATUS set_captured(PETHREAD caller, struct ob_header *object,
                             const struct rtl_described *given, SECURITY_INFORMATION named)
{
    struct srm_world *w = caller->header.world;
    bool label = (named & LABEL_SECURITY_INFORMATION) != 0;
    NTSTATUS status = check_change(caller, object, given, named);

    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, security, token_keeps_label, label && object->type == &se_token_type))
        named &= ~LABEL_SECURITY_INFORMATION;
    if (named)
        change(object, given, named);
    return STATUS_SUCCESS;
}

static NTSTATUS set(PETHREAD caller, HANDLE handle, SECURITY_INFORMATION wanted,
                    const void *descriptor)
{
    struct srm_world *w = caller->header.world;
    struct access access = access_to(w, wanted, true);
    struct rtl_described given;
    struct ob_header *object;
    NTSTATUS status;

    if (!rule(w, security, descriptor_given, descriptor != NULL))
        return STATUS_ACCESS_VIOLATION;
    status = find_described(caller, handle, access, &object);
    if (NT_SUCCESS(status))
        status = nt_capture_descriptor(caller, descriptor, &given);
    if (!NT_SUCCESS(status))
        return status;
    status = set_captured(caller, object, &given, access.parts);
    nt_described_release(w, &given);
    return status;
}

NTSTATUS NtQuerySecurityObject(HANDLE Handle, SECURITY_INFORMATION SecurityInformation,
                               PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Length,
                               PULONG LengthNeeded)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("Handle", Handle),
               NUMBER_FACT("SecurityInformation", SecurityInformation),
               NUMBER_FACT("Length", Length));
    status = query(caller, Handle, SecurityInformation, SecurityDescriptor, Length, LengthNeeded);
    leave_status(caller->header.world, status);
    return status;
}

NTSTATUS NtSetSecurityObject(HANDLE Handle, SECURITY_INFORMATION SecurityInformation,
                             PSECURITY_DESCRIPTOR SecurityDescriptor)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("Handle", Handle),
               NUMBER_FACT("SecurityInformation", SecurityInformation));
    status = set(caller, Handle, SecurityInformation, SecurityDescriptor);
    leave_status(caller->header.world, status);
    return status;
}
