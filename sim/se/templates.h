/* The tokens that every system knows, and the usual kinds of users' tokens, as tables. */
#ifndef SE_TEMPLATES_H
#define SE_TEMPLATES_H

#include "se/token.h"

struct se_template_group {
    const char *sid;
    uint32_t attributes;
};

struct se_template {
    const char *name;
    const char *user;  /* a SID name; NULL: the design says who */
    const char *owner; /* a SID name; NULL: the user */
    const struct se_template_group *groups;
    size_t group_count;
    uint64_t on;  /* privileges that are enabled, by default */
    uint64_t off; /* privileges that are there and disabled */
    ULONG integrity;
    ULONG session;
    TOKEN_ELEVATION_TYPE elevation;
    TOKEN_TYPE type;
    SECURITY_IMPERSONATION_LEVEL level;
    bool elevated;
    bool filtered;
    bool system_dacl; /* LocalSystem all, Administrators read, instead of the usual default DACL */
};

/* NULL if there is none of that name. */
const struct se_template *se_template_by_name(const char *name);

/* Their names, for messages; NULL past the last. */
const char *se_template_name(size_t index);

#endif
