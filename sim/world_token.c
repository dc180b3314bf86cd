/* srm_token_new: a token from a C program's description. */
#include "ntsrm/srm.h"

#include "world.h"
#include "world_token.h"

#include <string.h>

static bool read_sid(const char *text, SE_SID *sid)
{
    return rtl_sid_from_name(text, strlen(text), sid) || rtl_sid_from_text(text, strlen(text), sid);
}

static bool add_groups(struct se_design *design, const struct srm_token_options *options)
{
    SE_SID sid;

    for (size_t i = 0; i < options->group_count; i++) {
        if (!read_sid(options->groups[i].sid, &sid))
            return false;
        se_design_set_group(design, &sid.Sid, options->groups[i].attributes);
    }
    for (size_t i = 0; i < options->restricting_sid_count; i++) {
        if (!read_sid(options->restricting_sids[i], &sid))
            return false;
        se_sid_list_add(&design->restricting, &sid.Sid, 0);
    }
    return true;
}

static bool add_privileges(struct se_design *design, const struct srm_token_options *options)
{
    for (size_t i = 0; i < options->privilege_count; i++) {
        const char *name = options->privileges[i].name;
        LONG privilege = se_privilege_by_name(name, strlen(name));

        if (privilege == 0)
            return false;
        se_design_set_privilege(design, privilege, options->privileges[i].attributes);
    }
    return true;
}

const char *world_describe_token(struct se_design *design, const struct srm_token_options *options)
{
    SE_SID user;

    if (options->like && !se_design_like(design, options->like))
        return "no such template";
    if (options->user) {
        if (!read_sid(options->user, &user))
            return "no such user SID";
        se_design_set_user(design, &user.Sid, 0);
    }
    if (!add_groups(design, options))
        return "no such group SID";
    if (!add_privileges(design, options))
        return "no such privilege";
    if (options->integrity && !se_integrity_by_name(options->integrity, &design->integrity))
        return "no such integrity level";
    if (options->impersonation) {
        if ((ULONG)options->level > SECURITY_MAX_IMPERSONATION_LEVEL)
            return "no such impersonation level";
        design->type = TokenImpersonation;
        design->level = (SECURITY_IMPERSONATION_LEVEL)options->level;
    }
    return NULL;
}

void *srm_token_new(struct srm_world *world, const struct srm_token_options *options,
                    const char **problem)
{
    struct se_design design;
    struct se_token *token = NULL;
    const char *found;

    se_design_init(&design);
    found = world_describe_token(&design, options);
    if (!found)
        token = se_design_make(world, &design, &found);
    if (problem)
        *problem = found;
    se_design_free(&design);
    return token;
}
