/*
 * One JSON document. Each case has a line of its own, so that two reports can be compared line by
 * line; the totals stand at the end, so that no more than one case has to be kept.
 */
#include "ntsrm/json.h"
#include "ntsrm/report/json_parts.h"

#include <stdlib.h>

struct state {
    bool any_file, any_case;
};

static void json_begin(struct report *report)
{
    struct text *out = &report->page.text;
    json_memory_begin();
    report->state = memory_resize(NULL, sizeof(struct state));
    *(struct state *)report->state = (struct state){0};
    text_append_string(out, "{");
    json_append_members(out, json_head(report->facts));
    text_append_string(out, ",\n\"files\":[");
}

static void json_file_told(struct report *report, const struct file_outcome *file)
{
    struct text *out = &report->page.text;
    struct state *state = report->state;
    if (!file->goes_on) {
        text_append_string(out, state->any_file ? ",\n{" : "\n{");
        json_append_members(out, json_file(file));
        text_append_string(out, ",\"cases\":[");
        state->any_file = true;
        state->any_case = false;
    }
    for (size_t i = 0; i < file->outcome_count; i++) {
        text_append_string(out, state->any_case ? ",\n" : "\n");
        json_append(out, json_case(report->facts, file, &file->outcomes[i]));
        state->any_case = true;
    }
    text_append_string(out, file->more ? "" : "]}");
}

static void json_end(struct report *report, const struct run_end *end)
{
    struct text *out = &report->page.text;
    text_append_string(out, "],\n");
    json_append_members(out, json_tail(end));
    text_append_string(out, "}\n");
    free(report->state);
}

const struct report_format format_json = {
    .name = "json",
    .summary = "one JSON document, with all that is known of each case",
    .wants_all = true,
    .wants_suite = true,
    .begin = json_begin,
    .file = json_file_told,
    .end = json_end,
};
