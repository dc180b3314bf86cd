/*
 * The basic types of NT, spelled as NT spells them.
 *
 * The sizes are NT's, not the host's: LONG, ULONG and DWORD are 32 bits everywhere, although
 * `long` is not. WCHAR is the host's wchar_t, so that L"SeShutdownPrivilege" works; lengths in a
 * UNICODE_STRING are bytes of that wchar_t.
 *
 * BOOL, TRUE and FALSE clash with X11's and Objective-C's: do not include those headers in the
 * same file. A Windows build has the real headers, so that this one refuses to take part in it.
 */
#ifndef NTSRM_NTDEF_H
#define NTSRM_NTDEF_H

#ifdef _WIN32
#error "ntsrm's NT headers stand in for the Windows headers and cannot be used on Windows itself"
#endif

#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

/* What stands between them is what the shared library exports. */
#define NTSRM_VISIBLE _Pragma("GCC visibility push(default)")
#define NTSRM_HIDDEN  _Pragma("GCC visibility pop")

#ifdef __cplusplus
#define NTSRM_CAST(type, value) (static_cast<type>(value))
#define NTSRM_HANDLE(value)     (reinterpret_cast<HANDLE>(static_cast<LONG_PTR>(value)))
#define NTSRM_BEGIN          \
    NTSRM_VISIBLE extern "C" \
    {
#define NTSRM_END \
    }             \
    NTSRM_HIDDEN
#else
#define NTSRM_CAST(type, value) ((type)(value))
#define NTSRM_HANDLE(value)     ((HANDLE)(LONG_PTR)(value))
#define NTSRM_BEGIN             NTSRM_VISIBLE
#define NTSRM_END               NTSRM_HIDDEN
#endif

/* Calling conventions mean nothing here. */
#define NTAPI
#define WINAPI

/* Directions of parameters, for the reader only. */
#ifndef IN
#define IN
#endif
#ifndef OUT
#define OUT
#endif
#ifndef OPTIONAL
#define OPTIONAL
#endif
#ifndef _In_
#define _In_
#define _In_opt_
#define _In_reads_opt_(size)
#define _In_reads_bytes_(size)
#define _In_reads_bytes_opt_(size)
#define _Inout_
#define _Inout_opt_
#define _Out_
#define _Out_opt_
#define _Out_writes_bytes_(size)
#define _Out_writes_bytes_opt_(size)
#define _Outptr_
#define _Outptr_opt_
#define _Reserved_
#define _Ret_maybenull_
#define _Must_inspect_result_
#define _Use_decl_annotations_
#define _IRQL_requires_max_(irql)
#endif

#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif

/* A macro, so that `f(VOID)` declares a function without parameters in C++ too. */
#define VOID  void
#define CONST const

typedef void *PVOID, *LPVOID;
typedef const void *LPCVOID, *PCVOID;

typedef char CHAR, CCHAR, *PCHAR, *PSTR, *LPSTR;
typedef const char *PCSTR, *LPCSTR;
typedef unsigned char UCHAR, *PUCHAR;
typedef unsigned char BYTE, *PBYTE, *LPBYTE;
typedef UCHAR BOOLEAN, *PBOOLEAN;
typedef int BOOL, *PBOOL, *LPBOOL;
typedef int INT, *PINT;
typedef unsigned int UINT, *PUINT;
typedef int16_t SHORT, *PSHORT;
typedef uint16_t USHORT, *PUSHORT;
typedef uint16_t WORD, *PWORD, *LPWORD;
typedef int32_t LONG, *PLONG, *LPLONG;
typedef uint32_t ULONG, *PULONG;
typedef uint32_t DWORD, *PDWORD, *LPDWORD;
#define MAXDWORD 0xFFFFFFFFu
typedef int64_t LONGLONG, *PLONGLONG;
typedef uint64_t ULONGLONG, *PULONGLONG;
typedef intptr_t LONG_PTR, *PLONG_PTR;
typedef uintptr_t ULONG_PTR, *PULONG_PTR;
typedef uintptr_t DWORD_PTR, *PDWORD_PTR;
typedef size_t SIZE_T, *PSIZE_T;

typedef wchar_t WCHAR, *PWCHAR, *PWSTR, *LPWSTR;
typedef const wchar_t *PCWSTR, *LPCWSTR;

/* Strings as the program prefers them: wide where it defines UNICODE, else of char. */
#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR;
typedef LPWSTR PTSTR, LPTSTR;
typedef LPCWSTR PCTSTR, LPCTSTR;
#define NTSRM_TEXT(quote) L##quote
#else
typedef CHAR TCHAR, *PTCHAR;
typedef LPSTR PTSTR, LPTSTR;
typedef LPCSTR PCTSTR, LPCTSTR;
#define NTSRM_TEXT(quote) quote
#endif
#define TEXT(quote) NTSRM_TEXT(quote)

