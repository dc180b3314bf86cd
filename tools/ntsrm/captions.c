#include "captions.h"

#include "entries.h"

#include <string.h>

#define CHANGES_LIMIT 4 /* that a note tells; the others are counted */

/* "FALSE, ERROR_ACCESS_DENIED" of what the scenario language writes as a mapping. */
static void append_result(const char *result, struct text *out)
{
    struct entry entry;
    const char *separator = "";
    if (!entries_are(result)) {
        text_append_string(out, result);
        return;
    }
    while (entry_next(&result, &entry)) {
        text_append_string(out, separator);
        text_append(out, entry.value, entry.value_length);
        separator = ", ";
    }
}

void caption_call(const struct scene_step *step, struct text *out)
{
    text_append_string(out, step->call);
    if (step->details[0] != '\0') {
        text_append_format(out, "\n%s", step->details);
    }
    if (step->result[0] != '\0' && strcmp(step->result, "VOID") != 0) {
        text_append_string(out, "\n→ ");
        append_result(step->result, out);
    }
    if (!step->passed) {
        text_append_string(out, "\nnot as expected");
    }
}

/* How those privileges and groups are in it that the case changes somewhere. */
static void append_changes(const struct scene *scene, const struct scene_token *token,
                           struct text *out)
{
    size_t told = 0, left_out = 0;
    for (size_t i = 0; i < scene->change_count; i++) {
        const struct scene_change *change = &scene->changes[i];
        if (change->root != token->root) {
            continue;
        }
        if (told++ < CHANGES_LIMIT) {
            text_append_format(out, "\n%s: ", change->key);
            scene_put_state(token, change->key, out);
        } else {
            left_out++;
        }
    }
    if (left_out > 0) {
        text_append_format(out, "\nand %zu more", left_out);
    }
}

static void append_identity(const struct scene *scene, const struct scene_note *note,
                            struct text *out)
{
    text_append_format(out, "%s\n%s", note->token.user, note->level);
    if (note->effective_only) {
        text_append_string(out, "\neffective only");
    }
    text_append_format(out, note->token.copied ? "\na copy of %s" : "\n%s itself",
                       note->token.origin);
    append_changes(scene, &note->token, out);
}

void caption_note(const struct scene *scene, const struct scene_note *note, struct text *out)
{
    switch (note->kind) {
    case SCENE_ACTS:
        text_append_string(out, "acts as ");
        append_identity(scene, note, out);
        break;
    case SCENE_KEEPS:
        text_append_format(out, "%s keeps ", note->holder);
        append_identity(scene, note, out);
        break;
    case SCENE_CARRIES:
        text_append_format(out, "%s carries ", note->holder);
        append_identity(scene, note, out);
        break;
    case SCENE_REVERTS:
        text_append_format(out, "is %s again", note->token.user);
        break;
    case SCENE_FORGETS:
        text_append_format(out, "%s keeps nobody", note->holder);
        break;
    case SCENE_NOTICES:
        text_append_format(out, "%s%shas from now on", note->holder != NULL ? note->holder : "",
                           note->holder != NULL ? " " : "");
        append_changes(scene, &note->token, out);
        break;
    case SCENE_EXITS:
    default:
        text_append_string(out, "exits");
        break;
    }
}

/* ---- sentences ---- */

/* The lines behind the first, after a colon and between commas. */
static void append_lines(struct text *out, const struct text *lines)
{
    const char *separator = ": ";
    for (const char *at = lines->bytes; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        text_append(out, at, length);
        at += length + (at[length] != '\0');
        text_append_string(out, *at != '\0' ? separator : ". ");
        separator = ", ";
    }
}

static void append_notes(const struct scene *scene, const struct scene_step *step, struct text *out)
{
    for (size_t i = step->first_note; i < step->end_note; i++) {
        const struct scene_note *note = &scene->notes[i];
        struct text lines = {0};
        if (!scene->lanes[note->lane].takes_part) {
            continue;
        }
        caption_note(scene, note, &lines);
        if (note->kind == SCENE_CARRIES) {
            text_append_string(out, "The ");
        } else if (note->holder == NULL) {
            text_append_format(out, "%s ", scene->lanes[note->lane].thread);
        }
        append_lines(out, &lines);
        text_free(&lines);
    }
}

void caption_all(const struct scene *scene, struct text *out)
{
    text_append_string(out, "");
    for (size_t i = 0; i < scene->step_count; i++) {
        const struct scene_step *step = &scene->steps[i];
        if (step->caller != SCENE_NOBODY) {
            text_append_format(out, "%zu. %s calls %s: ", i, scene->lanes[step->caller].thread,
                               step->call);
            append_result(step->result, out);
            text_append_string(out, ". ");
        } else if (step->call != NULL) {
            text_append_format(out, "%zu. %s. ", i, step->call);
        }
        append_notes(scene, step, out);
    }
}
