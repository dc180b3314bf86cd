#include "ntsrm/run/outcome_store.h"

#include <stdlib.h>
#include <string.h>

void *room_for(void *array, size_t *capacity, size_t count, size_t size)
{
    if (count <= *capacity) {
        return array;
    }
    *capacity = count;
    free(array);
    return memory_resize(NULL, count * size);
}

void outcome_store_begin(struct outcome_store *store, const char *path)
{
    arena_reset(&store->arena);
    store->file = (struct file_outcome){.path = path, .explanation = ""};
    store->scenario_count = 0;
    store->matched = 0;
    store->sources = NULL;
}

const char *outcome_store_keep(struct outcome_store *store, const char *string)
{
    return string != NULL ? arena_copy(&store->arena, string, strlen(string)) : NULL;
}

struct outcome *outcome_store_add(struct outcome_store *store)
{
    struct file_outcome *file = &store->file;
    if (file->outcome_count == store->capacity) {
        store->capacity = store->capacity == 0 ? 64 : 2 * store->capacity;
        store->outcomes = memory_resize(store->outcomes, store->capacity * sizeof *store->outcomes);
    }
    file->outcomes = store->outcomes;
    struct outcome *outcome = &store->outcomes[file->outcome_count++];
    *outcome = (struct outcome){.explanation = ""};
    return outcome;
}

/* ---- what is wrong with a file ---- */

void outcome_store_refuse(struct outcome_store *store, enum exit_code code)
{
    store->file = (struct file_outcome){
        .path = store->file.path,
        .code = code,
        .explanation = "",
        .tally = {.invalid = code == CODE_INVALID, .unreadable = code == CODE_TROUBLE},
    };
    text_reset(&store->explanation);
}

static struct complaint *complaint_add(struct outcome_store *store)
{
    struct file_outcome *file = &store->file;
    if (file->complaint_count == store->complaint_capacity) {
        store->complaint_capacity =
            store->complaint_capacity == 0 ? 16 : 2 * store->complaint_capacity;
        store->complaints =
            memory_resize(store->complaints, store->complaint_capacity * sizeof *store->complaints);
    }
    file->complaints = store->complaints;
    return &store->complaints[file->complaint_count++];
}

void outcome_store_complain(struct outcome_store *store, const struct diagnostics *diagnostics)
{
    const struct diagnostic *sorted[2 * DIAGNOSTICS_LIMIT];
    size_t count = diagnostics_sort(diagnostics, sorted);
    for (size_t i = 0; i < count; i++) {
        *complaint_add(store) = (struct complaint){
            .path = outcome_store_keep(store, diagnostics->name),
            .place = sorted[i]->place,
            .width = sorted[i]->width,
            .severity = sorted[i]->severity,
            .message = outcome_store_keep(store, diagnostic_message(diagnostics, sorted[i])),
            .help = outcome_store_keep(store, diagnostic_help_text(diagnostics, sorted[i])),
        };
    }
    diagnostics_print(diagnostics, &store->explanation, true);
    if (store->explanation.length > 0) {
        store->file.explanation = store->explanation.bytes;
    }
}

void outcome_store_refuse_path(struct outcome_store *store, const char *trouble)
{
    outcome_store_refuse(store, CODE_TROUBLE);
    *complaint_add(store) = (struct complaint){
        .path = store->file.path,
        .width = 1,
        .message = outcome_store_keep(store, trouble),
    };
}

void outcome_store_free(struct outcome_store *store)
{
    arena_free(&store->arena);
    text_free(&store->explanation);
    free(store->outcomes);
    free(store->scenarios);
    free(store->complaints);
}
