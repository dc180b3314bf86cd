#include "rtl/descriptor.h"

#include "ex/pool.h"
#include "rtl/sid.h"

/* What an access check wants to know of the label (A-22/2). */
static void note_label(struct rtl_descriptor *descriptor)
{
    struct rtl_ace label;

    descriptor->integrity = SECURITY_MANDATORY_MEDIUM_RID;
    descriptor->label_mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP;
    if (descriptor->sacl && rtl_sacl_label(&descriptor->sacl->bytes, &label)) {
        descriptor->integrity = rtl_sid_last(label.sid);
        descriptor->label_mask = label.mask;
    }
}

struct rtl_descriptor *rtl_descriptor_from(struct srm_world *w,
                                           const struct rtl_described *described)
{
    struct rtl_descriptor *descriptor = ex_alloc(w->pool, EX_KIND_Descriptor, sizeof *descriptor);

    descriptor->references = 1;
    descriptor->control = described->control & (SECURITY_DESCRIPTOR_CONTROL)~SE_SELF_RELATIVE;
    descriptor->manager_control = described->manager_control;
    descriptor->has_owner = described->has_owner;
    descriptor->has_group = described->has_group;
    if (described->has_owner)
        descriptor->owner = described->owner;
    if (described->has_group)
        descriptor->group = described->group;
    descriptor->dacl = rtl_acl_reference(described->dacl);
    descriptor->sacl = rtl_acl_reference(described->sacl);
    note_label(descriptor);
    return descriptor;
}

struct rtl_descriptor *rtl_descriptor_new(struct srm_world *w, const SID *owner, const SID *group,
                                          struct rtl_acl *dacl, ULONG integrity)
{
    struct rtl_descriptor *descriptor =
        ex_alloc_raw(w->pool, EX_KIND_Descriptor, sizeof *descriptor);

    descriptor->references = 1;
    descriptor->control = SE_DACL_PRESENT | SE_SACL_PRESENT;
    descriptor->manager_control = 0;
    descriptor->has_owner = descriptor->has_group = true;
    rtl_sid_copy(&descriptor->owner, owner);
    rtl_sid_copy(&descriptor->group, group);
    descriptor->dacl = rtl_acl_reference(dacl);
    descriptor->sacl = rtl_sacl_of_label(w, integrity);
    descriptor->integrity = integrity;
    descriptor->label_mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP;
    return descriptor;
}

struct rtl_descriptor *rtl_descriptor_relabelled(struct srm_world *w,
                                                 const struct rtl_descriptor *descriptor,
                                                 ULONG integrity)
{
    const ACL *old = descriptor->sacl ? &descriptor->sacl->bytes : NULL;
    struct rtl_descriptor *other = ex_alloc_raw(w->pool, EX_KIND_Descriptor, sizeof *other);
    struct rtl_acl *label = rtl_sacl_of_label(w, integrity);

    *other = *descriptor;
    other->references = 1;
    other->control |= SE_SACL_PRESENT;
    rtl_acl_reference(other->dacl);
    other->sacl = rtl_sacl_merge(w, old, &label->bytes, LABEL_SECURITY_INFORMATION);
    note_label(other);
    rtl_acl_dereference(w, label);
    return other;
}

struct rtl_descriptor *rtl_descriptor_reference(struct rtl_descriptor *descriptor)
{
    if (descriptor)
        descriptor->references++;
    return descriptor;
}

void rtl_descriptor_dereference(struct srm_world *w, struct rtl_descriptor *descriptor)
{
    if (!descriptor || --descriptor->references > 0)
        return;
    rtl_acl_dereference(w, descriptor->dacl);
    rtl_acl_dereference(w, descriptor->sacl);
    ex_free(w->pool, descriptor);
}

struct rtl_view rtl_view_of(const struct rtl_descriptor *descriptor)
{
    const struct rtl_acl *sacl = descriptor->sacl;

    return (struct rtl_view){
        .owner = descriptor->has_owner ? &descriptor->owner.Sid : NULL,
        .group = descriptor->has_group ? &descriptor->group.Sid : NULL,
        .dacl = descriptor->dacl ? &descriptor->dacl->bytes : NULL,
        .sacl = sacl && !sacl->has_only_labels ? &sacl->bytes : NULL,
        .label = descriptor->integrity,
        .label_mask = descriptor->label_mask,
    };
}
