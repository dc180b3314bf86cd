#include "scene_private.h"

#include "entries.h"

#include "ex/rules.h"
#include "ex/trace.h"

#include <stdlib.h>
#include <string.h>

void *scene_grow(void *array, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0;
    return full ? memory_resize(array, (count == 0 ? 1 : 2 * count) * size) : array;
}

const char *scene_keep_text(struct scene *scene, struct text *text)
{
    const char *copy = arena_copy(&scene->arena, text->bytes ? text->bytes : "", text->length);
    text_free(text);
    return copy;
}

/* ---- steps ---- */

/* Which tokens were made from which. */
static void read_copies(const struct look *look)
{
    struct scene *scene = look->scene;
    const struct ex_trace *trace = runner_world(look->runner)->trace;
    for (; scene->event_count < trace->event_count; scene->event_count++) {
        const struct ex_event *event = &trace->events[scene->event_count];
        const struct ex_fact *facts = &trace->facts[event->first_fact];
        if (event->kind == EVENT_COPIED && facts[0].kind == FACT_TOKEN) {
            scene->copies = scene_grow(scene->copies, scene->copy_count, sizeof *scene->copies);
            scene->copies[scene->copy_count++] =
                (struct scene_copy){.id = facts[0].value, .source = facts[1].value};
        }
    }
}

/* The thread that the call was about, if it is not the caller. */
static size_t find_other(const struct look *look, const struct step_view *step)
{
    const struct ex_trace *trace = runner_world(look->runner)->trace;
    for (size_t i = step->first_event; i < step->end_event; i++) {
        const struct ex_event *event = &trace->events[i];
        for (uint32_t j = 0; j < event->fact_count; j++) {
            const struct ex_fact *fact = &trace->facts[event->first_fact + j];
            size_t lane =
                fact->kind == FACT_THREAD ? scene_lane_of(look->scene, fact->value) : SCENE_NOBODY;
            if (lane != SCENE_NOBODY && lane != look->caller) {
                return lane;
            }
        }
        if (event->kind == EVENT_LEAVE && event->depth == 0) {
            break;
        }
    }
    return SCENE_NOBODY;
}

/* What the call is about: level, tracking, effective only; which control. */
static const char *find_details(const struct look *look, const struct step_view *step)
{
    const struct ex_trace *trace = runner_world(look->runner)->trace;
    const struct ex_event *event = &trace->events[step->first_event];
    bool own = step->first_event < step->end_event && event->kind == EVENT_ENTER;
    struct text details = {0};
    for (uint32_t i = 0; own && i < event->fact_count; i++) {
        const struct ex_fact *fact = &trace->facts[event->first_fact + i];
        const char *separator = details.length > 0 ? "\n" : "";
        if (fact->kind == FACT_LEVEL || fact->kind == FACT_TRACKING || fact->kind == FACT_CONTROL) {
            text_append_string(&details, separator);
            runner_print_fact(look->runner, fact, &details);
        } else if (fact->kind == FACT_FLAG && fact->value != 0 &&
                   strcmp(fact->label, "EffectiveOnly") == 0) {
            text_append_format(&details, "%seffective only", separator);
        }
    }
    return scene_keep_text(look->scene, &details);
}

static struct scene_step *step_add(struct scene *scene)
{
    scene->steps = scene_grow(scene->steps, scene->step_count, sizeof *scene->steps);
    struct scene_step *step = &scene->steps[scene->step_count++];
    *step = (struct scene_step){
        .caller = SCENE_NOBODY,
        .other = SCENE_NOBODY,
        .first_note = scene->note_count,
        .end_note = scene->note_count,
    };
    return step;
}

static void take_begin(void *context, struct runner *runner)
{
    struct look look = {.scene = context, .runner = runner, .caller = SCENE_NOBODY};
    step_add(look.scene);
    scene_look_at_threads(&look);
}

static const char *copy_string(struct scene *scene, const char *string)
{
    return arena_copy(&scene->arena, string, strlen(string));
}

static void take_step(void *context, struct runner *runner, const struct step_view *view,
                      const struct change *changes, size_t change_count)
{
    struct scene *scene = context;
    struct look look = {.scene = scene, .runner = runner, .caller = SCENE_NOBODY};
    struct scene_step *step = step_add(scene);
    (void)changes;
    (void)change_count;
    step->call = copy_string(scene, view->thread != NULL ? view->call : view->expect);
    step->result = copy_string(scene, view->result);
    step->details = "";
    step->passed = view->passed;
    if (view->thread != NULL) {
        look.caller = scene_lane_of(scene, ps_current_thread()->header.id);
    }
    if (look.caller != SCENE_NOBODY) {
        step->caller = look.caller;
        scene->lanes[step->caller].takes_part = true;
        step->details = find_details(&look, view);
        step->other = find_other(&look, view);
        if (step->other != SCENE_NOBODY) {
            scene->lanes[step->other].takes_part = true;
        }
    }
    read_copies(&look);
    scene_look_at_threads(&look);
    if (look.caller != SCENE_NOBODY) {
        scene_look_at_keepers(&look);
    }
}

/* ---- the case ---- */

void scene_take(struct scene *scene, struct runner *runner, size_t index,
                struct run_options *options)
{
    const struct case_info info = runner_case(runner, index);
    bool other = options->has_profile && !info.names_profile;
    struct run_observer observer = {.context = scene, .begin = take_begin, .after = take_step};
    scene->id = copy_string(scene, runner_case_id(runner, index));
    scene->title = copy_string(scene, runner_case_title(runner, index));
    scene->profile = ex_profile_name(other ? options->profile : info.profile);
    options->trace = true;
    options->observer = &observer;
    runner_run_case(runner, index, options);
    options->observer = NULL;
}

void scene_put_state(const struct scene_token *token, const char *key, struct text *out)
{
    struct entry wanted = {.key = key, .key_length = strlen(key)}, found;
    if (entry_find(token->privileges, &wanted, &found) ||
        entry_find(token->groups, &wanted, &found)) {
        text_append(out, found.value, found.value_length);
    } else {
        text_append_string(out, "absent");
    }
}

void scene_free(struct scene *scene)
{
    free(scene->lanes);
    free(scene->states);
    free(scene->steps);
    free(scene->notes);
    free(scene->changes);
    free(scene->keepers);
    free(scene->copies);
    free(scene->messages);
    free(scene->ends);
    free(scene->parcels);
    arena_free(&scene->arena);
    *scene = (struct scene){0};
}
