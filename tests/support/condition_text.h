/*
 * Conditions and claims for tests, written short. A condition is written as it lies in memory, its
 * elements apart by spaces, operands first:
 *
 *   u.clr 1 == l.name {"a" "b"} Contains &&
 *
 * Attributes: l. local, u. user, d. device, r. resource. Literals: 5 and 0x5 without a sign, +5,
 * -5, "text", #0a0b, SID(BA), {...}. \uXXXX in texts is a code unit. Operators are those of SDDL.
 * xHH is any byte.
 */
#ifndef TESTS_SUPPORT_CONDITION_TEXT_H
#define TESTS_SUPPORT_CONDITION_TEXT_H

#include "rtl/bytes.h"
#include "se/design.h"

/* The application data of an entry, with the signature, appended. */
void put_condition(struct rtl_bytes *out, const char *text);

/*
 * A claim: name, '=', values as in a condition. Its type is that of the first value, unless one
 * stands behind the name: "clr:BOOLEAN=1", also UINT64, INT64; no values, and a type: "a:STRING=".
 * "clr!4=..." has flags 4.
 */
void put_claim(struct rtl_bytes *out, const char *text);

/* The same for a design, as many as there are lines in the text. */
void add_claims_from(struct se_design *design, enum se_claims_source source, const char *lines);

#endif
