/* A server of the kernel side, as a file system or a protocol driver is one. */
#ifndef SERVER_H
#define SERVER_H

#include <ntifs.h>

typedef struct _SERVER_EXTENSION {
    SECURITY_CLIENT_CONTEXT ClientContext;
    BOOLEAN Connected;
    SECURITY_IMPERSONATION_LEVEL LevelSeen; /* at which the last request was served */
} SERVER_EXTENSION, *PSERVER_EXTENSION;

#define SERVER_CONNECT    0x01
#define SERVER_WORK       0x02
#define SERVER_DISCONNECT 0x03

typedef struct _SERVER_REQUEST {
    ULONG Function;
    PETHREAD ClientThread;
    SECURITY_CONTEXT_TRACKING_MODE TrackingMode;
} SERVER_REQUEST, *PSERVER_REQUEST;

NTSTATUS
ServerDispatch(_Inout_ PSERVER_EXTENSION Extension, _In_ PSERVER_REQUEST Request);

#endif
