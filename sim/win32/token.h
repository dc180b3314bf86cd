/*
 * Steps that several functions take with tokens between their beginning and their end. All of them
 * go through handles, so that they show in the trace.
 */
#ifndef WIN32_TOKEN_H
#define WIN32_TOKEN_H

#include "ps/thread.h"

/* Static tracking, and nothing left out. */
SECURITY_QUALITY_OF_SERVICE win32_qos(SECURITY_IMPERSONATION_LEVEL level);

/* An impersonation token like an existing one, whose handle needs TOKEN_DUPLICATE. */
NTSTATUS win32_copy_token(HANDLE existing, ACCESS_MASK desired, SECURITY_IMPERSONATION_LEVEL level,
                          PHANDLE copy);

/*
 * The same of the calling process's token. It is opened with TOKEN_DUPLICATE and these rights, in
 * the context of what the thread impersonates.
 */
NTSTATUS win32_copy_process_token(ACCESS_MASK opened, ACCESS_MASK desired,
                                  SECURITY_IMPERSONATION_LEVEL level, PHANDLE copy);

/* What a thread impersonates becomes the token of that handle, or nothing for NULL. */
NTSTATUS win32_set_token(HANDLE thread, HANDLE token);

#endif
