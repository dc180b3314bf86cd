#include "win32/attributes.h"

NTSTATUS win32_read_attributes(PETHREAD caller, const SECURITY_ATTRIBUTES *given,
                               OBJECT_ATTRIBUTES *out)
{
    SECURITY_ATTRIBUTES read = {.bInheritHandle = FALSE};
    NTSTATUS status = given ? win32_read(caller, &read, given, sizeof read) : STATUS_SUCCESS;

    *out = (OBJECT_ATTRIBUTES){
        .Length = sizeof *out,
        .Attributes = read.bInheritHandle ? OBJ_INHERIT : 0,
        .SecurityDescriptor = read.lpSecurityDescriptor,
    };
    return status;
}
