#include "scene_private.h"

#include "entries.h"

#include "scenario/properties.h"

#include <string.h>

/* ---- names and values ---- */

static const char *name_of(const struct look *look, enum ex_fact_kind kind, uint64_t id)
{
    struct text text = {0};
    const struct ex_fact fact = {.label = "", .kind = kind, .value = id};
    runner_print_fact(look->runner, &fact, &text);
    return scene_keep_text(look->scene, &text);
}

const char *scene_level_name(const struct look *look, SECURITY_IMPERSONATION_LEVEL level)
{
    struct text text = {0};
    const struct value value = {.number = (uint64_t)level};
    kind_print(look->runner, KIND_LEVEL, &value, &text);
    return scene_keep_text(look->scene, &text);
}

static const char *token_property(const struct look *look, const struct se_token *token,
                                  const char *name)
{
    const struct property *property = properties_of(SPACE_TOKEN_PROPERTY);
    struct value value = {.number = 0};
    struct text text = {0};
    while (strcmp(property->name, name) != 0) {
        property++;
    }
    property->read(token, &value);
    kind_print(look->runner, property->kind, &value, &text);
    return scene_keep_text(look->scene, &text);
}

static const struct scene_copy *copy_find(const struct scene *scene, uint64_t id)
{
    for (size_t i = 0; i < scene->copy_count; i++) {
        if (scene->copies[i].id == id) {
            return &scene->copies[i];
        }
    }
    return NULL;
}

static struct scene_token token_view(const struct look *look, const struct se_token *token)
{
    struct scene_token view = {
        .root = token->header.id,
        .user = token_property(look, token, "user"),
        .privileges = token_property(look, token, "privileges"),
        .groups = token_property(look, token, "groups"),
    };
    const struct scene_copy *copy;
    while ((copy = copy_find(look->scene, view.root)) != NULL) {
        view.root = copy->source;
        view.copied = true;
    }
    view.origin = name_of(look, FACT_TOKEN, view.root);
    return view;
}

/* ---- threads ---- */

size_t scene_lane_of(const struct scene *scene, uint64_t id)
{
    size_t lane = 0;
    while (lane < scene->lane_count && scene->lanes[lane].id != id) {
        lane++;
    }
    return lane < scene->lane_count ? lane : SCENE_NOBODY;
}

static size_t lane_add(const struct look *look, const struct _ETHREAD *thread)
{
    struct scene *scene = look->scene;
    const struct _EPROCESS *process = thread->process;
    size_t lane = scene->lane_count++;
    scene->lanes = scene_grow(scene->lanes, lane, sizeof *scene->lanes);
    scene->states = scene_grow(scene->states, lane, sizeof *scene->states);
    scene->states[lane] = (struct scene_state){.token_id = process->token->header.id,
                                               .token = token_view(look, process->token)};
    scene->lanes[lane] = (struct scene_lane){
        .id = thread->header.id,
        .thread = name_of(look, FACT_THREAD, thread->header.id),
        .process_id = process->header.id,
        .process = name_of(look, FACT_PROCESS, process->header.id),
        .user = scene->states[lane].token.user,
    };
    return lane;
}

/* ---- notes ---- */

static void note_add(struct scene *scene, const struct scene_note *note)
{
    scene->notes = scene_grow(scene->notes, scene->note_count, sizeof *scene->notes);
    scene->notes[scene->note_count++] = *note;
    scene->steps[scene->step_count - 1].end_note = scene->note_count;
    /* Who acts as somebody from the beginning may have nothing to do with the case. */
    scene->lanes[note->lane].takes_part |= scene->step_count > 1;
}

static void change_add(struct scene *scene, uint64_t root, const struct entry *entry)
{
    const char *key = arena_copy(&scene->arena, entry->key, entry->key_length);
    for (size_t i = 0; i < scene->change_count; i++) {
        if (scene->changes[i].root == root && strcmp(scene->changes[i].key, key) == 0) {
            return;
        }
    }
    scene->changes = scene_grow(scene->changes, scene->change_count, sizeof *scene->changes);
    scene->changes[scene->change_count++] = (struct scene_change){.root = root, .key = key};
}

/* Remembers each entry of one text that the other has not, or not with that value. */
static void entries_compare(struct scene *scene, uint64_t root, const char *text, const char *other)
{
    struct entry entry, found;
    while (entry_next(&text, &entry)) {
        if (!entry_find(other, &entry, &found) ||
            !entry_value_is(&found, entry.value, entry.value_length)) {
            change_add(scene, root, &entry);
        }
    }
}

static bool token_changed(struct scene *scene, const struct scene_token *before,
                          const struct scene_token *now)
{
    if (strcmp(before->privileges, now->privileges) == 0 &&
        strcmp(before->groups, now->groups) == 0) {
        return false;
    }
    entries_compare(scene, now->root, before->privileges, now->privileges);
    entries_compare(scene, now->root, now->privileges, before->privileges);
    entries_compare(scene, now->root, before->groups, now->groups);
    entries_compare(scene, now->root, now->groups, before->groups);
    return true;
}

static struct scene_state state_of(const struct look *look, const struct _ETHREAD *thread)
{
    const struct ps_impersonation *block = thread->impersonating ? thread->block : NULL;
    const struct se_token *token = ps_effective_token(thread);
    return (struct scene_state){
        .seen = true,
        .impersonating = block != NULL,
        .token_id = token->header.id,
        .level = block != NULL ? scene_level_name(look, block->level) : NULL,
        .effective_only = block != NULL && block->effective_only,
        .token = token_view(look, token),
    };
}

