/*
 * Making objects that have a name, or could have one: what holds them must let it happen, and hands
 * down entries; the descriptor; the handle, whose rights no descriptor limits (access-check A-46).
 */
#ifndef NT_NEW_OBJECT_H
#define NT_NEW_OBJECT_H

#include "nt/name.h"

struct nt_new_object {
    const struct nt_seeker *seeker;
    const struct nt_attributes *attributes;
    const struct nt_place *place; /* NULL: it has no name */
    ACCESS_MASK desired;
    bool container;

    /* set by nt_admit_object */
    struct rtl_descriptor *descriptor;
    ACCESS_MASK granted;
};

/*
 * May it be made? Owes a dereference of the descriptor, which nt_make_object takes over.
 * STATUS_PRIVILEGE_NOT_HELD; STATUS_INVALID_OWNER; STATUS_INVALID_LABEL; STATUS_INVALID_ACL;
 * STATUS_INSUFFICIENT_RESOURCES; the statuses of nt_check_object for what is to hold it.
 */
NTSTATUS nt_admit_object(struct nt_new_object *wanted);

/* The object and a handle to it. */
void nt_make_object(const struct nt_new_object *wanted, PHANDLE handle);

#endif
