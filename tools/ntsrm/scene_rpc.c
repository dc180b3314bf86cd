#include "scene_private.h"

#include "win32/rpc.h"

/* Bindings of RPC, which may keep who calls; their calls are those of pipes and ports. */
static void look_at_bindings(const struct look *look, const struct rpc_runtime *runtime)
{
    for (const struct rpc_binding *at = runtime->bindings; at != NULL; at = at->next) {
        struct text name = {0};
        if (at->identity.ClientToken != NULL) {
            text_append_format(&name, at->id > 1 ? "binding %llu" : "binding",
                               (unsigned long long)at->id);
            scene_look_at_context(look, scene_keep_text(look->scene, &name), look->caller,
                                  &at->identity);
        }
    }
}

void scene_look_at_bindings(const struct look *look)
{
    const struct srm_world *w = runner_world(look->runner);
    for (const struct _EPROCESS *process = w->processes; process; process = process->next) {
        if (process->rpc != NULL) {
            look_at_bindings(look, (const void *)process->rpc);
        }
    }
}
