/* What the Rtl functions for descriptors share: the parts, where they are. */
#ifndef RTL_LIBRARY_H
#define RTL_LIBRARY_H

#include "ntsrm/winnt.h"

/* Of either form, nothing of which was looked at; NULL where there is none, or a NULL list. */
struct rtl_parts {
    PSID owner, group;
    PACL sacl, dacl;
};

struct rtl_parts rtl_parts_of(const void *descriptor);

#endif
