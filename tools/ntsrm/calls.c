/* ntsrm calls: the call table. */
#include "calls.h"

#include "command.h"
#include "lookup.h"
#include "options.h"
#include "page.h"
#include "statuses.h"

#include <stdio.h>
#include <string.h>

#define RETURN_COLUMN 48
#define USE_COLUMN    30
#define KIND_COLUMN   44
#define WHEN_COLUMN   36
#define WORDS_SHOWN   8

static const char *const families[] = {
    [CALL_KERNEL] = "kernel: previous mode does not matter, pointers are believed",
    [CALL_NT] = "previous mode is the step's `mode`, UserMode if that is not written",
    [CALL_ZW] = "kernel: what KernelMode may do, and pointers are believed",
    [CALL_WIN32] = "user: what fails sets the last error",
};

static void print_list(struct page *page)
{
    const char *header = "";
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        if (strcmp(header, call->header) != 0) {
            page_put(page, STYLE_HEADING, "%s%s\n", i > 0 ? "\n" : "", call->header);
            header = call->header;
        }
        page_put(page, STYLE_NAME, "  %s", call->name);
        page_to(page, RETURN_COLUMN);
        page_put(page, STYLE_FAINT, "%s\n", kind_row(call->returns)->name);
    }
}

/* The constants of a kind, where they are few enough to be read. */
static void put_constants(struct page *page, const struct dictionary *dictionary,
                          enum word_space space)
{
    struct text words = {0};
    size_t count = 0;
    for (uint32_t i = 0; i < dictionary->count; i++) {
        if (space != SPACE_NONE && dictionary->words[i].space == space) {
            text_append_format(&words, "%s%s", count++ > 0 ? ", " : "", dictionary->words[i].text);
        }
    }
    if (count > 0 && count <= WORDS_SHOWN) {
        page_to(page, KIND_COLUMN);
        page_words(page, STYLE_FAINT, words.bytes);
        page_end(page);
    }
    text_free(&words);
}

const char *call_origin(enum call_family family)
{
    return families[family];
}

const char *parameter_use(const struct call_parameter *parameter)
{
    static const char *const uses[] = {
        [PARAMETER_IN] = "in",
        [PARAMETER_OUT] = "out",
        [PARAMETER_IN_OUT] = "in, out",
        [PARAMETER_CONSUMED] = "in, used up",
        [PARAMETER_GIVEN_BACK] = "in, given back",
    };
    return uses[parameter->use];
}

static void print_parameter(struct page *page, const struct call *call,
                            const struct call_parameter *parameter,
                            const struct dictionary *dictionary)
{
    const struct kind_row *kind = kind_row(parameter->kind);
    page_put(page, STYLE_NAME, "    %s", parameter->name);
    page_to(page, USE_COLUMN);
    page_put(page, STYLE_PLAIN, "%s%s", parameter_use(parameter),
             parameter->optional ? ", opt." : "");
    page_to(page, KIND_COLUMN);
    page_put_string(page, STYLE_PLAIN, kind->name);
    page_end(page);
    if (parameter->use != PARAMETER_OUT) {
        page_to(page, KIND_COLUMN);
        page_words(page, STYLE_FAINT, kind->description);
        page_end(page);
        if (!kind->pointer && parameter->kind != KIND_BOOLEAN) {
            put_constants(page, dictionary, kind->words);
        }
    }
    if (parameter->unless_null > 0) {
        page_to(page, KIND_COLUMN);
        page_put(page, STYLE_FAINT, "not needed if %s is NULL\n",
                 call->parameters[parameter->unless_null - 1].name);
    }
}

static void print_parameters(struct page *page, const struct call *call)
{
    struct dictionary dictionary = {0};
    dictionary_init(&dictionary);
    page_put(page, STYLE_HEADING, "  parameters\n");
    if (call->parameters[0].name == NULL) {
        page_put(page, STYLE_PLAIN, "    none\n");
    }
    for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
        print_parameter(page, call, at, &dictionary);
    }
    dictionary_free(&dictionary);
}

