/* What many parts of the Win32 API take: the security of a new object, the start of a thread. */
#ifndef NTSRM_MINWINBASE_H
#define NTSRM_MINWINBASE_H

#include "winnt.h"

/* The descriptor of a new object, and whether its handle is inherited by new processes. */
typedef struct _SECURITY_ATTRIBUTES {
    DWORD nLength;               /* sizeof(SECURITY_ATTRIBUTES); ntsrm does not look at it */
    LPVOID lpSecurityDescriptor; /* NULL: the usual descriptor */
    BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

/* A call that does not wait for its end. */
typedef struct _OVERLAPPED {
    ULONG_PTR Internal;     /* the NTSTATUS */
    ULONG_PTR InternalHigh; /* the bytes that were moved */
    __extension__ union {
        __extension__ struct {
            DWORD Offset;
            DWORD OffsetHigh;
        };
        PVOID Pointer;
    };
    HANDLE hEvent; /* NULL: nobody waits for events here */
} OVERLAPPED, *LPOVERLAPPED;

/* Where a thread would begin. */
typedef DWORD(WINAPI *PTHREAD_START_ROUTINE)(LPVOID lpThreadParameter);
typedef PTHREAD_START_ROUTINE LPTHREAD_START_ROUTINE;

#endif
