/*
 * Descriptors for objects of a program and of a driver: CreatePrivateObjectSecurity of
 * securitybaseapi.h, RtlNewSecurityObject and SeAssignSecurity of ntifs.h. What they make is copied
 * and given back at once.
 */
#include "scenario/calls/rows.h"

#include "scenario/runner.h"

#include "ntsrm/ntifs.h"
#include "ntsrm/securitybaseapi.h"

#include <string.h>

/* A copy for the scenario, in the memory of the run. */
static void keep(struct call_frame *frame, PSECURITY_DESCRIPTOR made)
{
    if (made) {
        const ULONG size = RtlLengthSecurityDescriptor(made);
        frame->in[2].pointer = memcpy(arena_alloc(&frame->run->arena, size), made, size);
    }
}

static void created(struct call_frame *frame, PSECURITY_DESCRIPTOR made, BOOL result)
{
    frame_returns(frame, (uint64_t)result);
    keep(frame, made);
    if (made) {
        DestroyPrivateObjectSecurity(&made);
    }
}

static void create_ex(struct call_frame *frame)
{
    PSECURITY_DESCRIPTOR made = NULL;
    BOOL result = CreatePrivateObjectSecurityEx(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                                &made, frame_pointer(frame, 3),
                                                frame_flag(frame, 4), frame_number(frame, 5),
                                                frame_handle(frame, 6), frame_pointer(frame, 7));
    created(frame, made, result);
}

static void create(struct call_frame *frame)
{
    PSECURITY_DESCRIPTOR made = NULL;
    BOOL result = CreatePrivateObjectSecurity(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                              &made, frame_flag(frame, 3), frame_handle(frame, 4),
                                              frame_pointer(frame, 5));
    created(frame, made, result);
}

static void made_new(struct call_frame *frame, PSECURITY_DESCRIPTOR made, NTSTATUS status)
{
    frame_returns_status(frame, status);
    keep(frame, made);
    if (made) {
        RtlDeleteSecurityObject(&made);
    }
}

static void new_security_object_ex(struct call_frame *frame)
{
    PSECURITY_DESCRIPTOR made = NULL;
    NTSTATUS status = RtlNewSecurityObjectEx(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                             &made, frame_pointer(frame, 3), frame_flag(frame, 4),
                                             frame_number(frame, 5), frame_handle(frame, 6),
                                             frame_pointer(frame, 7));
    made_new(frame, made, status);
}

static void new_security_object(struct call_frame *frame)
{
    PSECURITY_DESCRIPTOR made = NULL;
    NTSTATUS status =
        RtlNewSecurityObject(frame_pointer(frame, 0), frame_pointer(frame, 1), &made,
                             frame_flag(frame, 3), frame_handle(frame, 4), frame_pointer(frame, 5));
    made_new(frame, made, status);
}

static void assigned(struct call_frame *frame, PSECURITY_DESCRIPTOR made, NTSTATUS status)
{
    frame_returns_status(frame, status);
    keep(frame, made);
    if (made) {
        SeDeassignSecurity(&made);
    }
}

static void assign_security_ex(struct call_frame *frame)
{
    PSECURITY_DESCRIPTOR made = NULL;
    NTSTATUS status = SeAssignSecurityEx(
        frame_pointer(frame, 0), frame_pointer(frame, 1), &made, frame_pointer(frame, 3),
        frame_flag(frame, 4), frame_number(frame, 5), frame_pointer(frame, 6),
        frame_pointer(frame, 7), (POOL_TYPE)frame_number(frame, 8));
    assigned(frame, made, status);
}

static void assign_security(struct call_frame *frame)
{
    PSECURITY_DESCRIPTOR made = NULL;
    NTSTATUS status = SeAssignSecurity(frame_pointer(frame, 0), frame_pointer(frame, 1), &made,
                                       frame_flag(frame, 3), frame_pointer(frame, 4),
                                       frame_pointer(frame, 5), (POOL_TYPE)frame_number(frame, 6));
    assigned(frame, made, status);
}

#define PRIVATE_RESULTS                                                                          \
    GIVES(TRUE, "NewDescriptor is that of the new object"),                                      \
        GIVES(ERROR_INVALID_OWNER, "nobody says the owner, or the token may not own by it"),     \
        GIVES(ERROR_PRIVILEGE_NOT_HELD, "a SACL or a higher label is given, without privilege"), \
        GIVES(ERROR_NO_TOKEN, "no token where one is needed"),                                   \
        GIVES(ERROR_BAD_IMPERSONATION_LEVEL, "the token is at SecurityAnonymous"),               \
        GIVES(ERROR_INVALID_HANDLE, "Token is no handle to a token"),                            \
        GIVES(ERROR_ACCESS_DENIED, "the handle lacks TOKEN_QUERY")

/* Of all that return a status. */
#define NATIVE_RESULTS                                                                            \
    GIVES(STATUS_SUCCESS, "NewDescriptor is that of the new object"),                             \
        GIVES(STATUS_PRIVILEGE_NOT_HELD, "a SACL or a higher label is given, without privilege"), \
        GIVES(STATUS_INVALID_LABEL, "a label is given that is no integrity level"),               \
        GIVES(STATUS_INVALID_PARAMETER, "the label's mask has bits that mean nothing")

