/* What a C program says of a token, as a design. */
#ifndef WORLD_TOKEN_H
#define WORLD_TOKEN_H

#include "ntsrm/srm.h"
#include "se/design.h"

/* Adds the options to the design; what they name that does not exist, or NULL. */
const char *world_describe_token(struct se_design *design, const struct srm_token_options *options);

#endif