/* A globally unique identifier; in a list of object types it names a kind of object, a set of
 * properties, a property or an extended right. */
typedef struct _GUID {
    ULONG Data1;
    USHORT Data2;
    USHORT Data3;
    UCHAR Data4[8];
} GUID, *PGUID, *LPGUID;
typedef const GUID *LPCGUID;

/* An index into the handle table of a process; never a pointer, in spite of the type. */
typedef void *HANDLE, **PHANDLE, **LPHANDLE;

/* The result of a native call; names and values are in ntstatus.h. */
typedef int32_t NTSTATUS, *PNTSTATUS;

/* What drivers write for checkers and compilers: nothing here. */
#define UNREFERENCED_PARAMETER(P) ((void)(P))
#define PAGED_CODE()              ((void)0)

/* The two top bits of a status are its severity: success, information, warning, error. */
#define NT_SUCCESS(Status)     (NTSRM_CAST(NTSTATUS, Status) >= 0)
#define NT_INFORMATION(Status) ((NTSRM_CAST(ULONG, Status) >> 30) == 1u)
#define NT_WARNING(Status)     ((NTSRM_CAST(ULONG, Status) >> 30) == 2u)
#define NT_ERROR(Status)       ((NTSRM_CAST(ULONG, Status) >> 30) == 3u)

/*
 * The NT that is modelled has 64 bits. Where callers state the length of a structure as a number,
 * it is the same on a machine of 32 bits: what its pointers lack there lies beside them.
 */
#if UINTPTR_MAX > 0xFFFFFFFFu
#define NTSRM_UPPER_HALF(name)
#else
#define NTSRM_UPPER_HALF(name) ULONG name;
#endif

/* A 64-bit number that can be taken apart. */
typedef union _LARGE_INTEGER {
    __extension__ struct {
#if defined(__BYTE_ORDER__) && defined(__ORDER_BIG_ENDIAN__) && \
    __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        LONG HighPart;
        ULONG LowPart;
#else
        ULONG LowPart;
        LONG HighPart;
#endif
    };
    LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

/* A locally unique identifier: of a privilege, a logon session, a token object, a change. */
typedef struct _LUID {
    ULONG LowPart;
    LONG HighPart;
} LUID, *PLUID;

/* A counted string; Length and MaximumLength are bytes, and Buffer need not be terminated. */
typedef struct _UNICODE_STRING {
    USHORT Length;
    USHORT MaximumLength;
    PWSTR Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;

/* How the object that a native call opens or makes is found, and what it is to be like. */
typedef struct _OBJECT_ATTRIBUTES {
    ULONG Length; /* sizeof(OBJECT_ATTRIBUTES), else STATUS_INVALID_PARAMETER */
    HANDLE RootDirectory;
    PUNICODE_STRING ObjectName;
    ULONG Attributes; /* OBJ_* */
    PVOID SecurityDescriptor;
    PVOID SecurityQualityOfService; /* PSECURITY_QUALITY_OF_SERVICE */
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;
typedef const OBJECT_ATTRIBUTES *PCOBJECT_ATTRIBUTES;

#define OBJ_INHERIT                       0x00000002u
#define OBJ_PERMANENT                     0x00000010u
#define OBJ_EXCLUSIVE                     0x00000020u
#define OBJ_CASE_INSENSITIVE              0x00000040u
#define OBJ_OPENIF                        0x00000080u
#define OBJ_OPENLINK                      0x00000100u
#define OBJ_KERNEL_HANDLE                 0x00000200u
#define OBJ_FORCE_ACCESS_CHECK            0x00000400u
#define OBJ_IGNORE_IMPERSONATED_DEVICEMAP 0x00000800u
#define OBJ_DONT_REPARSE                  0x00001000u

/* Fills an OBJECT_ATTRIBUTES; SecurityQualityOfService becomes NULL and is set afterwards. */
#define InitializeObjectAttributes(p, n, a, r, s) \
    do {                                          \
        (p)->Length = sizeof(OBJECT_ATTRIBUTES);  \
        (p)->RootDirectory = (r);                 \
        (p)->ObjectName = (n);                    \
        (p)->Attributes = (a);                    \
        (p)->SecurityDescriptor = (s);            \
        (p)->SecurityQualityOfService = NULL;     \
    } while (0)

/* Who made a call: UserMode callers have their pointers probed and their access checked. */
typedef CCHAR KPROCESSOR_MODE;
typedef enum _MODE { KernelMode = 0, UserMode = 1, MaximumMode = 2 } MODE;

/* Process and thread by their ids, as a message or a lookup names them. */
typedef struct _CLIENT_ID {
    HANDLE UniqueProcess;
    HANDLE UniqueThread;
} CLIENT_ID, *PCLIENT_ID;

#endif
