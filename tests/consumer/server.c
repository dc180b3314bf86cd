/* The dispatch routine of a server that does its work as its client. */
#include <Ntifs.h>

#include "consumer.h"
#include "server.h"

#define DbgPrint printf

/* Makes a primary token of what the thread impersonates, as one would for a worker process. */
static NTSTATUS
ServerMakePrimaryToken(
    _Out_ PHANDLE PrimaryToken
    )
{
    OBJECT_ATTRIBUTES objectAttributes;
    SECURITY_QUALITY_OF_SERVICE qos;
    HANDLE threadToken;
    NTSTATUS status;

    status = ZwOpenThreadToken(NtCurrentThread(), TOKEN_DUPLICATE, TRUE, &threadToken);
    if (!NT_SUCCESS(status)) {
        DbgPrint("ZwOpenThreadToken failed: %08lx\n", status);
        return status;
    }

    qos.Length = sizeof(SECURITY_QUALITY_OF_SERVICE);
    qos.ImpersonationLevel = SecurityImpersonation;
    qos.ContextTrackingMode = SECURITY_STATIC_TRACKING;
    qos.EffectiveOnly = FALSE;
    InitializeObjectAttributes(&objectAttributes, NULL, OBJ_KERNEL_HANDLE, NULL, NULL);
    objectAttributes.SecurityQualityOfService = &qos;

    status = ZwDuplicateToken(threadToken,
                              TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY | TOKEN_DUPLICATE,
                              &objectAttributes,
                              FALSE,
                              TokenPrimary,
                              PrimaryToken);
    ZwClose(threadToken);
    return status;
}

static VOID
ServerLookAtClient(
    _Inout_ PSERVER_EXTENSION Extension
    )
{
    BOOLEAN copyOnOpen, effectiveOnly;
    SECURITY_IMPERSONATION_LEVEL level;
    PACCESS_TOKEN token;

    token = PsReferenceImpersonationToken(PsGetCurrentThread(),
                                          &copyOnOpen,
                                          &effectiveOnly,
                                          &level);
    EXPECT(token != NULL);
    if (token != NULL) {
        DbgPrint("the client is served at level %d, copy on open %d, effective only %d\n",
                 level, copyOnOpen, effectiveOnly);
        Extension->LevelSeen = level;
        EXPECT(copyOnOpen == TRUE);
        EXPECT(!SeTokenIsRestricted(token));
        PsDereferenceImpersonationToken(token);
    }
}

static NTSTATUS
ServerConnect(
    IN OUT PSERVER_EXTENSION Extension,
    IN PETHREAD ClientThread,
    IN SECURITY_CONTEXT_TRACKING_MODE TrackingMode
    )
{
    SECURITY_QUALITY_OF_SERVICE qos;
    NTSTATUS status;

    qos.Length = sizeof(SECURITY_QUALITY_OF_SERVICE);
    qos.ImpersonationLevel = SecurityImpersonation;
    qos.ContextTrackingMode = TrackingMode;
    qos.EffectiveOnly = FALSE;

    status = SeCreateClientSecurity(ClientThread, &qos, FALSE, &Extension->ClientContext);
    DbgPrint("SeCreateClientSecurity: %08lx\n", status);
    Extension->Connected = NT_SUCCESS(status);
    return status;
}

static NTSTATUS
ServerWork(
    IN OUT PSERVER_EXTENSION Extension
    )
{
    SECURITY_SUBJECT_CONTEXT subjectContext;
    HANDLE primaryToken;
    NTSTATUS status;

    status = SeImpersonateClientEx(&Extension->ClientContext, NULL);
    DbgPrint("SeImpersonateClientEx: %08lx\n", status);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    ServerLookAtClient(Extension);

    SeCaptureSubjectContext(&subjectContext);
    SeLockSubjectContext(&subjectContext);
    EXPECT(SeQuerySubjectContextToken(&subjectContext) == Extension->ClientContext.ClientToken ||
           Extension->LevelSeen < SecurityImpersonation);
    SeUnlockSubjectContext(&subjectContext);
    SeReleaseSubjectContext(&subjectContext);

    status = ServerMakePrimaryToken(&primaryToken);
    DbgPrint("a primary token of the client: %08lx\n", status);
    if (NT_SUCCESS(status)) {
        ZwClose(primaryToken);
    }

    SeStopImpersonatingClient();
    EXPECT(!PsIsThreadImpersonating(PsGetCurrentThread()));
    return status;
}

NTSTATUS
ServerDispatch(
    _Inout_ PSERVER_EXTENSION Extension,
    _In_ PSERVER_REQUEST Request
    )
{
    switch (Request->Function) {

    case SERVER_CONNECT:
        return ServerConnect(Extension, Request->ClientThread, Request->TrackingMode);

    case SERVER_WORK:
        return Extension->Connected ? ServerWork(Extension) : STATUS_PIPE_DISCONNECTED;

    case SERVER_DISCONNECT:
        if (Extension->Connected) {
            SeDeleteClientSecurity(&Extension->ClientContext);
            Extension->Connected = FALSE;
        }
        return STATUS_SUCCESS;

    default:
        return STATUS_INVALID_DEVICE_REQUEST;
    }
}
