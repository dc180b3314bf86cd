#include "events.h"

#include "rules.h"

#include "ex/rules.h"
#include "ex/trace.h"

#define ANSWER_WIDTH 5
#define ID_WIDTH     35

/* What is being told, and how. */
struct teller {
    struct page *page;
    struct runner *runner;
    const struct ex_trace *trace;
    enum telling telling;
};

static const char *fact_text(const struct teller *teller, const struct ex_fact *fact,
                             struct text *scratch)
{
    text_reset(scratch);
    text_append_string(scratch, "");
    runner_print_fact(teller->runner, fact, scratch);
    return scratch->bytes;
}

/* "Thread: s, Token: client.token". */
static void tell_facts(const struct teller *teller, const struct ex_event *event)
{
    struct text value = {0};
    struct text item = {0};
    unsigned column = teller->page->column;
    for (uint32_t i = 0; i < event->fact_count; i++) {
        const struct ex_fact *fact = &teller->trace->facts[event->first_fact + i];
        text_reset(&item);
        text_append_format(&item, "%s: %s%s", fact->label, fact_text(teller, fact, &value),
                           i + 1 < event->fact_count ? "," : "");
        page_item(teller->page, STYLE_PLAIN, item.bytes, column);
    }
    text_free(&value);
    text_free(&item);
}

static void tell_answer(const struct teller *teller, const struct ex_event *event)
{
    unsigned column = teller->page->column;
    page_put_string(teller->page, event->answer ? STYLE_GOOD : STYLE_HEADING,
                    event->answer ? "yes" : "no");
    page_to(teller->page, column + ANSWER_WIDTH);
}

/* What is special about this answer: a switch or the version decided it. */
static void decision_append(const struct teller *teller, const struct ex_event *event,
                            struct text *out)
{
    const struct ex_rule_row *row = ex_rule_row(event->id);
    if (row->yes != NULL) {
        char name[64];
        text_append_format(out, "(policy %s is %s, not %s)",
                           ex_policy_name(event->id, name, sizeof name),
                           rule_policy_word(event->id, event->answer),
                           rule_policy_word(event->id, !event->answer));
    } else if (event->fixed) {
        text_append_format(out, "(%s does not have this rule)",
                           ex_profile_name(runner_world(teller->runner)->profile));
    }
}

static void tell_decision(const struct teller *teller, const struct ex_event *event,
                          unsigned column)
{
    struct text decision = {0};
    decision_append(teller, event, &decision);
    page_flow(teller->page, STYLE_DOUBT, decision.length > 0 ? decision.bytes : "", column);
    text_free(&decision);
}

static void tell_rule_line(const struct teller *teller, const struct ex_event *event)
{
    struct page *page = teller->page;
    unsigned begin = page->column;
    tell_answer(teller, event);
    page_put_string(page, STYLE_NAME, event->name);
    if (teller->telling == TELLING_TRACE) {
        if (event->fact_count > 0) {
            page_to(page, begin + ANSWER_WIDTH + ID_WIDTH);
            tell_facts(teller, event);
        }
        tell_decision(teller, event, begin + ANSWER_WIDTH + ID_WIDTH);
        return;
    }
    page_to(page, begin + ANSWER_WIDTH + ID_WIDTH);
    unsigned column = page->column;
    page_words(page, STYLE_PLAIN, ex_rule_row(event->id)->sentence);
    tell_decision(teller, event, column);
}

/* The sentence, and below it the rule, what it was asked about, and what it rests on. */
static void tell_rule_story(const struct teller *teller, const struct ex_event *event)
{
    struct page *page = teller->page;
    const struct ex_rule_row *row = ex_rule_row(event->id);
    bool contested = row->confidence == RULE_CONTESTED;
    unsigned column = page->column + ANSWER_WIDTH;
    tell_answer(teller, event);
    page_words(page, STYLE_PLAIN, row->sentence);
    page_end(page);
    page_to(page, column);
    page_put_string(page, STYLE_NAME, row->id);
    tell_decision(teller, event, column);
    page_put(page, STYLE_FAINT, ",");
    page_flow(page, contested ? STYLE_DOUBT : STYLE_FAINT, ex_confidence_name(row->confidence),
              column);
    page_put(page, STYLE_FAINT, ":");
    page_flow(page, STYLE_FAINT, row->source, column);
    if (event->fact_count > 0) {
        page_end(page);
        page_to(page, column);
        tell_facts(teller, event);
    }
}

