#include "scene_private.h"

#include "scenario/kinds.h"

/*
 * Queues have no thread of their own. Their ends belong to the thread that made them, and what lies
 * in them is on its way from the step in which it appears there to the one in which it is gone.
 */

static struct scene_step *current_step(const struct look *look)
{
    return &look->scene->steps[look->scene->step_count - 1];
}

/* ---- ends ---- */

const struct scene_end *scene_end_find(const struct look *look, const struct ob_header *end)
{
    const struct scene *scene = look->scene;
    for (size_t i = 0; end != NULL && i < scene->end_count; i++) {
        if (scene->ends[i].id == end->id && scene->ends[i].type == end->type) {
            return &scene->ends[i];
        }
    }
    return NULL;
}

size_t scene_lane_of_end(const struct look *look, const struct ob_header *end)
{
    const struct scene_end *known = scene_end_find(look, end);
    return known != NULL ? known->lane : SCENE_NOBODY;
}

bool scene_end_found(const struct look *look, const struct ob_header *end, size_t lane,
                     unsigned number)
{
    struct scene *scene = look->scene;
    if (scene_end_find(look, end) != NULL) {
        return false;
    }
    scene->ends = scene_grow(scene->ends, scene->end_count, sizeof *scene->ends);
    scene->ends[scene->end_count++] =
        (struct scene_end){.type = end->type, .id = end->id, .lane = lane, .number = number};
    return true;
}

void scene_note_opening(const struct look *look, const SECURITY_QUALITY_OF_SERVICE *qos,
                        size_t lane)
{
    struct scene_step *step = current_step(look);
    struct text details = {0};
    const struct value tracking = {.number = qos->ContextTrackingMode};
    text_append_format(&details, "%s\n", scene_level_name(look, qos->ImpersonationLevel));
    kind_print(look->runner, KIND_TRACKING, &tracking, &details);
    text_append_string(&details, qos->EffectiveOnly ? "\neffective only" : "");
    step->details = scene_keep_text(look->scene, &details);
    step->other = lane;
}

const char *scene_channel_name(const struct look *look, const char *kind, const WCHAR *path,
                               unsigned number)
{
    struct text text = {0};
    const WCHAR *name = path;
    for (; path != NULL && *path != 0; path++) {
        name = *path == L'\\' ? path + 1 : name;
    }
    text_append_format(&text, "%s ", kind);
    for (; name != path; name++) {
        text_append_format(&text, "%c", *name > L' ' && *name < 0x7F ? (char)*name : '?');
    }
    if (number > 1) {
        text_append_format(&text, " (%u)", number);
    }
    return scene_keep_text(look->scene, &text);
}

void scene_each_handle(const struct look *look, const struct ob_type *type,
                       void (*visit)(const struct look *look, const struct ob_header *object))
{
    const struct srm_world *w = runner_world(look->runner);
    for (const struct _EPROCESS *process = w->processes; process; process = process->next) {
        for (uint32_t i = 0; i < process->handles.capacity; i++) {
            const struct ob_header *header = process->handles.entries[i].object;
            if (header != NULL && header->type == type) {
                visit(look, header);
            }
        }
    }
}

/* ---- parcels ---- */

static struct scene_parcel *parcel_find(const struct look *look, const void *where)
{
    for (size_t i = 0; i < look->scene->parcel_count; i++) {
        if (look->scene->parcels[i].where == where && !look->scene->parcels[i].gone) {
            return &look->scene->parcels[i];
        }
    }
    return NULL;
}

void scene_parcels_begin(struct scene *scene)
{
    for (size_t i = 0; i < scene->parcel_count; i++) {
        scene->parcels[i].seen = false;
    }
}

bool scene_parcel_found(const struct look *look, const struct scene_parcel *like)
{
    struct scene *scene = look->scene;
    struct scene_parcel *parcel = parcel_find(look, like->where);
    if (parcel != NULL) {
        parcel->seen = true;
        return false;
    }
    scene->parcels = scene_grow(scene->parcels, scene->parcel_count, sizeof *scene->parcels);
    parcel = &scene->parcels[scene->parcel_count++];
    *parcel = *like;
    parcel->seen = true;
    parcel->step = scene->step_count - 1;
    return true;
}

/* Data come to the caller; who waited is told by the caller. */
static void arrive(const struct look *look, struct scene_parcel *parcel)
{
    struct scene *scene = look->scene;
    parcel->gone = true;
    if (look->caller == parcel->lane) {
        return;
    }
    if (parcel->waits) {
        current_step(look)->other = parcel->lane;
        return;
    }
    scene->messages = scene_grow(scene->messages, scene->message_count, sizeof *scene->messages);
    scene->messages[scene->message_count++] =
        (struct scene_message){.from = parcel->step, .to = scene->step_count - 1};
}

void scene_parcel_arrives(const struct look *look, const void *where)
{
    struct scene_parcel *parcel = parcel_find(look, where);
    if (parcel != NULL) {
        arrive(look, parcel);
    }
}

void scene_parcels_arrive(const struct look *look, const void *channel)
{
    for (size_t i = 0; i < look->scene->parcel_count; i++) {
        struct scene_parcel *parcel = &look->scene->parcels[i];
        if (parcel->channel == channel && !parcel->seen && !parcel->gone) {
            arrive(look, parcel);
        }
    }
}

void scene_parcels_end(struct scene *scene)
{
    for (size_t i = 0; i < scene->parcel_count; i++) {
        scene->parcels[i].gone |= !scene->parcels[i].seen;
    }
}
