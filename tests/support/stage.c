#include "support/stage.h"

#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"
#include "se/design.h"

#include <string.h>

static SE_SID sid_from(const char *word)
{
    SE_SID sid;

    ck_assert_msg(rtl_sid_from_name(word, strlen(word), &sid) ||
                      rtl_sid_from_text(word, strlen(word), &sid),
                  "%s is no SID", word);
    return sid;
}

static void describe_sids(struct se_design *design, const struct token_words *words)
{
    SE_SID sid;

    if (words->user) {
        sid = sid_from(words->user);
        se_design_set_user(design, &sid.Sid, words->user_attributes);
    }
    for (size_t i = 0; i < 4 && words->groups[i].sid; i++) {
        sid = sid_from(words->groups[i].sid);
        se_design_set_group(design, &sid.Sid, words->groups[i].attributes);
    }
    for (size_t i = 0; i < 4 && words->restricted[i]; i++) {
        sid = sid_from(words->restricted[i]);
        se_sid_list_add(&design->restricting, &sid.Sid, 0);
    }
    if (words->package) {
        design->package = sid_from(words->package);
        design->has_package = true;
    }
}

static void describe(struct se_design *design, const struct token_words *words)
{
    const char *like = words->like ? words->like : "user";

    if (*like)
        ck_assert_msg(se_design_like(design, like), "%s is no template", like);
    describe_sids(design, words);
    design->present = (design->present | words->on | words->off) & ~words->without;
    design->enabled = (design->enabled | words->on) & ~words->off & ~words->without;
    design->enabled_by_default &= ~words->without;
    if (words->integrity)
        ck_assert(se_integrity_by_name(words->integrity, &design->integrity));
    if (words->authentication) {
        design->has_authentication_id = true;
        design->AuthenticationId = rtl_luid_from(words->authentication);
    }
    if (words->origin) {
        design->has_origin = true;
        design->OriginatingLogonSession = rtl_luid_from(words->origin);
    }
    design->elevated |= words->elevated;
    design->filtered |= words->filtered;
    if (words->no_dacl)
        design->dacl = SE_DACL_NONE;
    if (words->type)
        design->type = words->type;
    if (words->level)
        design->level = words->level;
}

struct se_token *token_from(struct srm_world *w, struct token_words words)
{
    struct se_design design;
    struct se_token *token;
    const char *problem;

    se_design_init(&design);
    describe(&design, &words);
    token = se_design_make(w, &design, &problem);
    ck_assert_msg(token != NULL, "%s", problem);
    se_design_free(&design);
    return token;
}

void stage_open(struct stage *stage, const char *profile)
{
    stage->w = srm_world_new(profile);
    ck_assert_ptr_nonnull(stage->w);
    stage->alice = token_from(stage->w, (struct token_words){.user = ALICE});
    stage->service = token_from(stage->w, (struct token_words){.like = "local-service"});
    stage->client = srm_process_new(stage->w, stage->alice, NULL);
    stage->server = srm_process_new(stage->w, stage->service, NULL);
    stage->client_thread = srm_thread_new(stage->client);
    stage->server_thread = srm_thread_new(stage->server);
    srm_run_as(stage->server_thread);
}

static void report_leaks(struct srm_world *w)
{
    for (int kind = 0; kind < EX_KIND_COUNT; kind++)
        if (kind != EX_KIND_World && kind != EX_KIND_CallerMemory)
            ck_assert_msg(ex_pool_alive(w->pool, (enum ex_kind)kind) == 0, "%zu %s left",
                          ex_pool_alive(w->pool, (enum ex_kind)kind),
                          ex_kind_name((enum ex_kind)kind));
}

void stage_close(struct stage *stage)
{
    srm_run_as(NULL);
    srm_release(stage->client_thread);
    srm_release(stage->server_thread);
    srm_release(stage->client);
    srm_release(stage->server);
    srm_release(stage->alice);
    srm_release(stage->service);
    srm_world_take_down(stage->w);
    report_leaks(stage->w);
    ck_assert_uint_eq(srm_world_delete(stage->w), 0);
}

PETHREAD thread_of(struct srm_world *w, struct token_words words)
{
    struct se_token *token = token_from(w, words);
    PEPROCESS process = srm_process_new(w, token, NULL);
    PETHREAD thread = srm_thread_new(process);

    srm_release(token);
    srm_release(process);
    srm_release(thread);
    return thread;
}

void act_as(PETHREAD thread)
{
    srm_run_as(thread);
}

HANDLE handle_to(PETHREAD thread, void *object, ACCESS_MASK granted)
{
    return ob_handle_new(&thread->process->handles, object, granted, 0);
}

static const struct ob_handle *entry_of(PETHREAD thread, HANDLE handle)
{
    const struct ob_handle *entry = ob_handle_find(&thread->process->handles, handle);

    ck_assert_msg(entry != NULL, "handle %p is not open", handle);
    return entry;
}

ACCESS_MASK granted_to(PETHREAD thread, HANDLE handle)
{
    return entry_of(thread, handle)->granted;
}

struct se_token *token_behind(PETHREAD thread, HANDLE handle)
{
    const struct ob_handle *entry = entry_of(thread, handle);

    ck_assert_ptr_eq(((struct ob_header *)entry->object)->type, &se_token_type);
    return entry->object;
}

struct se_token *impersonated(PETHREAD thread)
{
    return thread->impersonating ? thread->block->token : NULL;
}
