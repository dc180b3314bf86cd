/*
 * The published access check, transcribed literally and slowly (access-check.md 2.2 to 2.8): entry
 * after entry, remaining rights, early stop. It shares no code with the model; the two are compared
 * on random input.
 */
#ifndef TESTS_SUPPORT_REFERENCE_ACCESS_H
#define TESTS_SUPPORT_REFERENCE_ACCESS_H

#include "rtl/descriptor.h"
#include "se/token.h"

struct reference_question {
    const struct se_token *token; /* the one that is judged */
    bool impersonating;
    SECURITY_IMPERSONATION_LEVEL level;
    bool kernel_mode;
    bool since_vista; /* integrity and OWNER RIGHTS exist */
    bool since_xp;    /* write-restricted tokens exist */
    const struct rtl_descriptor *descriptor;
    const GENERIC_MAPPING *mapping;
    ACCESS_MASK desired;
};

/* *granted is 0 unless the status is STATUS_SUCCESS. */
NTSTATUS reference_access_check(const struct reference_question *question, ACCESS_MASK *granted);

#endif
