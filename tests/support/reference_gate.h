/*
 * The impersonation gate, transcribed from the table of impersonation.md 3.4 without the model's
 * rules: may a thread of this process use that token at that level?
 */
#ifndef TESTS_SUPPORT_REFERENCE_GATE_H
#define TESTS_SUPPORT_REFERENCE_GATE_H

#include "se/token.h"

/* How the contested points were set; false is the standard answer. */
struct reference_policies {
    bool anonymous_refused;  /* anonymous-token: refuse (C4) */
    bool restricted_refused; /* restricted-token: refuse (C6) */
    bool presence_counts;    /* privilege-state: present (C20) */
    bool lowbox_off;         /* lowbox-gate: off (G8) */
    bool elevation_off;      /* elevation-gate: off (G9) */
};

bool reference_gate_allows(enum srm_profile version, const struct reference_policies *policies,
                           const struct se_token *process, const struct se_token *token,
                           SECURITY_IMPERSONATION_LEVEL level);

#endif
