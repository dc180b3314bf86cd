/*
 * Descriptors for the objects of a program's own. Source: securitybaseapi
 * CreatePrivateObjectSecurityEx, whose work is rtl/inherit.h.
 */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/security.h"
#include "ntsrm/securitybaseapi.h"
#include "ntsrm/winbase.h"
#include "rtl/inherit.h"
#include "win32/last_error.h"
#include "win32/memory.h"

/* What the call is given, read. */
struct private_object {
    PETHREAD caller;
    const struct se_token *token; /* NULL: none */
    struct rtl_described parent, given;
    bool has_parent, has_given;
    GUID type;
    struct rtl_birth birth;
};

static const ACL *bytes_of(const struct rtl_acl *list)
{
    return list ? &list->bytes : NULL;
}

static NTSTATUS find_token(struct private_object *object, HANDLE handle)
{
    struct srm_world *w = object->caller->header.world;
    const ULONG both = SEF_AVOID_PRIVILEGE_CHECK | SEF_AVOID_OWNER_CHECK;
    void *found = NULL;
    NTSTATUS status;

    if (!rule(w, private_object, token_given, handle != NULL))
        return rule(w, private_object, nothing_checked, (object->birth.flags & both) == both)
                   ? STATUS_SUCCESS
                   : STATUS_NO_TOKEN;
    status = nt_object_by_handle(object->caller, handle, &se_token_type, TOKEN_QUERY, &found);
    if (!NT_SUCCESS(status))
        return status;
    object->token = found;
    return rule(w, private_object, level_suffices,
                object->token->type == TokenPrimary ||
                    object->token->level >= SecurityIdentification)
               ? STATUS_SUCCESS
               : STATUS_BAD_IMPERSONATION_LEVEL;
}

static NTSTATUS read_descriptor(PETHREAD caller, const void *from, struct rtl_described *to,
                                bool *there)
{
    NTSTATUS status = from ? win32_touch(caller, from) : STATUS_SUCCESS;

    if (from && NT_SUCCESS(status))
        status = nt_capture_descriptor(caller, from, to);
    *there = from && NT_SUCCESS(status);
    return status;
}

/* A SACL that is given takes the privilege, of the token that was passed. */
static NTSTATUS check_sacl(const struct private_object *object)
{
    const struct srm_world *w = object->caller->header.world;

    if (!rule(w, private_object, sacl_checked,
              !(object->birth.flags & SEF_AVOID_PRIVILEGE_CHECK) && object->has_given &&
                  nt_describes_sacl(&object->given)) ||
        rule(w, private_object, security_held,
             object->token && se_token_has_enabled(object->token, SE_SECURITY_PRIVILEGE)))
        return STATUS_SUCCESS;
    return STATUS_PRIVILEGE_NOT_HELD;
}

static NTSTATUS check_owner(const struct private_object *object, const SID *owner)
{
    const struct srm_world *w = object->caller->header.world;

    if (!rule(w, private_object, owner_checked, !(object->birth.flags & SEF_AVOID_OWNER_CHECK)) ||
        rule(w, private_object, owner_right,
             object->token && se_token_can_own(object->token, owner)))
        return STATUS_SUCCESS;
    return STATUS_INVALID_OWNER;
}

static void fill_birth(struct private_object *object)
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
    birth->integrity = SECURITY_MANDATORY_MEDIUM_RID;
    if (!token)
        return;
    birth->owner = &token->body->sids[token->owner].Sid;
    birth->group = &token->body->sids[token->primary_group].Sid;
    birth->default_dacl = bytes_of(token->default_dacl);
    birth->package = token->body->lowbox ? &token->body->package.Sid : NULL;
    birth->integrity = token->integrity;
}

/* Memory for the program, which DestroyPrivateObjectSecurity takes back. */
static void deliver(PETHREAD caller, const struct rtl_described *made, PSECURITY_DESCRIPTOR *to)
{
    struct srm_world *w = caller->header.world;
    struct rtl_descriptor *descriptor = rtl_descriptor_from(w, made);
    void *copy = ex_alloc_raw(w->pool, EX_KIND_LocalMemory,
                              rtl_descriptor_size(descriptor, RTL_DESCRIPTOR_WHOLE));

    rtl_descriptor_write(descriptor, RTL_DESCRIPTOR_WHOLE, copy);
    memcpy(to, &copy, sizeof copy);
    rtl_descriptor_dereference(w, descriptor);
}

