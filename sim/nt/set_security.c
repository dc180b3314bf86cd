/*
 * NtSetSecurityObject: other parts for the descriptor of whatever a handle leads to.
 * Source: access-check.md T-23, T-28, T-31 and B-6, with the pages named there.
 */
#include "client/privilege.h"
#include "ex/rules.h"
#include "nt/security_parts.h"

/* The page on owners lets everybody name any owner who has WRITE_OWNER. */
static NTSTATUS check_new_owner(PETHREAD caller, const SID *owner)
{
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    NTSTATUS status = nt_check_owner(caller, owner, &subject);

    if (!NT_SUCCESS(status) && !policy(caller->header.world, new_owner))
        status = STATUS_SUCCESS;
    return status;
}

static NTSTATUS check_change(PETHREAD caller, const struct ob_header *object,
                             const struct rtl_described *given, SECURITY_INFORMATION named)
{
    struct srm_world *w = caller->header.world;
    bool owner = (named & OWNER_SECURITY_INFORMATION) != 0;
    bool group = (named & GROUP_SECURITY_INFORMATION) != 0;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
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
        status = nt_check_labels(caller, &subject, given);
    return status;
}

/* What is to be: the old descriptor's parts, borrowed. */
static struct rtl_described parts_of(const struct rtl_descriptor *old)
{
    return (struct rtl_described){
        .control = old->control,
        .manager_control = old->manager_control,
        .has_owner = old->has_owner,
        .has_group = old->has_group,
        .owner = old->owner,
        .group = old->group,
        .dacl = old->dacl,
        .sacl = old->sacl,
    };
}

static void take_bits(struct rtl_described *next, const struct rtl_described *given, unsigned bits)
{
    next->control =
        (SECURITY_DESCRIPTOR_CONTROL)((next->control & ~bits) | (given->control & bits));
}

static void put_bits(struct rtl_described *next, unsigned bits, bool on)
{
    next->control =
        (SECURITY_DESCRIPTOR_CONTROL)(on ? next->control | bits : next->control & ~bits);
}

static void take_sids(struct rtl_described *next, const struct rtl_described *given,
                      SECURITY_INFORMATION named)
{
    if (named & OWNER_SECURITY_INFORMATION) {
        next->has_owner = true;
        next->owner = given->owner;
        take_bits(next, given, SE_OWNER_DEFAULTED);
    }
    if (named & GROUP_SECURITY_INFORMATION) {
        next->has_group = true;
        next->group = given->group;
        take_bits(next, given, SE_GROUP_DEFAULTED);
    }
}

/* A DACL that is named and absent becomes a NULL one (B-6). */
static void take_dacl(const struct srm_world *w, struct rtl_described *next,
                      const struct rtl_described *given)
{
    const unsigned computed = SE_DACL_AUTO_INHERIT_REQ | SE_DACL_AUTO_INHERITED;

    next->dacl = given->dacl;
    take_bits(next, given, SE_DACL_DEFAULTED | SE_DACL_PROTECTED);
    put_bits(next, SE_DACL_PRESENT, true);
    put_bits(next, SE_DACL_AUTO_INHERITED,
             rule(w, security, dacl_inheritance_computed, (given->control & computed) == computed));
}

/* The protection that the call names holds whatever the descriptor given says. */
static void protect(struct rtl_described *next, SECURITY_INFORMATION named)
{
    if (named & (PROTECTED_DACL_SECURITY_INFORMATION | UNPROTECTED_DACL_SECURITY_INFORMATION))
        put_bits(next, SE_DACL_PROTECTED, (named & PROTECTED_DACL_SECURITY_INFORMATION) != 0);
    if (named & (PROTECTED_SACL_SECURITY_INFORMATION | UNPROTECTED_SACL_SECURITY_INFORMATION))
        put_bits(next, SE_SACL_PROTECTED, (named & PROTECTED_SACL_SECURITY_INFORMATION) != 0);
}

/* With a list of its own. */
static NTSTATUS take_sacl(struct srm_world *w, struct rtl_described *next,
                          const struct rtl_described *given, SECURITY_INFORMATION named)
{
    const unsigned computed = SE_SACL_AUTO_INHERIT_REQ | SE_SACL_AUTO_INHERITED;
    const ACL *old = next->sacl ? &next->sacl->bytes : NULL;
    const ACL *new = given->sacl ? &given->sacl->bytes : NULL;
    const size_t size = rtl_sacl_merged_size(old, new, named);

    if (size > UINT16_MAX)
        return world_not_modelled(w, "a SACL of more than 64 KiB");
    next->sacl = rtl_sacl_merge(w, old, new, named);
    if (named & SACL_SECURITY_INFORMATION) {
        take_bits(next, given, SE_SACL_PRESENT | SE_SACL_DEFAULTED | SE_SACL_PROTECTED);
        put_bits(
            next, SE_SACL_AUTO_INHERITED,
            rule(w, security, sacl_inheritance_computed, (given->control & computed) == computed));
    }
    if (next->sacl)
        put_bits(next, SE_SACL_PRESENT, true);
    return STATUS_SUCCESS;
}

static NTSTATUS change(struct ob_header *object, const struct rtl_described *given,
                       SECURITY_INFORMATION named)
{
    struct srm_world *w = object->world;
    struct rtl_described next = parts_of(object->descriptor);
    bool sacl = (named & RTL_SACL_PARTS) != 0;
    NTSTATUS status = sacl ? take_sacl(w, &next, given, named) : STATUS_SUCCESS;

    if (!NT_SUCCESS(status))
        return status;
    take_sids(&next, given, named);
    if (named & DACL_SECURITY_INFORMATION)
        take_dacl(w, &next, given);
    protect(&next, named);
    if (named & BACKUP_SECURITY_INFORMATION) {
        next.manager_control = given->manager_control;
        take_bits(&next, given, SE_RM_CONTROL_VALID);
    }
    ob_set_descriptor(object, rtl_descriptor_from(w, &next));
    if (sacl)
        rtl_acl_dereference(w, next.sacl);
    return STATUS_SUCCESS;
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
    return named ? change(object, given, named) : STATUS_SUCCESS;
}

static NTSTATUS set(PETHREAD caller, HANDLE handle, SECURITY_INFORMATION wanted,
                    const void *descriptor)
{
    struct srm_world *w = caller->header.world;
    const struct nt_security_access access = nt_security_access(w, wanted, NT_SECURITY_SET);
    struct rtl_described given;
    struct ob_header *object;
    NTSTATUS status;

    if (!rule(w, security, descriptor_given, descriptor != NULL))
        return STATUS_ACCESS_VIOLATION;
    status = nt_described_object(caller, handle, access, &object);
    if (NT_SUCCESS(status))
        status = nt_capture_descriptor(caller, descriptor, &given);
    if (!NT_SUCCESS(status))
        return status;
    status = set_captured(caller, object, &given, access.parts);
    rtl_described_release(w, &given);
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
