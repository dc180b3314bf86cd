/*
 * The privileges of one token. Privilege LUID n is bit n of the sets in struct se_token; bit 0
 * stands for every LUID that names no privilege, and no token has it.
 */
#ifndef SE_PRIVILEGES_H
#define SE_PRIVILEGES_H

#include "se/token.h"

/* Also those that do not exist. */
#define SE_PRIVILEGES_ALL UINT64_MAX

/* The privilege that a LUID names; 0 if there is none. */
LONG se_privilege_number(LUID luid);

/* How many privileges are in a set. */
ULONG se_privileges_count(uint64_t privileges);

/* SE_PRIVILEGE_ENABLED and SE_PRIVILEGE_ENABLED_BY_DEFAULT, of a privilege that the token has. */
uint32_t se_privilege_attributes(const struct se_token *token, LONG privilege);

/* Does the token hold the privilege, enabled? Rule privilege.held. */
bool se_privilege_held(const struct se_token *token, LONG privilege);

/*
 * Does the token hold what a PRIVILEGE_SET asks for? Control is the set's, entries are its
 * LUID_AND_ATTRIBUTES, which may be misaligned. What is enabled is marked as used whatever the
 * answer is.
 */
bool se_privileges_held(const struct se_token *token, DWORD control, void *entries, DWORD count);

/* Marks the entries whose privileges are in the set as used; how many those are. */
DWORD se_privileges_mark_used(uint64_t privileges, void *entries, DWORD count);

/*
 * A PRIVILEGE_SET of privileges that were used: its size, at least that of one privilege, and the
 * set itself, whose memory may be misaligned.
 */
ULONG se_privilege_set_size(uint64_t used);
void se_privilege_set_write(uint64_t used, void *to);

#endif
