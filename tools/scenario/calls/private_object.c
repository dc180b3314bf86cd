/* Descriptors for a program's own objects: CreatePrivateObjectSecurity of securitybaseapi.h. */
#include "scenario/calls/rows.h"

#include "scenario/runner.h"

#include "ntsrm/securitybaseapi.h"
#include "ntsrm/srm.h"
#include "rtl/descriptor.h"

#include <string.h>

/* How long what came back is. */
static size_t size_of(const void *descriptor)
{
    SECURITY_DESCRIPTOR_RELATIVE head;
    size_t most = sizeof head;
    const unsigned char *bytes = descriptor;
    memcpy(&head, bytes, sizeof head);
    const DWORD sids[] = {head.Owner, head.Group}, lists[] = {head.Sacl, head.Dacl};
    for (size_t i = 0; i < 2; i++) {
        const size_t sid = sids[i] ? sids[i] + 8U + 4U * bytes[sids[i] + 1U] : 0;
        const size_t list =
            lists[i] ? lists[i] + ((size_t)bytes[lists[i] + 2U] | (size_t)bytes[lists[i] + 3U] << 8)
                     : 0;
        most = sid > most ? sid : most;
        most = list > most ? list : most;
    }
    return most;
}

static void give(struct call_frame *frame, PSECURITY_DESCRIPTOR made, BOOL result)
{
    frame_returns(frame, (uint64_t)result);
    if (made) {
        const size_t size = size_of(made);
        void *copy = arena_alloc(&frame->run->arena, size);
        memcpy(copy, made, size);
        frame->in[2].pointer = copy;
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
    give(frame, made, result);
}

static void create(struct call_frame *frame)
{
    PSECURITY_DESCRIPTOR made = NULL;
    BOOL result = CreatePrivateObjectSecurity(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                              &made, frame_flag(frame, 3), frame_handle(frame, 4),
                                              frame_pointer(frame, 5));
    give(frame, made, result);
}

#define RESULTS                                                                              \
    GIVES(TRUE, "NewDescriptor is that of the new object"),                                  \
        GIVES(ERROR_INVALID_OWNER, "nobody says the owner, or the token may not own by it"), \
        GIVES(ERROR_PRIVILEGE_NOT_HELD, "a SACL is given, without SeSecurityPrivilege"),     \
        GIVES(ERROR_NO_TOKEN, "no token where one is needed"),                               \
        GIVES(ERROR_BAD_IMPERSONATION_LEVEL, "the token is at SecurityAnonymous"),           \
        GIVES(ERROR_INVALID_HANDLE, "Token is no handle to a token"),                        \
        GIVES(ERROR_ACCESS_DENIED, "the handle lacks TOKEN_QUERY")

const struct call calls_private_object[] = {
    {
        .name = "CreatePrivateObjectSecurityEx",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi CreatePrivateObjectSecurityEx",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .parameters = {MAY_TAKE(ParentDescriptor, SECURITY_DESCRIPTOR),
                       MAY_TAKE(CreatorDescriptor, SECURITY_DESCRIPTOR),
                       FILLS_UNLESS_NULL(NewDescriptor, SECURITY_DESCRIPTOR),
                       MAY_TAKE(ObjectType, GUID_POINTER), MAY_TAKE(IsContainerObject, BOOL),
                       MAY_TAKE(AutoInheritFlags, INHERIT_FLAGS), MAY_TAKE(Token, HANDLE),
                       TAKES(GenericMapping, GENERIC_MAPPING)},
        .results = {RESULTS, GIVES(ERROR_INVALID_PRIMARY_GROUP, "nobody says the primary group")},
        .make = create_ex,
    },
    {
        .name = "CreatePrivateObjectSecurity",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi CreatePrivateObjectSecurity",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .parameters = {MAY_TAKE(ParentDescriptor, SECURITY_DESCRIPTOR),
                       MAY_TAKE(CreatorDescriptor, SECURITY_DESCRIPTOR),
                       FILLS_UNLESS_NULL(NewDescriptor, SECURITY_DESCRIPTOR),
                       MAY_TAKE(IsDirectoryObject, BOOL), MAY_TAKE(Token, HANDLE),
                       TAKES(GenericMapping, GENERIC_MAPPING)},
        .results = {RESULTS},
        .make = create,
    },
    {.name = NULL},
};
