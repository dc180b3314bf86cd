/* The conditions of callback entries (access-check 2.11), asked in an access check. */
#ifndef SE_ACCESS_CONDITION_H
#define SE_ACCESS_CONDITION_H

#include "se/access/decide.h"
#include "se/condition.h"

/* Does the callback entry hold a condition? Others are nobody's business but their maker's. */
bool se_access_has_condition(const struct srm_world *w, const struct rtl_ace *ace);

/* What the condition says in the walk of that stage. */
NTSTATUS se_access_condition(const struct se_decision *decision, enum se_stage stage,
                             const struct rtl_ace *ace, bool denies, enum se_truth *truth);

#endif
