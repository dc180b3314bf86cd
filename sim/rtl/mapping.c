#include "rtl/mapping.h"

static const struct mapping_row {
    enum rtl_mapped_type type;
    enum srm_profile from;
    GENERIC_MAPPING mapping;
} rows[] = {
#define MAPPING(object_type, first, read, write, execute, all) \
    {.type = RTL_MAPPED_##object_type,                         \
     .from = SRM_PROFILE_##first,                              \
     .mapping = {.GenericRead = (read),                        \
                 .GenericWrite = (write),                      \
                 .GenericExecute = (execute),                  \
                 .GenericAll = (all)}},
#include "rtl/mapping.def"
};

static const char *const names[] = {
#define TYPE(type, prefix) [RTL_MAPPED_##type] = #type,
#include "rtl/mapping.def"
};

static const char *const prefixes[] = {
#define TYPE(type, prefix) [RTL_MAPPED_##type] = (prefix),
#include "rtl/mapping.def"
};

const char *rtl_mapped_name(enum rtl_mapped_type type)
{
    return names[type];
}

const char *rtl_mapped_prefix(enum rtl_mapped_type type)
{
    return prefixes[type];
}

const GENERIC_MAPPING *rtl_mapping(enum srm_profile profile, enum rtl_mapped_type type)
{
    const struct mapping_row *row = rows;

    while (row->type != type || row->from > profile)
        row++;
    return &row->mapping;
}

ACCESS_MASK rtl_mapping_replace(const GENERIC_MAPPING *mapping, ACCESS_MASK mask)
{
    const struct {
        ACCESS_MASK generic, meaning;
    } bits[] = {
        {GENERIC_READ, mapping->GenericRead},
        {GENERIC_WRITE, mapping->GenericWrite},
        {GENERIC_EXECUTE, mapping->GenericExecute},
        {GENERIC_ALL, mapping->GenericAll},
    };

    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (mask & bits[i].generic)
            mask = (mask & ~bits[i].generic) | bits[i].meaning;
    return mask;
}
