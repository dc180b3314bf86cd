/* Sources: fileio naming-a-file; termserv kernel-object-namespaces. */
#include "win32/path.h"

#include "ex/rules.h"

/* ---- putting together ---- */

static void begin(struct win32_path *path)
{
    path->string = (UNICODE_STRING){.Buffer = path->text};
}

/* False if it does not fit. */
static bool add(struct win32_path *path, WCHAR character)
{
    const size_t length = path->string.Length / sizeof(WCHAR);

    if (length == WIN32_PATH_MOST)
        return false;
    path->text[length] = character;
    path->string.Length = (USHORT)(path->string.Length + sizeof(WCHAR));
    path->string.MaximumLength = path->string.Length;
    return true;
}

static void add_ascii(struct win32_path *path, const char *text)
{
    while (*text)
        (void)add(path, (WCHAR)*text++);
}

static void add_number(struct win32_path *path, ULONG number)
{
    if (number >= 10)
        add_number(path, number / 10);
    (void)add(path, (WCHAR)('0' + number % 10));
}

/* slashes: those of the name are separators, too. */
static bool add_name(struct win32_path *path, LPCWSTR name, bool slashes)
{
    bool fits = true;

    while (fits && *name) {
        fits = add(path, slashes && *name == '/' ? (WCHAR)'\\' : *name);
        name++;
    }
    return fits;
}

/* How many characters of `name` this is the beginning of, in either case; 0 if it is none. */
static size_t prefix(LPCWSTR name, const char *beginning)
{
    size_t i = 0;

    while (beginning[i]) {
        WCHAR letter = name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i];

        if (letter != (WCHAR)beginning[i])
            return 0;
        i++;
    }
    return i;
}

/* ---- files ---- */

static bool has_drive(LPCWSTR name)
{
    bool letter = (name[0] >= 'A' && name[0] <= 'Z') || (name[0] >= 'a' && name[0] <= 'z');

    return letter && name[1] == ':' && (name[2] == '\\' || name[2] == '/');
}

/* \\COMPUTER\pipe\... */
static bool is_remote_pipe(LPCWSTR name)
{
    size_t i = prefix(name, "\\\\");

    if (i == 0)
        return false;
    while (name[i] && name[i] != '\\')
        i++;
    return prefix(name + i, "\\pipe\\") > 0;
}

NTSTATUS win32_file_path(PETHREAD caller, LPCWSTR name, struct win32_path *path)
{
    struct srm_world *w = caller->header.world;
    NTSTATUS status = win32_touch(caller, name);
    size_t device;

    if (!NT_SUCCESS(status))
        return status;
    device = prefix(name, "\\\\?\\") + prefix(name, "\\\\.\\");
    begin(path);
    add_ascii(path, "\\??\\");
    if (rule(w, win32_name, remote_pipe, !device && is_remote_pipe(name))) {
        add_ascii(path, "UNC\\");
        device = 2;
    }
    if (!rule(w, win32_name, whole_path,
              (device || has_drive(name)) && add_name(path, name + device, !device)))
        return world_not_modelled(w, "a path that begins without a drive, or is that long");
    return STATUS_SUCCESS;
}

NTSTATUS win32_pipe_path(PETHREAD caller, LPCWSTR name, struct win32_path *path)
{
    const struct srm_world *w = caller->header.world;

    if (!rule(w, win32_pipe, name_given, name != NULL))
        return STATUS_OBJECT_PATH_NOT_FOUND;
    NTSTATUS status = win32_touch(caller, name);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule(w, win32_pipe, name_of_pipe, prefix(name, "\\\\.\\pipe\\") > 0))
        return STATUS_OBJECT_NAME_INVALID;
    return win32_file_path(caller, name, path);
}

/* ---- kernel objects ---- */

NTSTATUS win32_object_path(PETHREAD caller, LPCWSTR name, struct win32_path *path)
{
    struct srm_world *w = caller->header.world;
    const ULONG session = caller->process->token->SessionId;
    NTSTATUS status = win32_touch(caller, name);
    size_t global, local;

    if (!NT_SUCCESS(status))
        return status;
    global = prefix(name, "global\\");
    local = prefix(name, "local\\");
    begin(path);
    if (!rule(w, win32_name, global, global > 0 || session == 0)) {
        add_ascii(path, "\\Sessions\\");
        add_number(path, session);
    }
    add_ascii(path, "\\BaseNamedObjects\\");
    if (!rule(w, win32_name, fits, add_name(path, name + global + local, false)))
        return world_not_modelled(w, "a name that long");
    return STATUS_SUCCESS;
}
