/* Generic rights: what GENERIC_READ and the others mean for a type of object. */
#ifndef RTL_MAPPING_H
#define RTL_MAPPING_H

#include "world.h"

enum rtl_mapped_type {
    RTL_MAPPED_Token,
    RTL_MAPPED_Thread,
    RTL_MAPPED_Process,
    RTL_MAPPED_Job,
};

const GENERIC_MAPPING *rtl_mapping(enum srm_profile profile, enum rtl_mapped_type type);

/* The mask with its generic bits replaced by what they mean. */
ACCESS_MASK rtl_mapping_apply(const GENERIC_MAPPING *mapping, ACCESS_MASK mask);

#endif
