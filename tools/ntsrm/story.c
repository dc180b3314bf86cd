#include "story.h"

#include "entries.h"
#include "events.h"
#include "portrait.h"

#include "ex/rules.h"
#include "ex/trace.h"
#include "ps/thread.h"

#include <string.h>

struct story {
    struct page steps;
    struct portrait portrait;
};

/* ---- changes ---- */

static void tell_change(struct page *page, const char *object, const char *property,
                        const char *before, const char *after)
{
    page_put(page, STYLE_PLAIN, "      %s ", object);
    unsigned column = page->column;
    page_put(page, STYLE_FAINT, "%s:", property);
    page_flow(page, STYLE_PLAIN, before, column);
    page_put(page, STYLE_FAINT, " ->");
    page_flow(page, STYLE_PLAIN, after, column);
    page_end(page);
}

/* The same for one entry of a property that is a mapping. */
static void tell_entry(struct page *page, const struct change *change, const struct entry *entry,
                       const struct entry *before, const struct entry *after)
{
    struct text texts[3] = {0};
    text_append_format(&texts[0], "%s %.*s", change->property, (int)entry->key_length, entry->key);
    text_append(&texts[1], before->value, before->value_length);
    text_append(&texts[2], after->value, after->value_length);
    tell_change(page, change->object, texts[0].bytes, texts[1].bytes, texts[2].bytes);
    for (size_t i = 0; i < 3; i++) {
        text_free(&texts[i]);
    }
}

/* Only the entries that differ. */
static void tell_entries(struct page *page, const struct change *change)
{
    static const struct entry absent = {.value = "absent", .value_length = 6};
    struct entry entry, other;
    for (const char *at = change->before; entry_next(&at, &entry);) {
        if (!entry_find(change->after, &entry, &other)) {
            other = absent;
        }
        if (!entry_value_is(&entry, other.value, other.value_length)) {
            tell_entry(page, change, &entry, &entry, &other);
        }
    }
    for (const char *at = change->after; entry_next(&at, &entry);) {
        if (!entry_find(change->before, &entry, &other)) {
            tell_entry(page, change, &entry, &absent, &entry);
        }
    }
}

/* An object that came or went is an event of its own. */
static bool is_change(const struct change *change)
{
    return change->before != NULL && change->after != NULL;
}

static void tell_changes(struct page *page, const struct change *changes, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[i];
        if (!is_change(change)) {
            continue;
        }
        page_put_string(page, STYLE_PLAIN, any ? "" : "    changes\n");
        any = true;
        if (entries_are(change->before) || entries_are(change->after)) {
            tell_entries(page, change);
        } else {
            tell_change(page, change->object, change->property, change->before, change->after);
        }
    }
}

/* ---- which objects the case is about ---- */

static void mention_fact(struct story *story, struct runner *runner, struct ex_fact fact)
{
    struct text text = {0};
    if (fact.kind == FACT_TOKEN || fact.kind == FACT_THREAD || fact.kind == FACT_PROCESS ||
        fact.kind == FACT_OBJECT) {
        runner_print_fact(runner, &fact, &text);
        portrait_mention(&story->portrait, text.bytes);
    }
    text_free(&text);
}

static void mention_events(struct story *story, struct runner *runner, const struct step_view *step)
{
    const struct ex_trace *trace = runner_world(runner)->trace;
    for (size_t i = step->first_event; i < step->end_event; i++) {
        const struct ex_event *event = &trace->events[i];
        for (uint32_t j = 0; j < event->fact_count; j++) {
            mention_fact(story, runner, trace->facts[event->first_fact + j]);
        }
    }
}

/* Who made the call: the thread that runs. */
static void mention_caller(struct story *story, struct runner *runner)
{
    const struct _ETHREAD *thread = ps_current_thread();
    mention_fact(story, runner, ob_fact("", thread));
    mention_fact(story, runner, ob_fact("", thread->process));
    mention_fact(story, runner, ob_fact("", thread->process->token));
}

static void mention_all(struct story *story, struct runner *runner, const struct step_view *step,
                        const struct change *changes, size_t count)
{
    if (step->thread != NULL) {
        mention_caller(story, runner);
    }
    mention_events(story, runner, step);
    for (size_t i = 0; i < count; i++) {
        portrait_mention(&story->portrait, changes[i].object);
        portrait_mention(&story->portrait, changes[i].after != NULL ? changes[i].after : "");
    }
}

/* ---- steps ---- */

static void tell_world(void *context, struct runner *runner)
{
    struct story *story = context;
    portrait_take(&story->portrait, runner);
}

