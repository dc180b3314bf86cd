/*
 * The impersonation gate: may threads of a process use a token at a level, or do they get a copy
 * at SecurityIdentification? It decides, it changes nothing.
 *
 * The process is that of the thread that is to impersonate, whoever makes the call.
 * Facts: impersonation.md 3.4, G0-G10, in that order.
 */
#ifndef SE_GATE_H
#define SE_GATE_H

#include "se/token.h"

enum se_gate_verdict {
    SE_GATE_ALLOWS,
    SE_GATE_REFUSES,
    SE_GATE_REFUSES_UNRESTRICTED, /* a restricted process, an unrestricted token of its user */
};

enum se_gate_verdict se_gate(const struct srm_world *w, const struct se_token *process_token,
                             const struct se_token *token, SECURITY_IMPERSONATION_LEVEL level);

#endif
