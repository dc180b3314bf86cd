#include "rtl/descriptor.h"

#include "ex/pool.h"
#include "rtl/sid.h"

struct rtl_descriptor *rtl_descriptor_new(struct srm_world *w, const SID *owner, const SID *group,
                                          struct rtl_acl *dacl, ULONG integrity)
{
    struct rtl_descriptor *descriptor =
        ex_alloc_raw(w->pool, EX_KIND_Descriptor, sizeof *descriptor);

    descriptor->references = 1;
    descriptor->integrity = integrity;
    rtl_sid_copy(&descriptor->owner, owner);
    rtl_sid_copy(&descriptor->group, group);
    descriptor->dacl = rtl_acl_reference(dacl);
    return descriptor;
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
    ex_free(w->pool, descriptor);
}

struct rtl_view rtl_view_of(const struct rtl_descriptor *descriptor)
{
    return (struct rtl_view){
        .owner = &descriptor->owner.Sid,
        .group = &descriptor->group.Sid,
        .dacl = descriptor->dacl ? &descriptor->dacl->bytes : NULL,
        .label = descriptor->integrity,
        .label_mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
    };
}
