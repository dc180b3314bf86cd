#include "support/pipes.h"

#include "support/stage.h"
#include "support/suite.h"

#include <string.h>

NTSTATUS pipe_make(PETHREAD server, const char *name, PHANDLE handle)
{
    SECURITY_DESCRIPTOR open_to_all = {.Revision = SECURITY_DESCRIPTOR_REVISION,
                                       .Control = SE_DACL_PRESENT};
    LARGE_INTEGER timeout = {.QuadPart = -1};
    struct named_name spelled;
    IO_STATUS_BLOCK block;
    NTSTATUS status;

    act_as(server);
    named_attributes(&spelled, name, 0);
    status = NtCreateNamedPipeFile(
        handle, FILE_ALL_ACCESS, &spelled.attributes, &block, FILE_SHARE_READ | FILE_SHARE_WRITE,
        FILE_OPEN, 0, FILE_PIPE_MESSAGE_TYPE, FILE_PIPE_MESSAGE_MODE, 0, 3, 64, 64, &timeout);
    if (status != STATUS_OBJECT_NAME_NOT_FOUND)
        return status;
    spelled.attributes.SecurityDescriptor = &open_to_all;
    return NtCreateNamedPipeFile(
        handle, FILE_ALL_ACCESS, &spelled.attributes, &block, FILE_SHARE_READ | FILE_SHARE_WRITE,
        FILE_CREATE, 0, FILE_PIPE_MESSAGE_TYPE, FILE_PIPE_MESSAGE_MODE, 0, 3, 64, 64, &timeout);
}

NTSTATUS pipe_open(PETHREAD client, const char *name, struct pipe_qos qos, PHANDLE handle)
{
    SECURITY_QUALITY_OF_SERVICE wanted = {
        .Length = sizeof wanted,
        .ImpersonationLevel = qos.level,
        .ContextTrackingMode = qos.tracking,
        .EffectiveOnly = qos.effective_only,
    };
    struct named_name spelled;
    IO_STATUS_BLOCK block;

    act_as(client);
    named_attributes(&spelled, name, 0);
    if (!qos.none)
        spelled.attributes.SecurityQualityOfService = &wanted;
    return NtOpenFile(handle, GENERIC_READ | GENERIC_WRITE, &spelled.attributes, &block,
                      FILE_SHARE_READ | FILE_SHARE_WRITE, 0);
}

struct pipe_ends pipe_connect(PETHREAD server, PETHREAD client, struct pipe_qos qos)
{
    struct pipe_ends ends = {.server_thread = server, .client_thread = client};

    ck_assert_status(pipe_make(server, "\\??\\pipe\\door", &ends.server), STATUS_SUCCESS);
    ck_assert_status(pipe_open(client, "\\??\\pipe\\door", qos, &ends.client), STATUS_SUCCESS);
    act_as(server);
    return ends;
}

NTSTATUS pipe_write(PETHREAD thread, HANDLE end, const char *text, PIO_STATUS_BLOCK block)
{
    union {
        const char *constant;
        void *variable; /* which nothing is written to */
    } buffer = {.constant = text};

    act_as(thread);
    return NtWriteFile(end, NULL, NULL, NULL, block, buffer.variable, (ULONG)strlen(text), NULL,
                       NULL);
}

NTSTATUS pipe_read(PETHREAD thread, HANDLE end, void *buffer, ULONG length, PIO_STATUS_BLOCK block)
{
    act_as(thread);
    return NtReadFile(end, NULL, NULL, NULL, block, buffer, length, NULL, NULL);
}

NTSTATUS pipe_control(PETHREAD thread, HANDLE end, ULONG code, PIO_STATUS_BLOCK block)
{
    act_as(thread);
    return NtFsControlFile(end, NULL, NULL, NULL, block, code, NULL, 0, NULL, 0);
}
