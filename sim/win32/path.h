/*
 * The names of Win32 as those of the object manager: \??\C:\docs for C:\docs, and a session's
 * \BaseNamedObjects for names of events and the like.
 */
#ifndef WIN32_PATH_H
#define WIN32_PATH_H

#include "win32/memory.h"

#define WIN32_PATH_MOST 1024u

/* A path that is put together. */
struct win32_path {
    WCHAR text[WIN32_PATH_MOST];
    UNICODE_STRING string; /* what was put together */
};

/* Of a file or a pipe. Not modelled: relative and other network paths, and too long ones. */
NTSTATUS win32_file_path(PETHREAD caller, LPCWSTR name, struct win32_path *path);

/*
 * Of a pipe on this computer, \\.\pipe\NAME. STATUS_OBJECT_PATH_NOT_FOUND without a name,
 * STATUS_OBJECT_NAME_INVALID for another form.
 */
NTSTATUS win32_pipe_path(PETHREAD caller, LPCWSTR name, struct win32_path *path);

/* Of a kernel object. Not modelled: a name that is too long. */
NTSTATUS win32_object_path(PETHREAD caller, LPCWSTR name, struct win32_path *path);

#endif
