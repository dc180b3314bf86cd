#include "se/anonymous.h"

#include "se/design.h"

#include <assert.h>

static struct se_token *make(struct srm_world *w, const char *template)
{
    struct se_design design;
    struct se_token *token;
    const char *problem;

    se_design_init(&design);
    (void)se_design_like(&design, template);
    token = se_design_make(w, &design, &problem);
    assert(token);
    se_design_free(&design);
    return token;
}

struct se_token *se_anonymous_token(struct srm_world *w, bool with_everyone)
{
    struct se_token **kept = &w->anonymous_tokens[with_everyone];

    if (!*kept)
        *kept = make(w, with_everyone ? "anonymous-with-everyone" : "anonymous");
    return *kept;
}

void se_anonymous_tokens_forget(struct srm_world *w)
{
    for (size_t i = 0; i < sizeof w->anonymous_tokens / sizeof *w->anonymous_tokens; i++) {
        if (w->anonymous_tokens[i])
            ob_dereference(w->anonymous_tokens[i]);
        w->anonymous_tokens[i] = NULL;
    }
}
