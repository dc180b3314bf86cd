/*
 * What most checks are: a token without peculiarities asks for rights that plain entries grant, and
 * nobody watches. Such a check need not go through the stages.
 */
#ifndef SE_ACCESS_SHORTCUT_H
#define SE_ACCESS_SHORTCUT_H

#include "se/access/decide.h"

/*
 * What the stages would grant, if that is plain to see: no privilege is used, and nobody watches
 * the rules that would be asked. 0 says nothing.
 */
ACCESS_MASK se_access_plainly_granted(const struct srm_world *w,
                                      const struct se_access_request *request);

#endif
