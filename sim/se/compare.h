/* Do two tokens lead to the same answers of an access check? */
#ifndef SE_COMPARE_H
#define SE_COMPARE_H

#include "se/token.h"

/*
 * The same SIDs with the same attributes, both restricted to the same SIDs or neither, the same
 * privileges in the same state. Order, type, level and ids do not count. Rules compare.*.
 */
bool se_tokens_equal(const struct se_token *a, const struct se_token *b);

#endif
