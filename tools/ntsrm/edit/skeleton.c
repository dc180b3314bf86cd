#include "ntsrm/edit/skeleton.h"

#include "ntsrm/edit/canonical.h"

#include "scenario/scenario.h"

#include "ex/rules.h"

#include <ctype.h>
#include <string.h>

enum part {
    PART_ACCOUNTS,
    PART_TOKENS,
    PART_OBJECTS,
    PART_PROCESSES,
    PART_THREADS,
    PART_STEPS,
};

/* Who the service is: one that may impersonate and no more, or whoever the call needs. */
static const char *const services[] = {
    "{like: local-service}",
    "{like: system, privileges: {SeCreateTokenPrivilege: enabled, "
    "SeAssignPrimaryTokenPrivilege: enabled, SeIncreaseQuotaPrivilege: enabled, "
    "SeSecurityPrivilege: enabled}}",
};

#define SERVICES (sizeof services / sizeof *services)

static const struct bring {
    enum part part;
    const char *name, *needs, *text;
} brings[] = {
#define BRING(part, name, needs, text) {PART_##part, name, needs, text},
#include "ntsrm/edit/skeleton.def"
};

#define BRINGS (sizeof brings / sizeof *brings)

static const struct situation {
    const char *call, *thread, *needs;
} situations[] = {
#define SITUATION(call, thread, needs) {call, thread, needs},
#include "ntsrm/edit/skeleton.def"
};

struct skeleton {
    const struct call *call;
    const char *id;
    const struct situation *situation;
    struct text step;   /* the call's own, up to what it answers */
    struct text plain;  /* that without comments, which bring nothing */
    struct text answer; /* what it answered; before that, what it might */
    struct text rules;  /* comments: what was asked on the way */
    bool asked;         /* did it run? */
};

static bool is_name_part(char byte)
{
    return isalnum((unsigned char)byte) || byte == '-' || byte == '_';
}

/* Does the name stand there as a word that is no key? */
static bool mentions(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; (at = strstr(at, name)) != NULL; at += length) {
        bool begins = at == text || !is_name_part(at[-1]);
        if (begins && !is_name_part(at[length]) && at[length] != ':') {
            return true;
        }
    }
    return false;
}

/* ---- the world ---- */

static void append_plain(struct text *text, const char *step)
{
    const char *end;
    for (const char *at = step; *at != '\0'; at = end + 1) {
        end = strchr(at, '\n');
        const char *comment = strstr(at, "# ");
        text_append(text, at, (size_t)((comment != NULL && comment < end ? comment : end) - at));
        text_append_string(text, "\n");
    }
}

/* Whatever is mentioned, and what that mentions. */
static void brings_choose(const struct skeleton *skeleton, bool *chosen)
{
    const char *needs = skeleton->situation != NULL ? skeleton->situation->needs : "";
    for (size_t i = 0; i < BRINGS; i++) {
        chosen[i] =
            mentions(skeleton->plain.bytes, brings[i].name) || mentions(needs, brings[i].name);
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < BRINGS; i++) {
            for (size_t j = 0; chosen[i] && j < BRINGS; j++) {
                if (!chosen[j] && (mentions(brings[i].text, brings[j].name) ||
                                   mentions(brings[i].needs, brings[j].name))) {
                    chosen[j] = more = true;
                }
            }
        }
    }
}

static void append_process(struct text *text, const struct bring *process, const bool *chosen)
{
    text_append_format(text, "{token: %s", process->text);
    for (size_t i = 0; i < BRINGS; i++) {
        if (chosen[i] && brings[i].part == PART_THREADS &&
            strcmp(brings[i].text, process->name) == 0) {
            text_append_format(text, ", threads: [%s]", brings[i].name);
        }
    }
    text_append_string(text, "}");
}

static void append_fixtures(struct text *text, const bool *chosen, size_t service)
{
    static const char *const keys[] = {"accounts", "tokens", "objects", "processes"};
    for (enum part part = PART_ACCOUNTS; part <= PART_PROCESSES; part++) {
        bool begun = false;
        for (size_t i = 0; i < BRINGS; i++) {
            if (!chosen[i] || brings[i].part != part) {
                continue;
            }
            text_append_format(text, "%s%s  %s: ", begun ? "" : keys[part], begun ? "" : ":\n",
                               brings[i].name);
            if (part == PART_PROCESSES) {
                append_process(text, &brings[i], chosen);
            } else {
                text_append_string(text, brings[i].text);
            }
            text_append_string(text, "\n");
            begun = true;
        }
        if (part == PART_TOKENS) {
            text_append_format(text, "%s  service-token: %s\n", begun ? "" : "tokens:\n",
                               services[service]);
        }
    }
}

