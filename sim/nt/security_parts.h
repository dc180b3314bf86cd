/*
 * Which parts of an object's descriptor a call names by SECURITY_INFORMATION, and the object, if
 * the handle has the rights that they take. Source: access-check.md T-23.
 */
#ifndef NT_SECURITY_PARTS_H
#define NT_SECURITY_PARTS_H

#include "nt/security.h"

/* What a call wants of an object's descriptor; bits that the version does not know are gone. */
struct nt_security_access {
    SECURITY_INFORMATION parts; /* a backup names every part */
    ACCESS_MASK needed;
};

enum nt_security_purpose { NT_SECURITY_READ, NT_SECURITY_SET };

struct nt_security_access nt_security_access(const struct srm_world *w, SECURITY_INFORMATION wanted,
                                             enum nt_security_purpose purpose);

/* Borrowed. STATUS_INVALID_HANDLE; STATUS_ACCESS_DENIED. */
NTSTATUS nt_described_object(PETHREAD caller, HANDLE handle, struct nt_security_access access,
                             struct ob_header **object);

#endif
