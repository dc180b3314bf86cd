/* Generic rights: what GENERIC_READ and the others mean for a type of object. */
#ifndef RTL_MAPPING_H
#define RTL_MAPPING_H

#include "world.h"

enum rtl_mapped_type {
#define TYPE(type, prefix) RTL_MAPPED_##type,
#include "rtl/mapping.def"
    RTL_MAPPED_COUNT
};

/* "File", and how the names of its rights begin: "FILE_". */
const char *rtl_mapped_name(enum rtl_mapped_type type);
const char *rtl_mapped_prefix(enum rtl_mapped_type type);

const GENERIC_MAPPING *rtl_mapping(enum srm_profile profile, enum rtl_mapped_type type);

/* The mask with its generic bits replaced by what they mean; the first for one that has any. */
ACCESS_MASK rtl_mapping_replace(const GENERIC_MAPPING *mapping, ACCESS_MASK mask);

static inline ACCESS_MASK rtl_mapping_apply(const GENERIC_MAPPING *mapping, ACCESS_MASK mask)
{
    return mask & (GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL)
               ? rtl_mapping_replace(mapping, mask)
               : mask;
}

#endif
