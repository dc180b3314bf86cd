/* A program that enables a privilege and restricts its new objects, for one thread alone. */
#include <Windows.h>

#include <string.h>

#include "client.h"
#include "consumer.h"

static BOOL SetPrivilege(HANDLE hToken, LPCTSTR lpszPrivilege, BOOL bEnablePrivilege)
{
    TOKEN_PRIVILEGES tp;
    LUID luid;

    if (!LookupPrivilegeValue(NULL, lpszPrivilege, &luid)) {
        printf("LookupPrivilegeValue error: %u\n", GetLastError());
        return FALSE;
    }

    tp.PrivilegeCount = 1;
    tp.Privileges[0].Luid = luid;
    tp.Privileges[0].Attributes = bEnablePrivilege ? SE_PRIVILEGE_ENABLED : 0;

    if (!AdjustTokenPrivileges(hToken, FALSE, &tp, sizeof(TOKEN_PRIVILEGES),
                               (PTOKEN_PRIVILEGES)NULL, (PDWORD)NULL)) {
        printf("AdjustTokenPrivileges error: %u\n", GetLastError());
        return FALSE;
    }

    if (GetLastError() == ERROR_NOT_ALL_ASSIGNED) {
        printf("The token does not have the privilege %s\n", lpszPrivilege);
        return FALSE;
    }
    return TRUE;
}

/* One entry: the system may do everything, nobody else anything. */
static PACL BuildSystemOnlyDacl(LPVOID lpBuffer, DWORD cbBuffer)
{
    static const SID SystemSid = {
        SID_REVISION, 1, SECURITY_NT_AUTHORITY, {SECURITY_LOCAL_SYSTEM_RID}};
    PACL pDacl = lpBuffer;
    PACCESS_ALLOWED_ACE pAce = (PACCESS_ALLOWED_ACE)(pDacl + 1);
    const DWORD cbDacl = sizeof(ACL) + sizeof(ACCESS_ALLOWED_ACE) - sizeof(DWORD) + sizeof(SID);

    if (cbBuffer < cbDacl)
        return NULL;
    memset(pDacl, 0, cbDacl);
    pDacl->AclRevision = ACL_REVISION;
    pDacl->AclSize = (WORD)cbDacl;
    pDacl->AceCount = 1;
    pAce->Header.AceType = ACCESS_ALLOWED_ACE_TYPE;
    pAce->Header.AceSize = (WORD)(cbDacl - sizeof(ACL));
    pAce->Mask = GENERIC_ALL;
    memcpy(&pAce->SidStart, &SystemSid, sizeof(SID));
    return pDacl;
}

int client_main(void)
{
    DWORD Buffer[32];
    TOKEN_DEFAULT_DACL DefaultDacl;
    HANDLE hToken;

    EXPECT(!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, FALSE, &hToken));
    EXPECT(GetLastError() == ERROR_NO_TOKEN);

    if (!ImpersonateSelf(SecurityImpersonation)) {
        printf("ImpersonateSelf error: %u\n", GetLastError());
        return FALSE;
    }
    if (!OpenThreadToken(GetCurrentThread(),
                         TOKEN_ADJUST_PRIVILEGES | TOKEN_ADJUST_DEFAULT | TOKEN_QUERY, FALSE,
                         &hToken)) {
        printf("OpenThreadToken error: %u\n", GetLastError());
        RevertToSelf();
        return FALSE;
    }

    EXPECT(SetPrivilege(hToken, TEXT("SeShutdownPrivilege"), TRUE));
    EXPECT(!SetPrivilege(hToken, SE_DEBUG_NAME, TRUE));
    EXPECT(GetLastError() == ERROR_NOT_ALL_ASSIGNED);

    DefaultDacl.DefaultDacl = BuildSystemOnlyDacl(Buffer, sizeof(Buffer));
    EXPECT(SetTokenInformation(hToken, TokenDefaultDacl, &DefaultDacl, sizeof(DefaultDacl)));
    EXPECT(!SetTokenInformation(hToken, TokenDefaultDacl, &DefaultDacl, 1));
    EXPECT(GetLastError() == ERROR_BAD_LENGTH);

    EXPECT(CloseHandle(hToken));
    EXPECT(!CloseHandle(hToken));
    EXPECT(GetLastError() == ERROR_INVALID_HANDLE);
    EXPECT(RevertToSelf());
    return TRUE;
}
