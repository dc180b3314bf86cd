/* srm_account_new: an account from a C program's description. */
#include "ntsrm/srm.h"

#include "se/accounts.h"
#include "world_token.h"

bool srm_account_new(struct srm_world *world, const struct srm_account_options *options,
                     const char **problem)
{
    struct se_design design;
    const char *found;

    se_design_init(&design);
    found = world_describe_token(&design, &options->token);
    if (!found)
        (void)se_account_new(world, options->name ? options->name : "",
                             options->password ? options->password : "", &design, &found);
    if (problem)
        *problem = found;
    se_design_free(&design);
    return found == NULL;
}
