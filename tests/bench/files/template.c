#include "bench/files/template.h"

#include <stdio.h>
#include <unistd.h>

/* About 45 lines and 1.5 KB, one case; its number makes it unique. */
static const char template[] =
    "scenario: dynamic-tracking-shows-later-changes-%zu\n"
    "title: With dynamic tracking the server sees what the client changes afterwards\n"
    "source: ntifs SeCreateClientSecurity, remarks\n"
    "rules: [client.dynamic_local_is_reference]\n"
    "\n"
    "accounts: {alice: S-1-5-21-1-2-3-%zu}\n"
    "tokens:\n"
    "  alice-token:\n"
    "    user: alice\n"
    "    groups: [Everyone, Users]\n"
    "    privileges: {SeShutdownPrivilege: enabled}\n"
    "    integrity: Medium\n"
    "  service:\n"
    "    user: LocalService\n"
    "    privileges: {SeImpersonatePrivilege: enabled}\n"
    "    integrity: System\n"
    "processes:\n"
    "  client: {token: alice-token, threads: [c]}\n"
    "  server: {token: service, threads: [s]}\n"
    "\n"
    "steps:\n"
    "  - call: SeCreateClientSecurity\n"
    "    thread: s\n"
    "    in:\n"
    "      ClientThread: c\n"
    "      RemoteSession: false\n"
    "      ClientSecurityQos:\n"
    "        ImpersonationLevel: SecurityImpersonation\n"
    "        ContextTrackingMode: SECURITY_DYNAMIC_TRACKING\n"
    "    out: {ClientContext: ctx}\n"
    "    expect: STATUS_SUCCESS\n"
    "    check:\n"
    "      ctx: {DirectlyAccessClientToken: true, ClientToken: client.token}\n"
    "  - call: NtAdjustPrivilegesToken\n"
    "    thread: c\n"
    "    in: {TokenHandle: client.token, DisableAllPrivileges: true}\n"
    "    expect: STATUS_SUCCESS\n"
    "  - call: SeImpersonateClientEx\n"
    "    thread: s\n"
    "    in: {ClientContext: ctx}\n"
    "    expect: STATUS_SUCCESS\n"
    "    because: gate.privilege_held\n"
    "    check:\n"
    "      s:\n"
    "        impersonates: client.token\n"
    "        level: SecurityImpersonation\n"
    "        privileges: {SeShutdownPrivilege: disabled}\n";

void template_path(char *path, size_t size, const char *folder, size_t index)
{
    snprintf(path, size, "%s/s%05zu.yaml", folder, index);
}

bool template_write(const char *folder, size_t files)
{
    char path[256];

    for (size_t i = 0; i < files; i++) {
        template_path(path, sizeof path, folder, i);
        FILE *file = fopen(path, "w");
        if (!file)
            return false;
        fprintf(file, template, i, 1000 + i);
        fclose(file);
    }
    return true;
}

void template_remove(const char *folder, size_t files)
{
    char path[256];

    for (size_t i = 0; i < files; i++) {
        template_path(path, sizeof path, folder, i);
        unlink(path);
    }
    rmdir(folder);
}
