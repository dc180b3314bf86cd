/* What a runner tells about its file and its cases (scenario.h). */
#include "scenario/cases.h"
#include "scenario/runner.h"

#include "ex/rules.h"

#include <string.h>

/* ---- sources ---- */

size_t runner_source_count(const struct runner *run)
{
    return run->used_count + 1;
}

const struct diagnostics *runner_diagnostics(const struct runner *run, size_t source)
{
    return source == 0 ? &run->main.diagnostics : &run->used[source - 1]->diagnostics;
}

void runner_print_diagnostics(const struct runner *run, struct text *out, bool color)
{
    for (size_t i = 0; i < runner_source_count(run); i++) {
        diagnostics_print(runner_diagnostics(run, i), out, color);
    }
}

/* ---- scenarios and cases ---- */

size_t runner_scenario_count(const struct runner *run)
{
    return run->document_count;
}

const struct scenario_info *runner_scenario(const struct runner *run, size_t scenario)
{
    return &run->documents[scenario].info;
}

const char *runner_scenario_tag(const struct runner *run, size_t scenario, size_t tag)
{
    const struct node *tags = key_value(run->documents[scenario].keys, DOCUMENT, tags);
    if (!tags || tags->kind != NODE_SEQUENCE || tag >= tags->count) {
        return NULL;
    }
    const struct node *entry = node_first(tags);
    while (tag-- > 0) {
        entry = node_next(&run->main.nodes, entry);
    }
    return entry->text;
}

size_t runner_case_count(const struct runner *run)
{
    return run->case_count;
}

struct case_info runner_case(const struct runner *run, size_t index)
{
    return cases_at(run, index).info;
}

bool runner_row_has_line(const struct runner *run, size_t scenario, unsigned long line)
{
    for (size_t i = 0; i < run->range_count; i++) {
        const struct case_range *range = &run->ranges[i];
        if (range->row && range->info.scenario == scenario && line >= range->info.place.line &&
            line <= range->info.end_line) {
            return true;
        }
    }
    return false;
}

/* ---- ids and titles ---- */

/* Runs a function with the row of another case; the case that runs may need its own again. */
static struct row row_of(struct runner *run, const struct case_entry *entry)
{
    struct row row = run->row;
    run->nodes = &run->main.nodes;
    cases_choose_row(run, entry);
    return row;
}

static bool is_in_id(const struct row_value *value)
{
    return !node_is(value->key, "skip") && !node_is(value->key, "xfail");
}

static void id_append(struct runner *run, const char **separator, const char *key,
                      const struct node *value, const char *word)
{
    text_append_format(&run->id, "%s%s=", *separator, key);
    if (value) {
        /* An id is one line, whatever its values are. */
        text_reset(&run->print);
        node_print(run, value, &run->print);
        text_append_escaped(&run->id, run->print.bytes, run->print.length);
    } else {
        text_append_string(&run->id, word);
    }
    *separator = ",";
}

const char *runner_case_id(struct runner *run, size_t index)
{
    const struct case_entry entry = cases_at(run, index);
    const struct document *document = &run->documents[entry.info.scenario];
    const struct node *profile = key_value(document->keys, DOCUMENT, profile);
    const struct nodes *nodes = run->nodes;
    struct row row = row_of(run, &entry);
    const char *separator = "[";
    text_reset(&run->id);
    text_append_string(&run->id, document->info.id);
    if (profile && profile->kind == NODE_SEQUENCE && !entry.range->row_names_profile) {
        id_append(run, &separator, "profile", NULL, ex_profile_name(entry.info.profile));
    }
    for (size_t i = 0; i < run->row.count; i++) {
        const struct row_value *value = &run->row.values[i];
        if (is_in_id(value)) {
            id_append(run, &separator, value->key->text, value->value, NULL);
        }
    }
    if (separator[0] == ',') {
        text_append_string(&run->id, "]");
    }
    run->row = row;
    run->nodes = nodes;
    return run->id.bytes;
}

/* The longest key of the row that stands at the place of a $name. */
static const struct row_value *value_at(const struct runner *run, const char *at)
{
    const struct row_value *found = NULL;
    for (size_t i = 0; i < run->row.count; i++) {
        const struct row_value *value = &run->row.values[i];
        if (strncmp(at, value->key->text, value->key->length) == 0 &&
            (!found || value->key->length > found->key->length)) {
            found = value;
        }
    }
    return found;
}

const char *runner_case_title(struct runner *run, size_t index)
{
    const struct case_entry entry = cases_at(run, index);
    const char *at = run->documents[entry.info.scenario].info.title;
    const struct nodes *nodes = run->nodes;
    struct row row = row_of(run, &entry);
    text_reset(&run->title);
    text_append_string(&run->title, "");
    while (*at) {
        const struct row_value *value = *at == '$' ? value_at(run, at + 1) : NULL;
        if (value) {
            node_print(run, value->value, &run->title);
            at += value->key->length + 1;
        } else {
            text_append(&run->title, at++, 1);
        }
    }
    run->row = row;
    run->nodes = nodes;
    return run->title.bytes;
}

/* ---- results ---- */

const char *case_state_word(enum case_state state)
{
    static const char *const words[] = {
        [CASE_NOT_RUN] = "not run", [CASE_PASS] = "passed",
        [CASE_SKIP] = "skipped",    [CASE_XFAIL] = "failed as expected",
        [CASE_FAIL] = "failed",     [CASE_XPASS] = "passed unexpectedly",
        [CASE_ERROR] = "error",
    };
    return words[state];
}

const struct finding *runner_finding(const struct runner *run, size_t finding)
{
    return &run->findings[finding];
}

void runner_print_findings(const struct runner *run, size_t index, struct text *out, bool color)
{
    const struct case_result *result = runner_result(run, index);
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct finding *finding = &run->findings[result->first_finding + i];
        const struct diagnostics *source = runner_diagnostics(run, finding->source);
        struct diagnostics one = {.name = NULL};
        diagnostics_begin(&one, source->name, source->source, source->source_length);
        diagnostic_add(&one, SEVERITY_ERROR, finding->place, finding->width, "%s",
                       finding->message);
        diagnostics_print(&one, out, color);
        diagnostics_free(&one);
    }
}

bool runner_is_twin(const struct runner *run)
{
    return run->document_count > 0 && run->documents[0].is_twin;
}

int case_exit_code(const struct case_result *result)
{
    if (result->state == CASE_FAIL || result->state == CASE_XPASS) {
        return 1;
    }
    if (result->state != CASE_ERROR) {
        return 0;
    }
    return result->trouble == TROUBLE_SCENARIO ? 3 : 4;
}

const struct ex_answers *runner_coverage(const struct runner *run)
{
    return run->coverage;
}

struct srm_world *runner_world(struct runner *run)
{
    return run->world;
}