#define NEW_RESULTS                                                                           \
    NATIVE_RESULTS,                                                                           \
        GIVES(STATUS_INVALID_OWNER, "nobody says the owner, or the token may not own by it"), \
        GIVES(STATUS_NO_TOKEN, "no token where one is needed"),                               \
        GIVES(STATUS_BAD_IMPERSONATION_LEVEL, "the token is at SecurityAnonymous"),           \
        GIVES(STATUS_INVALID_HANDLE, "Token is no handle"),                                   \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "Token is a handle to something else"),            \
        GIVES(STATUS_ACCESS_DENIED, "the handle lacks TOKEN_QUERY")

#define ASSIGN_RESULTS                                                                  \
    NATIVE_RESULTS,                                                                     \
        GIVES(STATUS_INVALID_OWNER, "the subject may not make what is given an owner"), \
        GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the descriptor")

/* The first three parameters of every call here. */
#define DESCRIPTORS(given)                                                                 \
    MAY_TAKE(ParentDescriptor, SECURITY_DESCRIPTOR), MAY_TAKE(given, SECURITY_DESCRIPTOR), \
        FILLS_UNLESS_NULL(NewDescriptor, SECURITY_DESCRIPTOR)

const struct call calls_private_object[] = {
    {
        .name = "CreatePrivateObjectSecurityEx",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi CreatePrivateObjectSecurityEx",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(DESCRIPTORS(CreatorDescriptor), MAY_TAKE(ObjectType, GUID_POINTER),
                   MAY_TAKE(IsContainerObject, BOOL), MAY_TAKE(AutoInheritFlags, INHERIT_FLAGS),
                   MAY_TAKE(Token, HANDLE), TAKES(GenericMapping, GENERIC_MAPPING)),
        RESULTS(PRIVATE_RESULTS,
                GIVES(ERROR_INVALID_PRIMARY_GROUP, "nobody says the primary group")),
        .make = create_ex,
    },
    {
        .name = "CreatePrivateObjectSecurity",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi CreatePrivateObjectSecurity",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(DESCRIPTORS(CreatorDescriptor), MAY_TAKE(IsDirectoryObject, BOOL),
                   MAY_TAKE(Token, HANDLE), TAKES(GenericMapping, GENERIC_MAPPING)),
        RESULTS(PRIVATE_RESULTS),
        .make = create,
    },
    {
        .name = "RtlNewSecurityObjectEx",
        .header = "ntifs.h",
        .source = "phnt RtlNewSecurityObjectEx; securitybaseapi CreatePrivateObjectSecurityEx",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(DESCRIPTORS(CreatorDescriptor), MAY_TAKE(ObjectType, GUID_POINTER),
                   MAY_TAKE(IsDirectoryObject, BOOLEAN),
                   MAY_TAKE(AutoInheritFlags, INHERIT_FLAGS), MAY_TAKE(Token, HANDLE),
                   TAKES(GenericMapping, GENERIC_MAPPING)),
        RESULTS(NEW_RESULTS,
                GIVES(STATUS_INVALID_PRIMARY_GROUP, "nobody says the primary group")),
        .make = new_security_object_ex,
    },
    {
        .name = "RtlNewSecurityObject",
        .header = "ntifs.h",
        .source = "phnt RtlNewSecurityObject; securitybaseapi CreatePrivateObjectSecurity",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(DESCRIPTORS(CreatorDescriptor), MAY_TAKE(IsDirectoryObject, BOOLEAN),
                   MAY_TAKE(Token, HANDLE), TAKES(GenericMapping, GENERIC_MAPPING)),
        RESULTS(NEW_RESULTS),
        .make = new_security_object,
    },
    {
        .name = "SeAssignSecurityEx",
        .header = "ntifs.h",
        .source = "wdm SeAssignSecurityEx",
        .family = CALL_NT, /* it is the previous mode that holds the privileges */
        .returns = KIND_STATUS,
        PARAMETERS(DESCRIPTORS(ExplicitDescriptor), MAY_TAKE(ObjectType, GUID_POINTER),
                   MAY_TAKE(IsDirectoryObject, BOOLEAN),
                   MAY_TAKE(AutoInheritFlags, INHERIT_FLAGS),
                   TAKES(SubjectContext, SUBJECT_CONTEXT),
                   TAKES(GenericMapping, GENERIC_MAPPING), MAY_TAKE(PoolType, NUMBER)),
        RESULTS(ASSIGN_RESULTS),
        .make = assign_security_ex,
    },
    {
        .name = "SeAssignSecurity",
        .header = "ntifs.h",
        .source = "wdm SeAssignSecurity",
        .family = CALL_NT, /* it is the previous mode that holds the privileges */
        .returns = KIND_STATUS,
        PARAMETERS(DESCRIPTORS(ExplicitDescriptor), MAY_TAKE(IsDirectoryObject, BOOLEAN),
                   TAKES(SubjectContext, SUBJECT_CONTEXT),
                   TAKES(GenericMapping, GENERIC_MAPPING), MAY_TAKE(PoolType, NUMBER)),
        RESULTS(ASSIGN_RESULTS),
        .make = assign_security,
    },
    {.name = NULL},
};