static NTSTATUS make(struct private_object *object, PSECURITY_DESCRIPTOR *to)
{
    struct srm_world *w = object->caller->header.world;
    struct rtl_described made;
    NTSTATUS status = check_sacl(object);

    if (!NT_SUCCESS(status))
        return status;
    fill_birth(object);
    status = rtl_inherit(w, &object->birth, &made);
    if (!NT_SUCCESS(status))
        return status;
    status = check_owner(object, &made.owner.Sid);
    if (NT_SUCCESS(status))
        deliver(object->caller, &made, to);
    rtl_described_release(w, &made);
    return status;
}

static NTSTATUS create(struct private_object *object, const void *parent, const void *given,
                       HANDLE token, PSECURITY_DESCRIPTOR *to)
{
    PETHREAD caller = object->caller;
    struct srm_world *w = caller->header.world;
    NTSTATUS status = win32_touch(caller, to);

    if (NT_SUCCESS(status) &&
        !rule(w, private_object, flags_modelled,
              !(object->birth.flags &
                (SEF_MACL_NO_WRITE_UP | SEF_MACL_NO_READ_UP | SEF_MACL_NO_EXECUTE_UP))))
        status = world_not_modelled(w, "a label by SEF_MACL_ flags");
    if (NT_SUCCESS(status))
        status = find_token(object, token);
    if (NT_SUCCESS(status))
        status = read_descriptor(caller, parent, &object->parent, &object->has_parent);
    if (NT_SUCCESS(status))
        status = read_descriptor(caller, given, &object->given, &object->has_given);
    if (NT_SUCCESS(status))
        status = make(object, to);
    if (object->has_parent)
        nt_described_release(w, &object->parent);
    if (object->has_given)
        nt_described_release(w, &object->given);
    return status;
}

BOOL CreatePrivateObjectSecurityEx(PSECURITY_DESCRIPTOR ParentDescriptor,
                                   PSECURITY_DESCRIPTOR CreatorDescriptor,
                                   PSECURITY_DESCRIPTOR *NewDescriptor, GUID *ObjectType,
                                   BOOL IsContainerObject, ULONG AutoInheritFlags, HANDLE Token,
                                   PGENERIC_MAPPING GenericMapping)
{
    GENERIC_MAPPING mapping = {.GenericRead = 0};
    struct private_object object = {
        .caller = ps_current_thread(),
        .birth = {.container = IsContainerObject != FALSE,
                  .mapping = &mapping,
                  .type_count = ObjectType ? 1 : 0,
                  .flags = AutoInheritFlags},
    };
    struct srm_world *w = object.caller->header.world;
    NTSTATUS status;
    BOOL result;

    call_enter(w, FLAG_FACT("IsContainerObject", IsContainerObject),
               NUMBER_FACT("AutoInheritFlags", AutoInheritFlags), HANDLE_FACT("Token", Token));
    object.birth.types = &object.type;
    status = win32_read(object.caller, &mapping, GenericMapping, sizeof mapping);
    if (NT_SUCCESS(status) && ObjectType)
        status = win32_read(object.caller, &object.type, ObjectType, sizeof object.type);
    if (NT_SUCCESS(status))
        status = create(&object, ParentDescriptor, CreatorDescriptor, Token, NewDescriptor);
    result = win32_result(status);
    leave_flag(w, result);
    return result;
}

BOOL CreatePrivateObjectSecurity(PSECURITY_DESCRIPTOR ParentDescriptor,
                                 PSECURITY_DESCRIPTOR CreatorDescriptor,
                                 PSECURITY_DESCRIPTOR *NewDescriptor, BOOL IsDirectoryObject,
                                 HANDLE Token, PGENERIC_MAPPING GenericMapping)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, FLAG_FACT("IsDirectoryObject", IsDirectoryObject), HANDLE_FACT("Token", Token));
    result = CreatePrivateObjectSecurityEx(ParentDescriptor, CreatorDescriptor, NewDescriptor, NULL,
                                           IsDirectoryObject, 0, Token, GenericMapping);
    leave_flag(w, result);
    return result;
}

BOOL DestroyPrivateObjectSecurity(PSECURITY_DESCRIPTOR *ObjectDescriptor)
{
    struct srm_world *w = ps_current_world();

    call_enter_plain(w);
    (void)LocalFree(*ObjectDescriptor);
    *ObjectDescriptor = NULL;
    leave_flag(w, true);
    return TRUE;
}