/* Does the call's own step, or another one before it, mention what the step binds? */
static bool is_looked_at(const struct skeleton *skeleton, const bool *chosen, size_t index)
{
    bool looked_at = mentions(skeleton->plain.bytes, brings[index].name);
    for (size_t i = 0; i < BRINGS; i++) {
        looked_at =
            looked_at || (i != index && chosen[i] && mentions(brings[i].text, brings[index].name));
    }
    return looked_at;
}

static bool begins_with(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncmp(text, word, length) == 0 && !is_name_part(text[length]);
}

/* Does the step do the same without a name there? An optional parameter would be NULL. */
static bool is_dispensable(const char *step, const char *out)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        if (!begins_with(step + strlen("{call: "), call->name)) {
            continue;
        }
        for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
            if (at->optional && begins_with(out + strlen("out: {"), at->name)) {
                return false;
            }
        }
    }
    return true;
}

/* Steps that are there for what they do bind no name. */
static void append_steps(struct text *text, const struct skeleton *skeleton, const bool *chosen)
{
    for (size_t i = 0; i < BRINGS; i++) {
        if (!chosen[i] || brings[i].part != PART_STEPS) {
            continue;
        }
        const char *step = brings[i].text, *out = strstr(step, "out: {");
        text_append_string(text, "  - ");
        if (out != NULL && !is_looked_at(skeleton, chosen, i) && is_dispensable(step, out)) {
            text_append(text, step, (size_t)(out - step));
            step = strstr(out, "expect: ");
        }
        text_append_format(text, "%s\n", step);
    }
}

/* ---- what it answers ---- */

static void append_results(struct text *text, const struct call *call)
{
    if (call->results[0].name == NULL) {
        return;
    }
    text_append_string(text, "    # What it can answer:\n");
    for (const struct call_result *at = call->results; at->name != NULL; at++) {
        text_append_format(text, "    #   %s: %s\n", at->name, at->when);
    }
}

/* In quotes where YAML wants them. */
static void append_sentence(struct text *text, const char *key, const char *value)
{
    if (strpbrk(value, ":#'\"{}[],&*!|>%@`\\") == NULL) {
        text_append_format(text, "%s: %s\n", key, value);
        return;
    }
    text_append_format(text, "%s: '", key);
    for (; *value != '\0'; value++) {
        text_append_string(text, *value == '\'' ? "'" : "");
        text_append(text, value, 1);
    }
    text_append_string(text, "'\n");
}

static void append_title(struct text *text, const struct skeleton *skeleton)
{
    struct text title = {0};
    const char *error = strstr(skeleton->answer.bytes, "error: ");
    text_append_format(&title, "%s answers %s", skeleton->call->name,
                       error != NULL ? error + 7 : skeleton->answer.bytes);
    if (error != NULL) {
        title.bytes[--title.length] = '\0'; /* the brace */
    }
    append_sentence(text, "title", title.bytes);
    text_free(&title);
}

static void compose(const struct skeleton *skeleton, size_t service, struct text *text)
{
    const struct call *call = skeleton->call;
    bool chosen[BRINGS];
    brings_choose(skeleton, chosen);
    text_append_format(text,
                       "# This passes as it stands. Change the values to what you want to show, "
                       "and the id and title to\n"
                       "# what that is. 'ntsrm calls %s' tells of the call, 'ntsrm explain FILE' "
                       "what it does here.\n\n",
                       call->name);
    text_append_format(text, "scenario: %s\n", skeleton->id);
    append_title(text, skeleton);
    append_sentence(text, "source", call->source);
    text_append_string(text, "\n");
    append_fixtures(text, chosen, service);
    text_append_string(text, "steps:\n");
    append_steps(text, skeleton, chosen);
    text_append(text, skeleton->step.bytes, skeleton->step.length);
    append_results(text, call);
    text_append_format(text, "    expect: %s\n", skeleton->answer.bytes);
    if (skeleton->rules.length > 0) {
        text_append(text, skeleton->rules.bytes, skeleton->rules.length);
    }
    text_append_string(text, "    # check: {s: {impersonates: none}}  # what is true of the world "
                             "after it\n");
}

/* ---- running it ---- */

static void append_rule(struct text *text, const char *prefix, const struct ex_event *event)
{
    text_append_format(text, "    # %s{%s: %s}", prefix, ex_rule_row(event->id)->id,
                       event->answer ? "true" : "false");
}

static bool is_rule(const struct ex_event *event)
{
    return event->kind == EVENT_RULE && strcmp(ex_rule_row(event->id)->group, "policy") != 0;
}

/* Was it asked before in the step, with the same answer? */
static bool is_repeated(const struct ex_trace *trace, size_t first, size_t index)
{
    const struct ex_event *event = &trace->events[index];
    for (size_t i = first; i < index; i++) {
        const struct ex_event *before = &trace->events[i];
        if (is_rule(before) && before->id == event->id && before->answer == event->answer) {
            return true;
        }
    }
    return false;
}

