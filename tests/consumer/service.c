/* A Win32 service as its pages would have it: users log on, it acts for them and runs programs. */
#define UNICODE
#include <Windows.h>

#include <stdlib.h>
#include <string.h>

#include "consumer.h"
#include "service.h"

/* What a token tells; to be freed. */
static LPVOID QueryToken(HANDLE hToken, TOKEN_INFORMATION_CLASS Class)
{
    DWORD dwLength = 0;
    LPVOID lpInformation;

    if (GetTokenInformation(hToken, Class, NULL, 0, &dwLength) ||
        GetLastError() != ERROR_INSUFFICIENT_BUFFER) {
        printf("GetTokenInformation error: %u\n", GetLastError());
        return NULL;
    }
    lpInformation = malloc(dwLength);
    if (!GetTokenInformation(hToken, Class, lpInformation, dwLength, &dwLength)) {
        printf("GetTokenInformation error: %u\n", GetLastError());
        free(lpInformation);
        return NULL;
    }
    return lpInformation;
}

static BOOL HasLogonSid(HANDLE hToken)
{
    PTOKEN_GROUPS pGroups = QueryToken(hToken, TokenGroups);
    BOOL bFound = FALSE;
    DWORD i;

    for (i = 0; pGroups != NULL && i < pGroups->GroupCount; i++)
        if ((pGroups->Groups[i].Attributes & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID)
            bFound = TRUE;
    free(pGroups);
    return bFound;
}

/* S-1-5-32-rid */
static BOOL IsMemberOf(HANDLE hToken, DWORD dwRid)
{
    SID_IDENTIFIER_AUTHORITY NtAuthority = SECURITY_NT_AUTHORITY;
    SE_SID Group;
    BOOL bMember = FALSE;

    memset(&Group, 0, sizeof(Group));
    Group.Sid.Revision = SID_REVISION;
    Group.Sid.SubAuthorityCount = 2;
    Group.Sid.IdentifierAuthority = NtAuthority;
    Group.Sid.SubAuthority[0] = SECURITY_BUILTIN_DOMAIN_RID;
    memcpy(&Group.Buffer[sizeof(SID)], &dwRid, sizeof(dwRid));
    if (!CheckTokenMembership(hToken, &Group.Sid, &bMember))
        printf("CheckTokenMembership error: %u\n", GetLastError());
    return bMember;
}

/* Acts as the user for a moment. */
static void ActAs(HANDLE hToken)
{
    HANDLE hThreadToken;

    if (!ImpersonateLoggedOnUser(hToken)) {
        printf("ImpersonateLoggedOnUser error: %u\n", GetLastError());
        return;
    }
    EXPECT(IsMemberOf(NULL, DOMAIN_ALIAS_RID_USERS));
    EXPECT(!IsMemberOf(NULL, DOMAIN_ALIAS_RID_ADMINS));
    EXPECT(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &hThreadToken));
    EXPECT(!IsTokenRestricted(hThreadToken));
    EXPECT(CloseHandle(hThreadToken));
    EXPECT(RevertToSelf());
    EXPECT(!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &hThreadToken));
    EXPECT(GetLastError() == ERROR_NO_TOKEN);
}

/* The user's program gets less than the user has. */
static void ActWithLess(HANDLE hToken)
{
    PTOKEN_USER pUser = QueryToken(hToken, TokenUser);
    SID_AND_ATTRIBUTES Restricting;
    HANDLE hRestricted, hWorker;

    if (pUser == NULL)
        return;
    Restricting.Sid = pUser->User.Sid;
    Restricting.Attributes = 0;
    EXPECT(CreateRestrictedToken(hToken, DISABLE_MAX_PRIVILEGE, 0, NULL, 0, NULL, 1, &Restricting,
                                 &hRestricted));
    EXPECT(IsTokenRestricted(hRestricted));
    EXPECT(!IsMemberOf(hRestricted, DOMAIN_ALIAS_RID_USERS));
    EXPECT(GetLastError() == ERROR_NO_IMPERSONATION_TOKEN);
    EXPECT(DuplicateToken(hRestricted, SecurityIdentification, &hWorker));
    EXPECT(!IsMemberOf(hWorker, DOMAIN_ALIAS_RID_USERS)); /* not among the restricting SIDs */
    EXPECT(SetThreadToken(NULL, hWorker));
    EXPECT(RevertToSelf());
    EXPECT(CloseHandle(hWorker));
    EXPECT(CloseHandle(hRestricted));
    free(pUser);
}

/* A program that runs as the user who came over the network. */
static void StartProgram(void)
{
    STARTUPINFO StartupInfo;
    PROCESS_INFORMATION ProcessInformation;
    TOKEN_TYPE Type = TokenPrimary;
    DWORD dwLength;
    HANDLE hToken, hPrimary;

    EXPECT(LogonUser(L"carol", L".", L"secret", LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT,
                     &hToken));
    EXPECT(GetTokenInformation(hToken, TokenType, &Type, sizeof(Type), &dwLength));
    EXPECT(Type == TokenImpersonation);
    EXPECT(DuplicateTokenEx(hToken, TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_ASSIGN_PRIMARY, NULL,
                            SecurityImpersonation, TokenPrimary, &hPrimary));
    memset(&StartupInfo, 0, sizeof(StartupInfo));
    StartupInfo.cb = sizeof(StartupInfo);
    if (!CreateProcessAsUser(hPrimary, L"C:\\worker.exe", NULL, NULL, NULL, FALSE, 0, NULL, NULL,
                             &StartupInfo, &ProcessInformation)) {
        printf("CreateProcessAsUser error: %u\n", GetLastError());
        EXPECT(FALSE);
        return;
    }
    EXPECT(GetProcessId(ProcessInformation.hProcess) == ProcessInformation.dwProcessId);
    CloseHandle(ProcessInformation.hThread);
    CloseHandle(ProcessInformation.hProcess);
    CloseHandle(hPrimary);
    CloseHandle(hToken);
}

int service_main(void)
{
    TOKEN_ELEVATION_TYPE ElevationType = TokenElevationTypeDefault;
    LUID luid;
    DWORD dwLength;
    HANDLE hToken;

    EXPECT(!LogonUser(L"carol", L".", L"Secret", LOGON32_LOGON_INTERACTIVE,
                      LOGON32_PROVIDER_DEFAULT, &hToken));
    EXPECT(GetLastError() == ERROR_LOGON_FAILURE);
    if (!LogonUser(L"carol", L".", L"secret", LOGON32_LOGON_INTERACTIVE, LOGON32_PROVIDER_DEFAULT,
                   &hToken)) {
        printf("LogonUser error: %u\n", GetLastError());
        return FALSE;
    }
    EXPECT(HasLogonSid(hToken));
    EXPECT(GetTokenInformation(hToken, TokenElevationType, &ElevationType, sizeof(ElevationType),
                               &dwLength));
    EXPECT(ElevationType == TokenElevationTypeLimited);
    EXPECT(LookupPrivilegeValue(NULL, SE_TCB_NAME, &luid) && luid.LowPart == 7);
    ActAs(hToken);
    ActWithLess(hToken);
    EXPECT(CloseHandle(hToken));
    StartProgram();
    return TRUE;
}
