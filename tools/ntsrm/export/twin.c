#include "ntsrm/export/twin.h"

#include "ntsrm/export/steps.h"
#include "ntsrm/export/values.h"

#include "scenario/cases.h"
#include "scenario/runner.h"

#include "ex/rules.h"

#include <stdio.h>
#include <stdlib.h>

/* The world before the first step, in the order in which it is made. */
static const enum key_id world_keys[] = {
    KEY_DOCUMENT_accounts, KEY_DOCUMENT_settings, KEY_DOCUMENT_logon_sessions, KEY_DOCUMENT_tokens,
    KEY_DOCUMENT_jobs,     KEY_DOCUMENT_objects,  KEY_DOCUMENT_processes,
};

#define WORLD_KEY_COUNT (sizeof world_keys / sizeof *world_keys)

static const struct node *value_of(const struct keyed *keys, enum key_id key)
{
    return keys->at[key - KEY_BEGIN_DOCUMENT];
}

/* ---- fixtures: those of the files that are used, then the scenario's own ---- */

static void fixtures_add(struct runner *run, json_t **value, const struct node *node)
{
    json_t *more = node ? twin_value(run, node, TWIN_VALUE) : NULL;
    if (more != NULL && *value != NULL) {
        json_object_update(*value, more);
        json_decref(more);
    } else if (more != NULL) {
        *value = more;
    }
}

static json_t *fixtures_value(struct runner *run, enum key_id key)
{
    const struct document *document = run->document;
    json_t *value = NULL;
    for (size_t i = 0; i < document->source_count; i++) {
        struct source *source = run->use_order[document->first_source + i];
        run->nodes = &source->nodes;
        fixtures_add(run, &value, value_of(&source->keys, key));
    }
    run->nodes = &run->main.nodes;
    fixtures_add(run, &value, value_of(&document->keys, key));
    return value;
}

/* The only thread of the world; NULL if there are more. */
static const char *only_thread(json_t *processes)
{
    const char *found = NULL, *name;
    json_t *process, *thread;
    size_t count = 0, index;
    json_object_foreach(processes, name, process)
    {
        json_t *threads = json_object_get(process, "threads");
        json_array_foreach(threads, index, thread)
        {
            found = json_string_value(thread);
            count++;
        }
        if (json_is_object(threads) && json_object_size(threads) > 0) {
            found = json_object_iter_key(json_object_iter(threads));
            count += json_object_size(threads);
        }
    }
    return count == 1 ? found : NULL;
}

/* ---- one scenario ---- */

/* Of which keys the cases of a scenario have different values. */
struct differences {
    bool world[WORLD_KEY_COUNT];
    bool steps, policy;
};

static struct differences find_differences(struct runner *run, const struct document *document)
{
    const struct keyed *keys = &document->keys;
    const struct node *steps = value_of(keys, KEY_DOCUMENT_steps);
    struct differences differences = {
        .steps = twin_names_values(run, steps) || twin_expects_by_version(run, steps),
    };
    for (size_t i = 0; i < WORLD_KEY_COUNT; i++) {
        const struct node *node = value_of(keys, world_keys[i]);
        differences.world[i] = node && twin_names_values(run, node);
    }
    return differences;
}

/* The keys that differ between cases, or those that do not. */
static void add_world(struct runner *run, const struct differences *differences, bool differing,
                      json_t *object)
{
    json_t *processes = fixtures_value(run, KEY_DOCUMENT_processes);
    for (size_t i = 0; i < WORLD_KEY_COUNT; i++) {
        json_t *value =
            differences->world[i] == differing ? fixtures_value(run, world_keys[i]) : NULL;
        if (value != NULL) {
            json_object_set_new(object, key_at(world_keys[i])->text, value);
        }
    }
    if (differences->steps == differing) {
        const struct node *steps = value_of(&run->document->keys, KEY_DOCUMENT_steps);
        json_object_set_new(object, "steps", twin_steps(run, steps, only_thread(processes)));
    }
    json_decref(processes);
}

