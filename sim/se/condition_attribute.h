/*
 * Finding the claim that a condition names (access-check A-67). Private to the evaluation of
 * conditions (se/condition.h).
 */
#ifndef SE_CONDITION_ATTRIBUTE_H
#define SE_CONDITION_ATTRIBUTE_H

#include "rtl/condition.h"
#include "se/condition.h"
#include "se/condition_values.h"

/*
 * The claim of that name, of the token or in the list of resource attributes; false if there is
 * none. Looks at every claim of its source.
 */
bool se_condition_attribute(const struct srm_world *w, const struct se_condition_context *context,
                            const struct rtl_condition_token *name, struct se_effort *effort,
                            struct rtl_claim *claim);

#endif
