/* AccessCheck and what goes with it. Sources: access-check.md 2.1, with the pages named there. */
#include "ex/rules.h"
#include "ntsrm/securitybaseapi.h"
#include "rtl/mapping.h"
#include "rtl/status.h"
#include "win32/last_error.h"
#include "win32/memory.h"

#include <string.h>

/* The answer of a native check that succeeded: a refusal is told by the last error. */
static BOOL tell(PETHREAD caller, NTSTATUS status, NTSTATUS answer, LPBOOL access_status)
{
    BOOL granted;

    if (NT_SUCCESS(status))
        status = win32_touch(caller, access_status);
    if (!NT_SUCCESS(status))
        return win32_result(status);
    granted = win32_result(answer);
    memcpy(access_status, &granted, sizeof granted);
    return TRUE;
}

BOOL AccessCheck(PSECURITY_DESCRIPTOR pSecurityDescriptor, HANDLE ClientToken, DWORD DesiredAccess,
                 PGENERIC_MAPPING GenericMapping, PPRIVILEGE_SET PrivilegeSet,
                 LPDWORD PrivilegeSetLength, LPDWORD GrantedAccess, LPBOOL AccessStatus)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    NTSTATUS status, answer = STATUS_SUCCESS;
    BOOL result;

    call_enter(w, HANDLE_FACT("ClientToken", ClientToken),
               ACCESS_FACT("DesiredAccess", DesiredAccess));
    status = NtAccessCheck(pSecurityDescriptor, ClientToken, DesiredAccess, GenericMapping,
                           PrivilegeSet, PrivilegeSetLength, GrantedAccess, &answer);
    result = tell(caller, status, answer, AccessStatus);
    leave_flag(w, result);
    return result;
}

BOOL AccessCheckByType(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID PrincipalSelfSid,
                       HANDLE ClientToken, DWORD DesiredAccess, POBJECT_TYPE_LIST ObjectTypeList,
                       DWORD ObjectTypeListLength, PGENERIC_MAPPING GenericMapping,
                       PPRIVILEGE_SET PrivilegeSet, LPDWORD PrivilegeSetLength,
                       LPDWORD GrantedAccess, LPBOOL AccessStatus)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    NTSTATUS status, answer = STATUS_SUCCESS;
    BOOL result;

    call_enter(w, HANDLE_FACT("ClientToken", ClientToken),
               ACCESS_FACT("DesiredAccess", DesiredAccess),
               NUMBER_FACT("ObjectTypeListLength", ObjectTypeListLength));
    status = NtAccessCheckByType(pSecurityDescriptor, PrincipalSelfSid, ClientToken, DesiredAccess,
                                 ObjectTypeList, ObjectTypeListLength, GenericMapping, PrivilegeSet,
                                 PrivilegeSetLength, GrantedAccess, &answer);
    result = tell(caller, status, answer, AccessStatus);
    leave_flag(w, result);
    return result;
}

/* The statuses of a list become errors where they lie. */
static void translate(LPDWORD list, DWORD count)
{
    for (DWORD i = 0; i < count; i++) {
        unsigned char *at = (unsigned char *)list + i * sizeof(DWORD);
        NTSTATUS status;
        DWORD error;

        memcpy(&status, at, sizeof status);
        error = rtl_status_to_win32(status);
        memcpy(at, &error, sizeof error);
    }
}

BOOL AccessCheckByTypeResultList(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID PrincipalSelfSid,
                                 HANDLE ClientToken, DWORD DesiredAccess,
                                 POBJECT_TYPE_LIST ObjectTypeList, DWORD ObjectTypeListLength,
                                 PGENERIC_MAPPING GenericMapping, PPRIVILEGE_SET PrivilegeSet,
                                 LPDWORD PrivilegeSetLength, LPDWORD GrantedAccessList,
                                 LPDWORD AccessStatusList)
{
    struct srm_world *w = ps_current_world();
    NTSTATUS status;
    BOOL result;

    call_enter(w, HANDLE_FACT("ClientToken", ClientToken),
               ACCESS_FACT("DesiredAccess", DesiredAccess),
               NUMBER_FACT("ObjectTypeListLength", ObjectTypeListLength));
    status = NtAccessCheckByTypeResultList(pSecurityDescriptor, PrincipalSelfSid, ClientToken,
                                           DesiredAccess, ObjectTypeList, ObjectTypeListLength,
                                           GenericMapping, PrivilegeSet, PrivilegeSetLength,
                                           GrantedAccessList, (PNTSTATUS)(void *)AccessStatusList);
    if (NT_SUCCESS(status))
        translate(AccessStatusList, ObjectTypeListLength);
    result = win32_result(status);
    leave_flag(w, result);
    return result;
}

VOID MapGenericMask(PDWORD AccessMask, PGENERIC_MAPPING GenericMapping)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    GENERIC_MAPPING mapping;
    DWORD mask;

    call_enter_plain(w);
    if (NT_SUCCESS(win32_read(caller, &mask, AccessMask, sizeof mask)) &&
        NT_SUCCESS(win32_read(caller, &mapping, GenericMapping, sizeof mapping))) {
        mask = rtl_mapping_apply(&mapping, mask);
        memcpy(AccessMask, &mask, sizeof mask);
    }
    leave_nothing(w);
}

BOOL AreAllAccessesGranted(DWORD GrantedAccess, DWORD DesiredAccess)
{
    return (DesiredAccess & ~GrantedAccess) == 0;
}

BOOL AreAnyAccessesGranted(DWORD GrantedAccess, DWORD DesiredAccess)
{
    return (DesiredAccess & GrantedAccess) != 0;
}
