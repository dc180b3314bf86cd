/* JSON Lines: events in the order in which they happen, for readers that follow a run. */
#include "ntsrm/json.h"
#include "ntsrm/report/json_parts.h"

/* {"event":"...", and the members of the object. */
static void put_event(struct report *report, const char *event, json_t *object)
{
    struct text *out = &report->page.text;
    text_append_format(out, "{\"event\":\"%s\",", event);
    json_append_members(out, object);
    text_append_string(out, "}\n");
}

static void jsonl_begin(struct report *report)
{
    json_memory_begin();
    put_event(report, "start", json_head(report->facts));
}

static void jsonl_file(struct report *report, const struct file_outcome *file)
{
    if (!file->goes_on) {
        put_event(report, "file", json_file(file));
    }
    for (size_t i = 0; i < file->outcome_count; i++) {
        put_event(report, "case", json_case(report->facts, file, &file->outcomes[i]));
    }
}

static void jsonl_end(struct report *report, const struct run_end *end)
{
    put_event(report, "end", json_tail(end));
}

const struct report_format format_jsonl = {
    .name = "jsonl",
    .summary = "JSON Lines: an event for each file and each case, as soon as the file is done",
    .wants_all = true,
    .wants_suite = true,
    .begin = jsonl_begin,
    .file = jsonl_file,
    .end = jsonl_end,
};
