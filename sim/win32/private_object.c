/* Descriptors for the objects of a program's own: securitybaseapi CreatePrivateObjectSecurityEx. */
#include "ex/rules.h"
#include "ntsrm/ntifs.h"
#include "ntsrm/securitybaseapi.h"
#include "ps/thread.h"
#include "win32/last_error.h"

BOOL CreatePrivateObjectSecurityEx(PSECURITY_DESCRIPTOR ParentDescriptor,
                                   PSECURITY_DESCRIPTOR CreatorDescriptor,
                                   PSECURITY_DESCRIPTOR *NewDescriptor, GUID *ObjectType,
                                   BOOL IsContainerObject, ULONG AutoInheritFlags, HANDLE Token,
                                   PGENERIC_MAPPING GenericMapping)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, FLAG_FACT("IsContainerObject", IsContainerObject),
               NUMBER_FACT("AutoInheritFlags", AutoInheritFlags), HANDLE_FACT("Token", Token));
    result = win32_result(RtlNewSecurityObjectEx(ParentDescriptor, CreatorDescriptor, NewDescriptor,
                                                 ObjectType, IsContainerObject != FALSE,
                                                 AutoInheritFlags, Token, GenericMapping));
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
    result = win32_result(RtlNewSecurityObject(ParentDescriptor, CreatorDescriptor, NewDescriptor,
                                               IsDirectoryObject != FALSE, Token, GenericMapping));
    leave_flag(w, result);
    return result;
}

BOOL DestroyPrivateObjectSecurity(PSECURITY_DESCRIPTOR *ObjectDescriptor)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter_plain(w);
    result = win32_result(RtlDeleteSecurityObject(ObjectDescriptor));
    leave_flag(w, result);
    return result;
}