static void tell_result(struct page *page, const struct step_view *step)
{
    bool nothing = strcmp(step->result, "VOID") == 0;
    page_put(page, STYLE_PLAIN, "    returns%s%s", nothing ? "" : " ", nothing ? "" : step->result);
    if (step->passed) {
        page_put(page, STYLE_GOOD, ", as expected\n");
    } else {
        page_put(page, STYLE_BAD, ", and the step fails\n");
    }
}

/*
 * What the step's own call was given stands by its heading, and what it returned at the end, so
 * that only what is between is told here. What follows it is the runner closing its handles.
 */
static void tell_events(struct page *page, struct runner *runner, const struct step_view *step)
{
    const struct ex_event *events = runner_world(runner)->trace->events;
    size_t first = step->first_event;
    size_t end = step->end_event;
    size_t last = end;
    while (last > first && !(events[last - 1].kind == EVENT_LEAVE && events[last - 1].depth == 0)) {
        last--;
    }
    if (last == first || events[first].kind != EVENT_ENTER ||
        strcmp(events[first].name, step->call) != 0) {
        events_tell(page, runner, first, end, TELLING_STORY, 4);
        return;
    }
    if (events[first].fact_count > 0) {
        page_put(page, STYLE_FAINT, "    with ");
        events_tell_arguments(page, runner, first);
        page_end(page);
    }
    events_tell(page, runner, first + 1, last - 1, TELLING_STORY, 2);
}

static void tell_step(void *context, struct runner *runner, const struct step_view *step,
                      const struct change *changes, size_t change_count)
{
    struct story *story = context;
    struct page *page = &story->steps;
    page_put(page, STYLE_HEADING, "\nstep %zu: ", step->index + 1);
    if (step->thread != NULL) {
        page_put(page, STYLE_HEADING, "%s calls %s", step->thread, step->call);
    } else {
        page_put_string(page, STYLE_HEADING, step->expect);
    }
    page_put(page, STYLE_FAINT, "  (line %u)\n", (unsigned)step->place.line);
    mention_all(story, runner, step, changes, change_count);
    tell_events(page, runner, step);
    portrait_print_new(&story->portrait, runner, page);
    tell_changes(page, changes, change_count);
    if (step->thread != NULL) {
        tell_result(page, step);
    }
}

/* ---- the case ---- */

static void tell_head(struct page *page, struct runner *runner, size_t index, const char *path,
                      enum srm_profile profile)
{
    const struct case_info info = runner_case(runner, index);
    const struct scenario_info *scenario = runner_scenario(runner, info.scenario);
    page_put(page, STYLE_HEADING, "%s\n", runner_case_id(runner, index));
    if (*scenario->title != '\0') {
        page_words(page, STYLE_PLAIN, runner_case_title(runner, index));
        page_end(page);
    }
    page_put(page, STYLE_FAINT, "%s:%u, as %s\n", path, (unsigned)info.place.line,
             ex_profile_name(profile));
    if (scenario->source != NULL && *scenario->source != '\0') {
        page_put(page, STYLE_FAINT, "source: ");
        page_words(page, STYLE_FAINT, scenario->source);
        page_end(page);
    }
}

static void tell_end(struct page *page, struct runner *runner, size_t index)
{
    const struct case_result *result = runner_result(runner, index);
    page_put(page, result->state == CASE_PASS ? STYLE_GOOD : STYLE_BAD, "\n%s",
             case_state_word(result->state));
    if (result->reason != NULL) {
        page_put(page, STYLE_PLAIN, ": ");
        page_words(page, STYLE_PLAIN, result->reason);
    }
    page_end(page);
    if (result->finding_count > 0) {
        runner_print_findings(runner, index, &page->text, page->color);
    }
}

void story_tell(struct page *page, struct runner *runner, size_t index, const char *path,
                struct run_options *options)
{
    const struct case_info info = runner_case(runner, index);
    bool other = options->has_profile && !info.names_profile;
    struct page empty = {.color = page->color, .width = page->width};
    struct story story = {.steps = empty, .portrait = {.page = empty}};
    struct run_observer observer = {.context = &story, .begin = tell_world, .after = tell_step};
    options->trace = true;
    options->observer = &observer;
    tell_head(page, runner, index, path, other ? options->profile : info.profile);
    runner_run_case(runner, index, options);
    options->observer = NULL;
    if (story.steps.text.length > 0) {
        page_put(page, STYLE_HEADING, "\nthe world\n");
        portrait_print(&story.portrait, page);
        text_append(&page->text, story.steps.text.bytes, story.steps.text.length);
    }
    tell_end(page, runner, index);
    portrait_free(&story.portrait);
    page_free(&story.steps);
}