static void choose_case(struct runner *run, size_t index)
{
    run->entry = cases_at(run, index);
    run->document = &run->documents[run->entry.info.scenario];
    run->nodes = &run->main.nodes;
    run->profile = run->entry.info.profile;
    cases_choose_row(run, &run->entry);
}

/* The answers to contested points that the scenario gives, over which go those of the row. */
static json_t *policies_value(struct runner *run)
{
    const struct node *node = value_of(&run->document->keys, KEY_DOCUMENT_policy);
    json_t *policies = NULL;
    fixtures_add(run, &policies, node);
    fixtures_add(run, &policies, run->row.policy);
    return policies ? policies : json_object();
}

static json_t *case_value(struct runner *run, size_t index, const struct differences *differences)
{
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(runner_case_id(run, index)));
    json_object_set_new(object, "title", json_string(runner_case_title(run, index)));
    choose_case(run, index);
    const struct case_info *info = &run->entry.info;
    json_object_set_new(object, "profile", json_string(ex_profile_name(info->profile)));
    json_object_set_new(object, "policy", policies_value(run));
    if (info->skip != NULL) {
        json_object_set_new(object, "skip", json_string(info->skip));
    }
    if (info->xfail != NULL) {
        json_object_set_new(object, "xfail", json_string(info->xfail));
    }
    add_world(run, differences, true, object);
    return object;
}

/* Lists of words; empty if they are not written. */
static json_t *words_value(struct runner *run, const struct node *node)
{
    json_t *words = json_array();
    const struct node *end = node ? after(run, node) : NULL;
    for (const struct node *at = node ? node_first(node) : NULL; at != end; at = after(run, at)) {
        json_array_append_new(words, json_stringn(at->text, at->length));
    }
    return words;
}

/* All but the cases. */
static json_t *head_value(struct runner *run, const struct document *document,
                          const struct differences *differences, const struct twin_facts *facts)
{
    const struct scenario_info *info = &document->info;
    json_t *object = json_object();
    json_object_set_new(object, "twin", json_integer(TWIN_VERSION));
    if (facts->suite[0] != '\0') {
        json_object_set_new(object, "suite", json_string(facts->suite));
    }
    json_object_set_new(object, "file", json_string(facts->file));
    json_object_set_new(object, "scenario", json_string(info->id));
    json_object_set_new(object, "title", json_string(info->title));
    json_object_set_new(object, "source", json_string(info->source));
    json_object_set_new(object, "tags",
                        words_value(run, value_of(&document->keys, KEY_DOCUMENT_tags)));
    json_object_set_new(object, "rules",
                        words_value(run, value_of(&document->keys, KEY_DOCUMENT_rules)));
    choose_case(run, info->first_case);
    add_world(run, differences, false, object);
    return object;
}

/* ---- writing ---- */

/* Takes the value. */
static void value_write(FILE *stream, json_t *value)
{
    char *json = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    fputs(json, stream);
    free(json);
    json_decref(value);
}

/* The keys of an object on a line each, without its last bracket; takes it. */
static void head_write(FILE *stream, json_t *head, const char *line)
{
    const char *key;
    json_t *value;
    char separator = '{';
    json_object_foreach(head, key, value)
    {
        fprintf(stream, "%c%s\"%s\":", separator, line, key);
        value_write(stream, json_incref(value));
        separator = ',';
    }
    json_decref(head);
}

void twin_write(struct runner *run, size_t scenario, const struct twin_facts *facts, FILE *stream)
{
    const struct document *document = &run->documents[scenario];
    const struct scenario_info *info = &document->info;
    const char *line = facts->lines ? "\n" : "";
    run->dry = true;
    run->nodes = &run->main.nodes;
    const struct differences differences = find_differences(run, document);
    head_write(stream, head_value(run, document, &differences, facts), line);
    fprintf(stream, ",%s\"cases\":[", line);
    for (size_t i = 0; i < info->case_count; i++) {
        fprintf(stream, "%s%s", i > 0 ? "," : "", line);
        value_write(stream, case_value(run, info->first_case + i, &differences));
    }
    fprintf(stream, "]}\n");
    run->dry = false;
}
