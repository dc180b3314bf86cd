/* Privileges and integrity levels by name. */
#include "se/names.h"

#include <string.h>

static const char *const privilege_names[] = {
#define PRIVILEGE(number, name, meaning) [number] = #name,
#include "se/privileges.def"
};

LONG se_privilege_by_name(const char *name, size_t length)
{
    for (LONG i = SE_PRIVILEGE_FIRST; i <= SE_PRIVILEGE_LAST; i++)
        if (strlen(privilege_names[i]) == length && memcmp(privilege_names[i], name, length) == 0)
            return i;
    return 0;
}

const char *se_privilege_name(LONG privilege)
{
    return privilege >= SE_PRIVILEGE_FIRST && privilege <= SE_PRIVILEGE_LAST
               ? privilege_names[privilege]
               : NULL;
}

static const struct {
    const char *name;
    ULONG rid;
} integrity_levels[] = {
#define INTEGRITY(level, number) {#level, (number)},
#include "se/integrity.def"
};

bool se_integrity_by_name(const char *name, ULONG *rid)
{
    for (size_t i = 0; i < sizeof integrity_levels / sizeof *integrity_levels; i++) {
        if (strcmp(integrity_levels[i].name, name) == 0) {
            *rid = integrity_levels[i].rid;
            return true;
        }
    }
    return false;
}
