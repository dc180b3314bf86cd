/*
 * Integrity levels as SIDs: S-1-16-n, where n is a SECURITY_MANDATORY_*_RID (access-check T-18).
 */
#ifndef RTL_INTEGRITY_H
#define RTL_INTEGRITY_H

#include "rtl/sid.h"

/* The SID of a level. */
void rtl_integrity_to_sid(ULONG level, SE_SID *out);

/* The level that a SID stands for; false if it stands for none. */
bool rtl_integrity_from_sid(const SID *sid, ULONG *level);

#endif