static bool acts_otherwise(const struct scene_state *before, const struct scene_state *now)
{
    return !before->impersonating || before->token_id != now->token_id ||
           strcmp(before->level, now->level) != 0 || before->effective_only != now->effective_only;
}

static void look_at_thread(const struct look *look, const struct _ETHREAD *thread)
{
    struct scene *scene = look->scene;
    size_t lane = scene_lane_of(scene, thread->header.id);
    if (lane == SCENE_NOBODY) {
        lane = lane_add(look, thread);
    }
    struct scene_state before = scene->states[lane];
    struct scene_state now = state_of(look, thread);
    struct scene_note note = {
        .lane = lane,
        .level = now.level,
        .effective_only = now.effective_only,
        .token = now.token,
    };
    scene->states[lane] = now;
    if (now.impersonating && acts_otherwise(&before, &now)) {
        note.kind = SCENE_ACTS;
        /* A copy may have less in it. */
        if (before.impersonating && before.token.root == now.token.root) {
            token_changed(scene, &before.token, &now.token);
        }
    } else if (before.impersonating && !now.impersonating) {
        note.kind = SCENE_REVERTS;
    } else if (before.token_id == now.token_id && token_changed(scene, &before.token, &now.token)) {
        note.kind = SCENE_NOTICES;
    } else {
        return;
    }
    note_add(scene, &note);
}

void scene_look_at_threads(const struct look *look)
{
    struct scene *scene = look->scene;
    const struct srm_world *w = runner_world(look->runner);
    for (size_t i = 0; i < scene->lane_count; i++) {
        scene->states[i].seen = false;
    }
    for (const struct _EPROCESS *process = w->processes; process; process = process->next) {
        for (const struct _ETHREAD *thread = process->threads; thread; thread = thread->next) {
            look_at_thread(look, thread);
        }
    }
    for (size_t i = 0; i < scene->lane_count; i++) {
        if (!scene->states[i].seen && scene->states[i].token_id != 0) {
            scene->states[i].token_id = 0; /* once is enough */
            note_add(scene, &(struct scene_note){.kind = SCENE_EXITS, .lane = i});
        }
    }
}

/* ---- who keeps what a client is ---- */

static struct scene_keeper *keeper_of(struct scene *scene, const char *holder)
{
    for (size_t i = 0; i < scene->keeper_count; i++) {
        if (strcmp(scene->keepers[i].note.holder, holder) == 0) {
            return &scene->keepers[i];
        }
    }
    scene->keepers = scene_grow(scene->keepers, scene->keeper_count, sizeof *scene->keepers);
    struct scene_keeper *keeper = &scene->keepers[scene->keeper_count++];
    *keeper = (struct scene_keeper){.note = {.holder = holder}};
    return keeper;
}

static void look_at_keeper(const struct look *look, const struct scene_note *note,
                           uint64_t token_id)
{
    struct scene_keeper *keeper = keeper_of(look->scene, note->holder);
    struct scene_note now = *note;
    bool same = keeper->token_id == token_id && strcmp(keeper->note.level, note->level) == 0 &&
                keeper->note.effective_only == note->effective_only;
    now.lane = same ? keeper->note.lane : note->lane;
    if (same && token_changed(look->scene, &keeper->note.token, &note->token)) {
        now.kind = SCENE_NOTICES;
        note_add(look->scene, &now);
    } else if (!same) {
        note_add(look->scene, &now);
    }
    *keeper = (struct scene_keeper){.seen = true, .token_id = token_id, .note = now};
}

static struct scene_note context_note(const struct look *look,
                                      const SECURITY_CLIENT_CONTEXT *client)
{
    return (struct scene_note){
        .level = scene_level_name(look, client->SecurityQos.ImpersonationLevel),
        .effective_only = client->DirectlyAccessClientToken ? client->DirectAccessEffectiveOnly
                                                            : client->SecurityQos.EffectiveOnly,
        .token = token_view(look, client->ClientToken),
    };
}

void scene_look_at_context(const struct look *look, const char *holder, size_t lane,
                           const SECURITY_CLIENT_CONTEXT *client)
{
    const struct se_token *token = client->ClientToken;
    struct scene_note note = context_note(look, client);
    note.kind = SCENE_KEEPS;
    note.lane = lane;
    note.holder = holder;
    look_at_keeper(look, &note, token->header.id);
}

void scene_note_carried(const struct look *look, const SECURITY_CLIENT_CONTEXT *client)
{
    struct scene_note note = context_note(look, client);
    note.kind = SCENE_CARRIES;
    note.lane = look->caller;
    note.holder = "data";
    note_add(look->scene, &note);
}

static void visit_context(void *context, const char *name, const SECURITY_CLIENT_CONTEXT *client)
{
    const struct look *look = context;
    scene_look_at_context(look, name, look->caller, client);
}

void scene_look_at_keepers(struct look *look)
{
    struct scene *scene = look->scene;
    for (size_t i = 0; i < scene->keeper_count; i++) {
        scene->keepers[i].seen = false;
    }
    runner_each_client_context(look->runner, look, visit_context);
    scene_parcels_begin(scene);
    scene_look_at_ports(look);
    scene_look_at_pipes(look);
    scene_look_at_bindings(look);
    scene_parcels_end(scene);

    for (size_t i = 0; i < scene->keeper_count; i++) {
        struct scene_keeper *keeper = &scene->keepers[i];
        if (!keeper->seen && keeper->token_id != 0) {
            keeper->token_id = 0;
            keeper->note.kind = SCENE_FORGETS;
            note_add(scene, &keeper->note);
        }
    }
}
