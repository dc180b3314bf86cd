/* docs/calls.md: the call table as a document. A test compares it with what stands in docs/. */
#include "calls.h"

#include "markdown.h"

#include "ntsrm/winnt.h"
#include "scenario/fields.h"

#include <string.h>

static const char introduction[] =
    "# The call table\n"
    "\n"
    "<!-- Made by `ntsrm calls --markdown`; change tools/scenario/calls/ instead. -->\n"
    "\n"
    "Every call that a step of a scenario can make: its parameters and how their values are "
    "written, what it\n"
    "answers and when, and the page that says so. `ntsrm calls NAME` shows one of them, "
    "`ntsrm calls --statuses`\n"
    "how many scenarios assert each answer. What an `out` parameter brings is named in the step's "
    "`out`.\n"
    "A Nt call and its Zw twin stand together. An error of a Win32 call is what `expect: {returns: "
    "FALSE, error: ERROR_...}` asserts.\n"
    "\n"
    "| family | where the call comes from |\n"
    "|---|---|\n";

static const char *const families[] = {
    [CALL_KERNEL] = "Kernel routine",
    [CALL_NT] = "Nt call",
    [CALL_ZW] = "Zw call",
    [CALL_WIN32] = "Win32 call",
};

static void put_families(struct text *out)
{
    for (enum call_family i = CALL_KERNEL; i <= CALL_WIN32; i++) {
        text_append_format(out, "| %s |", families[i]);
        markdown_cell(out, call_origin(i));
        text_append_string(out, "\n");
    }
}

/* A Nt call whose Zw form is the next row. */
static const struct call *twin_of(const struct call *call, const struct call *next)
{
    bool twins = next != NULL && call->family == CALL_NT && next->family == CALL_ZW &&
                 strcmp(call->name + 2, next->name + 2) == 0;
    return twins ? next : NULL;
}

/* ---- contents ---- */

static void put_contents(struct text *out)
{
    const char *header = "";
    const struct call *call;
    text_append_string(out, "\n| header | calls |\n|---|---|\n");
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        if (i > 0 && twin_of(call_at(i - 1), call) != NULL) {
            continue;
        }
        if (strcmp(header, call->header) != 0) {
            text_append_format(out, "%s| %s | ", i > 0 ? " |\n" : "", call->header);
            header = call->header;
        } else {
            text_append_string(out, ", ");
        }
        text_append_format(out, "[%s](#%s)", call->name, call->name);
    }
    text_append_string(out, " |\n");
}

/* ---- one call ---- */

static void put_heading(struct text *out, const struct call *call, const struct call *twin)
{
    text_append_format(out, "\n### <a id=\"%s\"></a>", call->name);
    if (twin != NULL) {
        text_append_format(out, "<a id=\"%s\"></a>%s, %s\n\n", twin->name, call->name, twin->name);
    } else {
        text_append_format(out, "%s\n\n", call->name);
    }
}

static void put_signature(struct text *out, const struct call *call)
{
    text_append_format(out, "`%s %s(", kind_row(call->returns)->name, call->name);
    for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
        text_append_format(out, "%s%s", at > call->parameters ? ", " : "", at->name);
    }
    text_append_format(out, ")`%s\n\n",
                       call->returns_reference ? ", a reference that has to be given back" : "");
}

static void put_parameter(struct text *out, const struct call *call,
                          const struct call_parameter *parameter)
{
    struct text use = {0};
    const struct kind_row *kind = kind_row(parameter->kind);
    text_append_string(&use, parameter_use(parameter));
    text_append_string(&use, parameter->optional ? ", optional" : "");
    if (parameter->unless_null > 0) {
        text_append_format(&use, ", not needed if %s is NULL",
                           call->parameters[parameter->unless_null - 1].name);
    }
    text_append_format(out, "| `%s` |", parameter->name);
    markdown_cell(out, kind->name);
    markdown_cell(out, use.bytes);
    markdown_cell(out, parameter->use == PARAMETER_OUT ? "" : kind->description);
    text_append_string(out, "\n");
    text_free(&use);
}

static void put_parameters(struct text *out, const struct call *call)
{
    if (call->parameters[0].name == NULL) {
        return;
    }
    text_append_string(out, "| parameter | type | use | written as |\n|---|---|---|---|\n");
    for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
        put_parameter(out, call, at);
    }
    text_append_string(out, "\n");
}

static bool has_unseen(const struct call *call)
{
    for (const struct call_result *at = call->results; at->name != NULL; at++) {
        if (call_result_unseen(call, at) != NULL) {
            return true;
        }
    }
    return false;
}

static void put_result(struct text *out, const struct call *call, const struct call_result *result,
                       bool with_unseen, bool with_twin)
{
    struct text when = {0};
    const char *unseen = call_result_unseen(call, result);
    text_append_format(&when, "%s%s", result->when,
                       with_twin && result->user_mode ? " (user mode only)" : "");
    text_append_format(out, "| `%s` |", result->name);
    markdown_cell(out, when.bytes);
    if (with_unseen) {
        markdown_cell(out, unseen != NULL ? unseen : "");
    }
    text_append_string(out, "\n");
    text_free(&when);
}

static void put_results(struct text *out, const struct call *call, bool with_twin)
{
    bool with_unseen = has_unseen(call);
    if (call->results[0].name == NULL) {
        return;
    }
    text_append_format(out, "| result | when |%s\n|---|---|%s\n",
                       with_unseen ? " why no scenario shows it |" : "",
                       with_unseen ? "---|" : "");
    for (const struct call_result *at = call->results; at->name != NULL; at++) {
        put_result(out, call, at, with_unseen, with_twin);
    }
    text_append_string(out, "\n");
}

static void put_call(struct text *out, const struct call *call, const struct call *twin)
{
    put_heading(out, call, twin);
    put_signature(out, call);
    put_parameters(out, call);
    put_results(out, call, twin != NULL);
    text_append_format(out, "%s%s. Source: %s.\n", families[call->family],
                       twin != NULL ? ", Zw call" : "", call->source);
}

/* ---- what information of a token looks like ---- */

static void put_class(struct text *out, const char *name, enum word_space structure)
{
    const char *separator = "";
    text_append_format(out, "| `%s` |", name);
    for (const struct field *at = structure_fields(structure); at->structure == structure; at++) {
        text_append_format(out, "%s `%s` (%s%s)", separator, at->name, kind_row(at->kind)->name,
                           at->use == FIELD_READ ? ", comes back only" : "");
        separator = ",";
    }
    text_append_string(out, " |\n");
}

static void put_information(struct text *out)
{
    struct dictionary dictionary = {0};
    dictionary_init(&dictionary);
    text_append_string(out, "\n## TokenInformation\n\nThe fields of each class, as they are written"
                            " and as they come back.\n\n| class | fields |\n|---|---|\n");
    for (uint32_t class = 1; class < MaxTokenInfoClass; class++) {
        enum word_space structure = information_structure(class);
        if (structure != SPACE_NONE)
            put_class(out, dictionary_text(&dictionary, SPACE_TOKEN_CLASS, class), structure);
    }
    dictionary_free(&dictionary);
}

void calls_print_markdown(struct text *out)
{
    const char *header = "";
    const struct call *call;
    text_append_string(out, introduction);
    put_families(out);
    put_contents(out);
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        const struct call *twin = twin_of(call, call_at(i + 1));
        if (strcmp(header, call->header) != 0) {
            text_append_format(out, "\n## %s\n", call->header);
            header = call->header;
        }
        put_call(out, call, twin);
        i += twin != NULL;
    }
    put_information(out);
}
