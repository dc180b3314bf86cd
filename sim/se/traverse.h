/*
 * Passing through a container on the way to what it holds: the short check that is tried before the
 * whole access check (access-check A-70).
 */
#ifndef SE_TRAVERSE_H
#define SE_TRAVERSE_H

#include "rtl/descriptor.h"
#include "se/token.h"

/*
 * May whoever has this token pass, as far as the short check can say? False sends to the whole
 * check. right: FILE_TRAVERSE or DIRECTORY_TRAVERSE.
 */
bool se_fast_traverse_check(const struct srm_world *w, const struct se_token *token,
                            const struct rtl_view *descriptor, const GENERIC_MAPPING *mapping,
                            ACCESS_MASK right);

#endif
