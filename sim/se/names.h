/* Privileges and integrity levels by name, as scenarios and messages write them. */
#ifndef SE_NAMES_H
#define SE_NAMES_H

#include "se/token.h"

/* Privileges by name: "SeShutdownPrivilege"; 0 if there is none. */
LONG se_privilege_by_name(const char *name, size_t length);
/* NULL if there is none. */
const char *se_privilege_name(LONG privilege);

/* Integrity levels by name: "Low", "Medium" ... are SECURITY_MANDATORY_*_RID; false if none. */
bool se_integrity_by_name(const char *name, ULONG *rid);

#endif
