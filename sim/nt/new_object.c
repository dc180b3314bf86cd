/*
 * Sources: wdm ZwCreateFile, ZwCreateKey; fileio file-access-rights-constants; win32
 * registry-key-security-and-access-rights; access-check.md T-24, T-31, T-32, A-46.
 */
#include "nt/new_object.h"

#include "client/privilege.h"
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/probe.h"
#include "rtl/inherit.h"

/* ---- what holds it ---- */

/* The right to make something there. */
static ACCESS_MASK right_to_make(const struct nt_new_object *wanted)
{
    switch ((int)wanted->seeker->type->mapped) {
    case RTL_MAPPED_File:
        return wanted->container ? FILE_ADD_SUBDIRECTORY : FILE_ADD_FILE;
    case RTL_MAPPED_Key:
        return KEY_CREATE_SUB_KEY;
    default:
        return DIRECTORY_CREATE_OBJECT;
    }
}

/* Of what type such a place would be. */
static const struct ob_type *type_of_place(enum rtl_mapped_type mapped)
{
    return mapped == RTL_MAPPED_File || mapped == RTL_MAPPED_Key
               ? ob_named_type(mapped)
               : ob_named_type(RTL_MAPPED_Directory);
}

static NTSTATUS check_holder(const struct nt_new_object *wanted)
{
    const struct nt_seeker *seeker = wanted->seeker;
    const struct srm_world *w = seeker->caller->header.world;
    const struct ob_type *type = type_of_place(seeker->type->mapped);
    const struct ob_named *container = wanted->place->container;
    const struct rtl_descriptor open_to_all = {.integrity = SECURITY_MANDATORY_MEDIUM_RID};
    const struct nt_wish wish = {
        .subject = *seeker->subject,
        .desired = right_to_make(wanted),
        .flags = seeker->flags,
    };
    ACCESS_MASK granted;

    if (rule_on(w, new_object, in_bare_place, !container, ob_fact("container", container)))
        return nt_check_open(seeker->caller, &wish, type, &open_to_all, &granted);
    if (!rule_on(w, new_object, container_of_type, container->header.type == type,
                 ob_fact("container", container)))
        return STATUS_OBJECT_TYPE_MISMATCH;
    return nt_check_object(seeker->caller, &wish, &container->header, &granted);
}

/* ---- privileges ---- */

static NTSTATUS check_privileges(const struct nt_new_object *wanted, ACCESS_MASK asked)
{
    const struct nt_seeker *seeker = wanted->seeker;
    const struct srm_world *w = seeker->caller->header.world;
    KPROCESSOR_MODE mode = nt_checked_mode(seeker->caller, seeker->flags);

    if (rule(w, new_object, security_asked, (asked & ACCESS_SYSTEM_SECURITY) != 0) &&
        !rule(w, new_object, security_held,
              client_holds_privilege(w, seeker->subject, SE_SECURITY_PRIVILEGE, mode)))
        return STATUS_PRIVILEGE_NOT_HELD;
    if (rule(w, new_object, permanent, (seeker->flags & OBJ_PERMANENT) != 0) &&
        !rule(w, new_object, permanent_held,
              client_holds_privilege(w, seeker->subject, SE_CREATE_PERMANENT_PRIVILEGE, mode)))
        return STATUS_PRIVILEGE_NOT_HELD;
    return STATUS_SUCCESS;
}

/* ---- its descriptor ---- */

/* Owner, audit entries and labels that are given need somebody who may give them. */
static NTSTATUS check_given(PETHREAD caller, const struct rtl_described *given)
{
    struct srm_world *w = caller->header.world;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    NTSTATUS status = STATUS_SUCCESS;

    if (rule(w, security, gives_owner, given->has_owner))
        status = nt_check_owner(caller, &given->owner.Sid, &subject);
    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, security, gives_sacl, nt_describes_sacl(given)) &&
        !rule(w, security, security_held, client_caller_holds(caller, SE_SECURITY_PRIVILEGE)))
        return STATUS_PRIVILEGE_NOT_HELD;
    return rtl_described_has_label(given) ? nt_check_labels(caller, &subject, given)
                                          : STATUS_SUCCESS;
}

