/* Files. Source: fileapi CreateFileW; access-check.md A-13. */
#include "ex/rules.h"
#include "ntsrm/fileapi.h"
#include "ntsrm/handleapi.h"
#include "ntsrm/winerror.h"
#include "win32/attributes.h"
#include "win32/last_error.h"
#include "win32/path.h"

#include "ntsrm/errhandlingapi.h"

struct creation {
    PETHREAD caller;
    LPCWSTR name;
    const SECURITY_ATTRIBUTES *attributes;
    DWORD desired, disposition, flags;
};

/* FILE_FLAG_* and what the native call has for it. */
static const struct {
    DWORD flag;
    ULONG option;
} options[] = {
    {FILE_FLAG_WRITE_THROUGH, FILE_WRITE_THROUGH},
    {FILE_FLAG_NO_BUFFERING, FILE_NO_INTERMEDIATE_BUFFERING},
    {FILE_FLAG_RANDOM_ACCESS, FILE_RANDOM_ACCESS},
    {FILE_FLAG_SEQUENTIAL_SCAN, FILE_SEQUENTIAL_ONLY},
    {FILE_FLAG_DELETE_ON_CLOSE, FILE_DELETE_ON_CLOSE},
    {FILE_FLAG_BACKUP_SEMANTICS, FILE_OPEN_FOR_BACKUP_INTENT},
};

static ULONG native_options(const struct srm_world *w, DWORD flags)
{
    ULONG native = flags & FILE_FLAG_OVERLAPPED ? 0 : FILE_SYNCHRONOUS_IO_NONALERT;

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (flags & options[i].flag)
            native |= options[i].option;
    if (!rule(w, win32_file, directories_too, (flags & FILE_FLAG_BACKUP_SEMANTICS) != 0))
        native |= FILE_NON_DIRECTORY_FILE;
    return native;
}

static ULONG native_disposition(DWORD disposition)
{
    static const ULONG native[] = {
        [CREATE_NEW] = FILE_CREATE,           [CREATE_ALWAYS] = FILE_OVERWRITE_IF,
        [OPEN_EXISTING] = FILE_OPEN,          [OPEN_ALWAYS] = FILE_OPEN_IF,
        [TRUNCATE_EXISTING] = FILE_OVERWRITE,
    };
    return native[disposition];
}

static NTSTATUS check(const struct creation *creation, HANDLE template_file)
{
    struct srm_world *w = creation->caller->header.world;
    const DWORD disposition = creation->disposition;

    if (!rule(w, win32_file, disposition_right,
              disposition >= CREATE_NEW && disposition <= TRUNCATE_EXISTING &&
                  (disposition != TRUNCATE_EXISTING || (creation->desired & GENERIC_WRITE))))
        return STATUS_INVALID_PARAMETER;
    return rule(w, win32_file, no_template, template_file == NULL)
               ? STATUS_SUCCESS
               : world_not_modelled(w, "a file after the model of another one");
}

/* What the flags say to the server at the other end of a pipe (IMP 6.8; C17). */
static SECURITY_QUALITY_OF_SERVICE quality_of_service(const struct creation *creation)
{
    const struct srm_world *w = creation->caller->header.world;
    const DWORD flags = creation->flags;
    bool no_level = (flags & SECURITY_DELEGATION) == 0 && !policy(w, sqos_without_level);

    return (SECURITY_QUALITY_OF_SERVICE){
        .Length = sizeof(SECURITY_QUALITY_OF_SERVICE),
        .ImpersonationLevel = rule(w, win32_file, level_left_open, no_level)
                                  ? SecurityImpersonation
                                  : (SECURITY_IMPERSONATION_LEVEL)(flags >> 16 & 3),
        .ContextTrackingMode = (flags & SECURITY_CONTEXT_TRACKING) != 0,
        .EffectiveOnly = (flags & SECURITY_EFFECTIVE_ONLY) != 0,
    };
}

static NTSTATUS create(const struct creation *creation, PHANDLE file, ULONG_PTR *information)
{
    struct win32_path path;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK block;
    const DWORD known = FILE_FLAG_OVERLAPPED | FILE_FLAG_WRITE_THROUGH | FILE_FLAG_NO_BUFFERING |
                        FILE_FLAG_RANDOM_ACCESS | FILE_FLAG_SEQUENTIAL_SCAN |
                        FILE_FLAG_DELETE_ON_CLOSE | FILE_FLAG_BACKUP_SEMANTICS |
                        SECURITY_VALID_SQOS_FLAGS;
    SECURITY_QUALITY_OF_SERVICE qos;
    NTSTATUS status = win32_file_path(creation->caller, creation->name, &path);

    if (NT_SUCCESS(status))
        status = win32_read_attributes(creation->caller, creation->attributes, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    attributes.ObjectName = &path.string;
    if (rule(creation->caller->header.world, win32_file, qos_given,
             (creation->flags & SECURITY_SQOS_PRESENT) != 0)) {
        qos = quality_of_service(creation);
        attributes.SecurityQualityOfService = &qos;
    }
    status = NtCreateFile(file, creation->desired | SYNCHRONIZE | FILE_READ_ATTRIBUTES, &attributes,
                          &block, NULL, creation->flags & ~known, 0,
                          native_disposition(creation->disposition),
                          native_options(creation->caller->header.world, creation->flags), NULL, 0);
    *information = block.Information;
    return status;
}

/* What a success leaves: whether the file was there, where it makes a difference. */
static void tell(const struct creation *creation, ULONG_PTR information)
{
    if (rule(creation->caller->header.world, win32_file, tells_what_was_there,
             creation->disposition == CREATE_ALWAYS || creation->disposition == OPEN_ALWAYS))
        SetLastError(information == FILE_CREATED ? ERROR_SUCCESS : ERROR_ALREADY_EXISTS);
}

HANDLE CreateFileW(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
                   LPSECURITY_ATTRIBUTES lpSecurityAttributes, DWORD dwCreationDisposition,
                   DWORD dwFlagsAndAttributes, HANDLE hTemplateFile)
{
    const struct creation creation = {
        .caller = ps_current_thread(),
        .name = lpFileName,
        .attributes = lpSecurityAttributes,
        .desired = dwDesiredAccess,
        .disposition = dwCreationDisposition,
        .flags = dwFlagsAndAttributes,
    };
    struct srm_world *w = creation.caller->header.world;
    ULONG_PTR information = 0;
    HANDLE file = NULL;
    NTSTATUS status;

    (void)dwShareMode; /* who else has the file open is not modelled */
    call_enter(w, RIGHTS_FACT("dwDesiredAccess", RTL_MAPPED_File, dwDesiredAccess),
               NUMBER_FACT("dwCreationDisposition", dwCreationDisposition),
               NUMBER_FACT("dwFlagsAndAttributes", dwFlagsAndAttributes));
    status = check(&creation, hTemplateFile);
    if (NT_SUCCESS(status))
        status = create(&creation, &file, &information);
    if (NT_SUCCESS(status)) {
        tell(&creation, information);
    } else {
        (void)(status == STATUS_OBJECT_NAME_COLLISION ? win32_error(ERROR_FILE_EXISTS)
                                                      : win32_result(status));
        file = INVALID_HANDLE_VALUE;
    }
    leave_value(w, FACT_HANDLE, (uintptr_t)file);
    return file;
}