static void tell_rule(const struct teller *teller, const struct ex_event *event)
{
    if (teller->telling == TELLING_STORY) {
        tell_rule_story(teller, event);
    } else {
        tell_rule_line(teller, event);
    }
}

static void tell_call(const struct teller *teller, const struct ex_event *event)
{
    page_put_string(teller->page, STYLE_HEADING, event->name);
    page_put(teller->page, STYLE_PLAIN, "(");
    tell_facts(teller, event);
    page_put(teller->page, STYLE_PLAIN, ")");
}

static void tell_return(const struct teller *teller, const struct ex_event *event)
{
    const struct ex_fact *fact = &teller->trace->facts[event->first_fact];
    struct text value = {0};
    page_put_string(teller->page, STYLE_PLAIN, event->name);
    if (event->fact_count == 0 || fact->kind == FACT_NOTHING) {
        page_put(teller->page, STYLE_PLAIN, " returns");
    } else {
        page_put(teller->page, STYLE_PLAIN, " returns %s", fact_text(teller, fact, &value));
    }
    text_free(&value);
}

/* The event's fact of that number, as a name; "" if there is none. */
static void put_fact(const struct teller *teller, const struct ex_event *event, uint32_t number,
                     const char *before)
{
    struct text value = {0};
    if (number < event->fact_count) {
        const struct ex_fact *fact = &teller->trace->facts[event->first_fact + number];
        page_put(teller->page, STYLE_PLAIN, "%s%s", before, fact_text(teller, fact, &value));
    }
    text_free(&value);
}

static void tell_object(const struct teller *teller, const struct ex_event *event)
{
    static const char *const verbs[] = {
        [EVENT_CREATED] = "created",       [EVENT_COPIED] = "copied",
        [EVENT_REFERENCED] = "referenced", [EVENT_DEREFERENCED] = "reference given back",
        [EVENT_DELETED] = "deleted",       [EVENT_CHANGED] = "changed",
    };
    page_put_string(teller->page, STYLE_FAINT, verbs[event->kind]);
    if (event->kind == EVENT_COPIED) {
        put_fact(teller, event, 1, " ");
        put_fact(teller, event, 0, " to ");
        return;
    }
    put_fact(teller, event, 0, " ");
    if (event->name != NULL) {
        page_put(teller->page, STYLE_PLAIN, ": %s", event->name);
    }
    for (uint32_t i = 1; i < event->fact_count; i++) {
        page_put(teller->page, STYLE_PLAIN, ", %s",
                 teller->trace->facts[event->first_fact + i].label);
        put_fact(teller, event, i, " ");
    }
}

static void tell_event(const struct teller *teller, const struct ex_event *event)
{
    switch (event->kind) {
    case EVENT_RULE:
        tell_rule(teller, event);
        break;
    case EVENT_ENTER:
        tell_call(teller, event);
        break;
    case EVENT_LEAVE:
        tell_return(teller, event);
        break;
    case EVENT_CREATED:
    case EVENT_COPIED:
    case EVENT_REFERENCED:
    case EVENT_DEREFERENCED:
    case EVENT_DELETED:
    case EVENT_CHANGED:
    default:
        tell_object(teller, event);
        break;
    }
    page_end(teller->page);
}

void events_tell_arguments(struct page *page, struct runner *runner, size_t index)
{
    struct teller teller = {
        .page = page, .runner = runner, .trace = runner_world(runner)->trace};
    tell_facts(&teller, &teller.trace->events[index]);
}

void events_append_facts(struct text *out, struct runner *runner, size_t index)
{
    struct page page = {.width = (unsigned)-1};
    events_tell_arguments(&page, runner, index);
    text_append(out, page.text.bytes, page.text.length);
    page_free(&page);
}

void events_tell(struct page *page, struct runner *runner, size_t first, size_t end,
                 enum telling telling, unsigned column)
{
    struct teller teller = {
        .page = page,
        .runner = runner,
        .trace = runner_world(runner)->trace,
        .telling = telling,
    };
    for (size_t i = first; i < end; i++) {
        const struct ex_event *event = &teller.trace->events[i];
        bool rule = event->kind == EVENT_RULE;
        if (rule || telling != TELLING_RULES) {
            unsigned depth = telling == TELLING_RULES ? 0 : event->depth;
            page_to(page, column + 2 * depth);
            tell_event(&teller, event);
        }
    }
}