/* Files, keys and objects of a directory service inherit automatically. */
static ULONG way_of_inheriting(const struct srm_world *w, enum rtl_mapped_type mapped)
{
    return rule(w, new_object, inherits_automatically,
                mapped == RTL_MAPPED_File || mapped == RTL_MAPPED_Key)
               ? SEF_DACL_AUTO_INHERIT | SEF_SACL_AUTO_INHERIT
               : 0;
}

static const ACL *bytes_of(const struct rtl_acl *list)
{
    return list ? &list->bytes : NULL;
}

static NTSTATUS make_descriptor(struct nt_new_object *wanted)
{
    PETHREAD caller = wanted->seeker->caller;
    struct srm_world *w = caller->header.world;
    const struct se_token *token = ps_effective_token(caller);
    const struct ob_named *container = wanted->place ? wanted->place->container : NULL;
    const struct rtl_descriptor *parent = container ? container->header.descriptor : NULL;
    enum rtl_mapped_type mapped = wanted->seeker->type->mapped;
    const struct rtl_birth birth = {
        .parent_dacl = parent ? bytes_of(parent->dacl) : NULL,
        .parent_sacl = parent ? bytes_of(parent->sacl) : NULL,
        .given = wanted->attributes->descriptor_given ? &wanted->attributes->descriptor : NULL,
        .owner = &token->body->sids[token->owner].Sid,
        .group = &token->body->sids[token->primary_group].Sid,
        .default_dacl = bytes_of(token->default_dacl),
        .package = token->body->lowbox ? &token->body->package.Sid : NULL,
        .integrity = token->integrity,
        .container = wanted->container,
        .mapping = rtl_mapping(w->profile, mapped),
        .flags = way_of_inheriting(w, mapped),
    };
    struct rtl_described made;
    NTSTATUS status = rtl_inherit(w, &birth, &made);

    if (!NT_SUCCESS(status))
        return status;
    wanted->descriptor = rtl_descriptor_from(w, &made);
    rtl_described_release(w, &made);
    return STATUS_SUCCESS;
}

/* ---- all of it ---- */

NTSTATUS nt_admit_object(struct nt_new_object *wanted)
{
    PETHREAD caller = wanted->seeker->caller;
    struct srm_world *w = caller->header.world;
    const GENERIC_MAPPING *mapping = rtl_mapping(w->profile, wanted->seeker->type->mapped);
    ACCESS_MASK asked = rtl_mapping_apply(mapping, wanted->desired);
    NTSTATUS status = wanted->place ? check_holder(wanted) : STATUS_SUCCESS;

    if (NT_SUCCESS(status))
        status = check_privileges(wanted, asked);
    if (NT_SUCCESS(status) && wanted->attributes->descriptor_given)
        status = check_given(caller, &wanted->attributes->descriptor);
    if (NT_SUCCESS(status) && !rule(w, pool, object, ex_pool_grants(w->pool, EX_ALLOCATION_Object)))
        status = STATUS_INSUFFICIENT_RESOURCES;
    if (NT_SUCCESS(status))
        status = nt_handle_granted(caller);
    if (NT_SUCCESS(status))
        status = make_descriptor(wanted);
    wanted->granted = asked & ~MAXIMUM_ALLOWED;
    if (asked & MAXIMUM_ALLOWED)
        wanted->granted |= mapping->GenericAll;
    return status;
}

void nt_make_object(const struct nt_new_object *wanted, PHANDLE handle)
{
    PETHREAD caller = wanted->seeker->caller;
    const struct nt_seeker *seeker = wanted->seeker;
    struct ob_path path = {.text = NULL};

    if (wanted->place)
        path = wanted->place->path;
    struct ob_named *object = ob_named_new(caller->header.world, seeker->type, path,
                                           wanted->container, wanted->descriptor);

    trace_object(caller->header.world, EVENT_CREATED, NULL, ob_fact("object", object));
    if (seeker->flags & OBJ_PERMANENT)
        ob_named_make_permanent(object);
    nt_store_handle(handle, nt_insert(caller, object, wanted->granted, seeker->flags));
    ob_dereference(object);
}
