/*
 * Sources: securitybaseapi CreatePrivateObjectSecurityEx; wdm SeAssignSecurity, SeAssignSecurityEx.
 */
#include "nt/private_object.h"

#include "client/privilege.h"
#include "ex/rules.h"

#include <string.h>

static const ACL *bytes_of(const struct rtl_acl *list)
{
    return list ? &list->bytes : NULL;
}

NTSTATUS nt_private_flags_modelled(const struct nt_private_object *object)
{
    struct srm_world *w = object->caller->header.world;

    return rule(w, private_object, flags_modelled,
                !(object->birth.flags &
                  (SEF_MACL_NO_WRITE_UP | SEF_MACL_NO_READ_UP | SEF_MACL_NO_EXECUTE_UP)))
               ? STATUS_SUCCESS
               : world_not_modelled(w, "a label by SEF_MACL_ flags");
}

/* ---- what is given ---- */

/* The privilege of the token that a program passed; of a subject, what it holds. */
static bool holds_security(const struct nt_private_object *object)
{
    const struct srm_world *w = object->caller->header.world;

    if (object->subject)
        return rule(w, security, security_held,
                    client_holds_privilege(w, object->subject, SE_SECURITY_PRIVILEGE,
                                           object->caller->previous_mode));
    return rule(w, private_object, security_held,
                object->token && se_token_has_enabled(object->token, SE_SECURITY_PRIVILEGE));
}

static NTSTATUS check_sacl(const struct nt_private_object *object)
{
    const struct srm_world *w = object->caller->header.world;
    bool checked = !(object->birth.flags & SEF_AVOID_PRIVILEGE_CHECK) && object->has_given;
    const SECURITY_SUBJECT_CONTEXT owner = {
        .PrimaryToken = (PACCESS_TOKEN)(uintptr_t)object->token,
    };

    if (rule(w, private_object, sacl_checked, checked && nt_describes_sacl(&object->given)) &&
        !holds_security(object))
        return STATUS_PRIVILEGE_NOT_HELD;
    return checked && rtl_described_has_label(&object->given)
               ? nt_check_labels(object->caller, object->subject ? object->subject : &owner,
                                 &object->given)
               : STATUS_SUCCESS;
}

static NTSTATUS check_owner(const struct nt_private_object *object, const SID *owner)
{
    const struct srm_world *w = object->caller->header.world;

    if (!rule(w, private_object, owner_checked, !(object->birth.flags & SEF_AVOID_OWNER_CHECK)) ||
        rule(w, private_object, owner_right,
             object->token && se_token_can_own(object->token, owner)))
        return STATUS_SUCCESS;
    return object->subject && rule(w, security, restore_held,
                                   client_holds_privilege(w, object->subject, SE_RESTORE_PRIVILEGE,
                                                          object->caller->previous_mode))
               ? STATUS_SUCCESS
               : STATUS_INVALID_OWNER;
}

/* ---- what it becomes ---- */

static void fill_birth(struct nt_private_object *object)
{
    struct rtl_birth *birth = &object->birth;
    const struct se_token *token = object->token;

    if (object->has_parent) {
        birth->parent_owner = object->parent.has_owner ? &object->parent.owner.Sid : NULL;
        birth->parent_group = object->parent.has_group ? &object->parent.group.Sid : NULL;
        birth->parent_dacl = bytes_of(object->parent.dacl);
        birth->parent_sacl = bytes_of(object->parent.sacl);
    }
    birth->given = object->has_given ? &object->given : NULL;
    birth->types = &object->type;
    birth->mapping = &object->mapping;
    birth->integrity = SECURITY_MANDATORY_MEDIUM_RID;
    if (!token)
        return;
    birth->owner = &token->body->sids[token->owner].Sid;
    birth->group = &token->body->sids[token->primary_group].Sid;
    birth->default_dacl = bytes_of(token->default_dacl);
    birth->package = token->body->lowbox ? &token->body->package.Sid : NULL;
    birth->integrity = token->integrity;
}

NTSTATUS nt_private_make(struct nt_private_object *object, struct rtl_described *made)
{
    struct srm_world *w = object->caller->header.world;
    NTSTATUS status = check_sacl(object);

    if (!NT_SUCCESS(status))
        return status;
    fill_birth(object);
    status = rtl_inherit(w, &object->birth, made);
    if (!NT_SUCCESS(status))
        return status;
    status = check_owner(object, &made->owner.Sid);
    if (!NT_SUCCESS(status))
        rtl_described_release(w, made);
    return status;
}

void nt_private_deliver(PETHREAD caller, const struct rtl_described *made, enum ex_kind kind,
                        PSECURITY_DESCRIPTOR *to)
{
    struct srm_world *w = caller->header.world;
    struct rtl_descriptor *descriptor = rtl_descriptor_from(w, made);
    void *copy = ex_alloc_raw(w->pool, kind, rtl_descriptor_size(descriptor, RTL_DESCRIPTOR_WHOLE));

    rtl_descriptor_write(descriptor, RTL_DESCRIPTOR_WHOLE, copy);
    memcpy(to, &copy, sizeof copy);
    rtl_descriptor_dereference(w, descriptor);
}

void nt_private_release(struct nt_private_object *object)
{
    struct srm_world *w = object->caller->header.world;

    if (object->has_parent)
        nt_described_release(w, &object->parent);
    if (object->has_given)
        nt_described_release(w, &object->given);
}