static void rules_note(struct skeleton *skeleton, const struct ex_trace *trace, size_t first,
                       size_t end)
{
    const struct ex_event *last = NULL;
    text_reset(&skeleton->rules);
    for (size_t i = first; i < end; i++) {
        const struct ex_event *event = &trace->events[i];
        if (!is_rule(event)) {
            continue;
        }
        if (last == NULL) {
            text_append_string(&skeleton->rules, "    # Rules that were asked on the way ('ntsrm "
                                                 "rules ID' tells of one):\n");
        }
        if (!is_repeated(trace, first, i)) {
            append_rule(&skeleton->rules, "  ", event);
            text_append_string(&skeleton->rules, "\n");
        }
        last = event;
    }
    if (last != NULL) {
        append_rule(&skeleton->rules, "because: ", last);
        text_append_string(&skeleton->rules, "\n");
    }
}

static void answer_note(void *context, struct runner *runner, const struct step_view *step,
                        const struct change *changes, size_t change_count)
{
    struct skeleton *skeleton = context;
    (void)changes;
    (void)change_count;
    skeleton->asked = strcmp(step->call, skeleton->call->name) == 0;
    if (!skeleton->asked) {
        return;
    }
    rules_note(skeleton, runner_world(runner)->trace, step->first_event, step->end_event);
    if (!step->passed && step->result != NULL) {
        text_reset(&skeleton->answer);
        text_append_string(&skeleton->answer, step->result);
    }
}

/* Runs it; true if it passes. */
static bool try_out(struct skeleton *skeleton, size_t service, struct text *text)
{
    const struct run_observer observer = {.context = skeleton, .after = answer_note};
    const struct run_options options = {.trace = true, .observer = &observer};
    struct runner *runner = runner_new();
    text_reset(text);
    compose(skeleton, service, text);
    skeleton->asked = false;
    bool passes = runner_load_memory(runner, "-", text->bytes, text->length, NULL) == LOAD_OK;
    if (passes) {
        runner_run_case(runner, 0, &options);
        passes = runner_result(runner, 0)->state == CASE_PASS;
    }
    runner_free(runner);
    return passes;
}

/* Before it ran: what it would best answer. */
static void answer_guess(struct skeleton *skeleton)
{
    static const struct {
        enum kind kind;
        const char *text;
    } guesses[] = {
        {KIND_VOID, "VOID"},
        {KIND_TOKEN, "NULL"},
        {KIND_THREAD, "s"},
        {KIND_PROCESS, "server"},
        {KIND_NEW_HANDLE, "HANDLE"},
        {KIND_BOOL, "TRUE"},
        {KIND_BOOLEAN, "TRUE"},
        {KIND_LEVEL, "SecurityAnonymous"},
        {KIND_TOKEN_TYPE, "TokenPrimary"},
        {KIND_ERROR, "ERROR_SUCCESS"},
        {KIND_RPC_STATUS, "RPC_S_OK"},
        {KIND_STATUS, "STATUS_SUCCESS"},
    };
    text_reset(&skeleton->answer);
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        if (guesses[i].kind == skeleton->call->returns) {
            text_append_string(&skeleton->answer, guesses[i].text);
        }
    }
}

/* As the service that can do it, or else as the first. */
static bool answer_find(struct skeleton *skeleton, struct text *text)
{
    for (size_t service = 0; service < SERVICES; service++) {
        answer_guess(skeleton);
        if (try_out(skeleton, service, text)) {
            /* Once more, with the rules that are known now. */
            return try_out(skeleton, service, text);
        }
    }
    answer_guess(skeleton);
    try_out(skeleton, 0, text);
    return skeleton->asked && try_out(skeleton, 0, text) && try_out(skeleton, 0, text);
}

bool skeleton_make(const struct call *call, const char *id, struct text *text)
{
    struct skeleton skeleton = {.call = call, .id = id};
    struct manuscript manuscript = {0};
    struct text raw = {0};
    for (size_t i = 0; i < sizeof situations / sizeof *situations; i++) {
        if (strcmp(situations[i].call, call->name) == 0) {
            skeleton.situation = &situations[i];
        }
    }
    skeleton_step(call, skeleton.situation != NULL ? skeleton.situation->thread : "s",
                  &skeleton.step);
    append_plain(&skeleton.plain, skeleton.step.bytes);
    bool passes = answer_find(&skeleton, &raw);
    if (canonical_make(&manuscript, id, raw.bytes, raw.length, text) != CANONICAL_MADE) {
        text_append(text, raw.bytes, raw.length);
        passes = false;
    }
    manuscript_free(&manuscript);
    text_free(&raw);
    text_free(&skeleton.step);
    text_free(&skeleton.plain);
    text_free(&skeleton.answer);
    text_free(&skeleton.rules);
    return passes;
}