static void print_unseen(struct page *page, const char *reason)
{
    if (reason != NULL) {
        page_to(page, WHEN_COLUMN);
        page_put(page, STYLE_FAINT, "no scenario can show it:");
        page_flow(page, STYLE_FAINT, reason, WHEN_COLUMN);
        page_end(page);
    }
}

static void print_results(struct page *page, const struct call *call)
{
    const struct kind_row *kind = kind_row(call->returns);
    page_put(page, STYLE_HEADING, "  returns ");
    page_put(page, STYLE_PLAIN, "%s%s\n", kind->name,
             call->returns_reference ? ", a reference that has to be given back" : "");
    for (const struct call_result *at = call->results; at->name != NULL; at++) {
        page_put(page, STYLE_NAME, "    %s", at->name);
        page_to(page, WHEN_COLUMN);
        page_words(page, STYLE_PLAIN, at->when);
        page_end(page);
        print_unseen(page, call_result_unseen(call, at));
    }
}

static void print_call(struct page *page, const struct call *call)
{
    page_put_string(page, STYLE_NAME, call->name);
    page_put(page, STYLE_PLAIN, "  (%s)\n", call->header);
    print_parameters(page, call);
    print_results(page, call);
    page_put(page, STYLE_HEADING, "  mode    ");
    page_words(page, STYLE_PLAIN, call_origin(call->family));
    page_end(page);
    page_put(page, STYLE_HEADING, "  source  ");
    page_words(page, STYLE_PLAIN, call->source);
    page_end(page);
}

bool calls_look_up(struct page *page, const char *word)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        if (strcmp(word, call->name) == 0) {
            print_call(page, call);
            return true;
        }
    }
    return false;
}

size_t calls_words(const char **words, size_t count)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL && count < LOOKUP_LIMIT; i++) {
        words[count++] = call->name;
    }
    return count;
}

enum calls_option {
    CALLS_STATUSES,
    CALLS_MARKDOWN,
    CALLS_OPTION_COUNT
};

static const struct option options[] = {
    [CALLS_STATUSES] = {"statuses", NULL,
                        "how many scenarios assert each result of the calls"},
    [CALLS_MARKDOWN] = {"markdown", NULL, "the whole table as docs/calls.md"},
    [CALLS_OPTION_COUNT] = {0},
};

static enum exit_code call_show(const struct invocation *invocation)
{
    const char *word = invocation->operands[0];
    if (calls_look_up(invocation->page, word)) {
        return CODE_PASSED;
    }
    const char *known[LOOKUP_LIMIT];
    usage_error(&command_calls, "unknown call '%s'", word);
    print_nearest("", word, known, calls_words(known, 0));
    return CODE_NOTHING;
}

static enum exit_code calls_run(const struct invocation *invocation)
{
    size_t option = CALLS_OPTION_COUNT;
    for (size_t i = 0; i < invocation->option_count; i++) {
        option = invocation->options[i].option;
    }
    if (option == CALLS_STATUSES) {
        return statuses_run(invocation);
    }
    if (option == CALLS_MARKDOWN) {
        calls_print_markdown(&invocation->page->text);
        return CODE_PASSED;
    }
    if (invocation->operand_count > 1) {
        return usage_error(&command_calls, "'%s' is too much", invocation->operands[1]);
    }
    if (invocation->operand_count == 1) {
        return call_show(invocation);
    }
    print_list(invocation->page);
    return CODE_PASSED;
}

const struct command command_calls = {
    .name = "calls",
    .operands = "[NAME]",
    .most = (size_t)-1,
    .summary = "the calls that a step can make",
    .details = "NAME shows the parameters of a call, how their values are written, and what it "
               "returns when. Without it, all calls by the header that declares them. Exit code 5 "
               "if there is no such call.\n"
               "--statuses counts how many scenarios assert each result of the calls that are "
               "named, or of all. What names no call is the PATH of scenarios, as for run; without "
               "any it is the folder 'scenarios'. Exit code: 1 no scenario asserts a result, and "
               "the table does not say why none can, or one asserts what the table does not have; "
               "3 a scenario is invalid, 4 a file cannot be read, 5 there is no scenario.",
    .options = options,
    .run = calls_run,
};
