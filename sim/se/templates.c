/*
 * Sources: access-check.md T-11 (the system token), T-12 (anonymous), T-13 (a filtered
 * administrator), T-15 (what is enabled by default). docs/scenarios.md has the table for people.
 */
#include "se/templates.h"

#include <string.h>

#define BIT(privilege) SE_PRIVILEGE_BIT(SE_##privilege##_PRIVILEGE)
#define COUNT(array)   (sizeof(array) / sizeof *(array))

enum {
    GROUP = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED,
    OWNER = GROUP | SE_GROUP_OWNER,
    SYSTEM_OWNER = SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED | SE_GROUP_OWNER,
};

static const struct se_template_group user_groups[] = {
    {"Everyone", GROUP},
    {"Users", GROUP},
    {"Interactive", GROUP},
    {"AuthenticatedUsers", GROUP},
};

static const struct se_template_group administrator_groups[] = {
    {"Everyone", GROUP},           {"Users", GROUP},
    {"Administrators", OWNER},     {"Interactive", GROUP},
    {"AuthenticatedUsers", GROUP},
};

static const struct se_template_group filtered_groups[] = {
    {"Everyone", GROUP},
    {"Users", GROUP},
    {"Administrators", SE_GROUP_USE_FOR_DENY_ONLY},
    {"Interactive", GROUP},
    {"AuthenticatedUsers", GROUP},
};

static const struct se_template_group service_groups[] = {
    {"Everyone", GROUP},
    {"Users", GROUP},
    {"Service", GROUP},
    {"AuthenticatedUsers", GROUP},
};

static const struct se_template_group system_groups[] = {
    {"Administrators", SYSTEM_OWNER},
    {"Everyone", GROUP},
    {"AuthenticatedUsers", GROUP},
};

static const struct se_template_group everyone_group[] = {
    {"Everyone", GROUP},
};

#define USER_OFF            (BIT(SHUTDOWN) | BIT(UNDOCK) | BIT(INC_WORKING_SET) | BIT(TIME_ZONE))
#define SERVICE_ON          (BIT(CHANGE_NOTIFY) | BIT(IMPERSONATE) | BIT(CREATE_GLOBAL))
#define SERVICE_ACCOUNT_OFF (BIT(ASSIGNPRIMARYTOKEN) | BIT(INCREASE_QUOTA) | BIT(AUDIT))

static const struct se_template templates[] = {
    {
        .name = "user",
        .groups = user_groups,
        .group_count = COUNT(user_groups),
        .on = BIT(CHANGE_NOTIFY),
        .off = USER_OFF,
        .integrity = SECURITY_MANDATORY_MEDIUM_RID,
        .session = 1,
        .elevation = TokenElevationTypeDefault,
        .type = TokenPrimary,
    },
    {
        .name = "administrator",
        .owner = "Administrators",
        .groups = administrator_groups,
        .group_count = COUNT(administrator_groups),
        .on = SERVICE_ON,
        .off = USER_OFF | BIT(SECURITY) | BIT(TAKE_OWNERSHIP) | BIT(LOAD_DRIVER) | BIT(BACKUP) |
               BIT(RESTORE) | BIT(DEBUG) | BIT(SYSTEM_ENVIRONMENT) | BIT(REMOTE_SHUTDOWN) |
               BIT(MANAGE_VOLUME) | BIT(INCREASE_QUOTA),
        .integrity = SECURITY_MANDATORY_HIGH_RID,
        .session = 1,
        .elevation = TokenElevationTypeFull,
        .type = TokenPrimary,
        .elevated = true,
    },
    {
        .name = "filtered-administrator",
        .groups = filtered_groups,
        .group_count = COUNT(filtered_groups),
        .on = BIT(CHANGE_NOTIFY),
        .off = USER_OFF,
        .integrity = SECURITY_MANDATORY_MEDIUM_RID,
        .session = 1,
        .elevation = TokenElevationTypeLimited,
        .type = TokenPrimary,
        .filtered = true,
    },
    {
        .name = "service",
        .groups = service_groups,
        .group_count = COUNT(service_groups),
        .on = SERVICE_ON,
        .integrity = SECURITY_MANDATORY_SYSTEM_RID,
        .elevation = TokenElevationTypeDefault,
        .type = TokenPrimary,
    },
    {
        .name = "system",
        .user = "LocalSystem",
        .owner = "Administrators",
        .groups = system_groups,
        .group_count = COUNT(system_groups),
        .on = SERVICE_ON | BIT(TCB) | BIT(CREATE_PAGEFILE) | BIT(LOCK_MEMORY) |
              BIT(INC_BASE_PRIORITY) | BIT(CREATE_PERMANENT) | BIT(DEBUG) | BIT(AUDIT) |
              BIT(PROF_SINGLE_PROCESS),
        .off = BIT(CREATE_TOKEN) | BIT(TAKE_OWNERSHIP) | BIT(ASSIGNPRIMARYTOKEN) |
               BIT(INCREASE_QUOTA) | BIT(SECURITY) | BIT(SYSTEM_ENVIRONMENT) | BIT(BACKUP) |
               BIT(RESTORE) | BIT(SHUTDOWN) | BIT(LOAD_DRIVER) | BIT(SYSTEMTIME),
        .integrity = SECURITY_MANDATORY_SYSTEM_RID,
        .elevation = TokenElevationTypeDefault,
        .type = TokenPrimary,
        .system_dacl = true,
    },
    {
        .name = "local-service",
        .user = "LocalService",
        .groups = service_groups,
        .group_count = COUNT(service_groups),
        .on = SERVICE_ON,
        .off = SERVICE_ACCOUNT_OFF,
        .integrity = SECURITY_MANDATORY_SYSTEM_RID,
        .elevation = TokenElevationTypeDefault,
        .type = TokenPrimary,
    },
    {
        .name = "network-service",
        .user = "NetworkService",
        .groups = service_groups,
        .group_count = COUNT(service_groups),
        .on = SERVICE_ON,
        .off = SERVICE_ACCOUNT_OFF,
        .integrity = SECURITY_MANDATORY_SYSTEM_RID,
        .elevation = TokenElevationTypeDefault,
        .type = TokenPrimary,
    },
    {
        .name = "anonymous",
        .user = "AnonymousLogon",
        .integrity = SECURITY_MANDATORY_UNTRUSTED_RID,
        .elevation = TokenElevationTypeDefault,
        .type = TokenImpersonation,
        .level = SecurityImpersonation,
    },
    {
        .name = "anonymous-with-everyone",
        .user = "AnonymousLogon",
        .groups = everyone_group,
        .group_count = COUNT(everyone_group),
        .integrity = SECURITY_MANDATORY_UNTRUSTED_RID,
        .elevation = TokenElevationTypeDefault,
        .type = TokenImpersonation,
        .level = SecurityImpersonation,
    },
};

const struct se_template *se_template_by_name(const char *name)
{
    for (size_t i = 0; i < COUNT(templates); i++)
        if (strcmp(templates[i].name, name) == 0)
            return &templates[i];
    return NULL;
}

const char *se_template_name(size_t index)
{
    return index < COUNT(templates) ? templates[index].name : NULL;
}
