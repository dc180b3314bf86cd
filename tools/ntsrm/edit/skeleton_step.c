/* The call's own step: a value for each parameter, or a comment about it. */
#include "ntsrm/edit/skeleton.h"

#include "scenario/text.h"

#include <ctype.h>
#include <string.h>

static const struct example {
    const char *call, *parameter;
    enum kind kind;
    const char *text;
} examples[] = {
#define EXAMPLE(call, parameter, kind, text) {call, parameter, KIND_##kind, text},
#include "ntsrm/edit/skeleton.def"
};

/* ---- names ---- */

/* "ImpersonationLevel", "srm_rpc_call": "impersonation-level", "srm-rpc-call". Nothing but small
 * letters, digits, and single dashes between them. */
static void append_words(struct text *text, const char *name, size_t length)
{
    bool dash = false, any = false;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)name[i];
        bool letter = byte < 0x80 && isalnum(byte);
        bool after_small = i > 0 && !isupper((unsigned char)name[i - 1]);
        bool before_small = i + 1 < length && islower((unsigned char)name[i + 1]);
        dash = dash || !letter || (isupper(byte) && (after_small || before_small));
        if (letter) {
            text_append_string(text, dash && any ? "-" : "");
            text_append(text, &(char){(char)tolower(byte)}, 1);
            any = true;
            dash = false;
        }
    }
}

void skeleton_id(const struct call *call, const char *file, struct text *id)
{
    const char *slash = file != NULL ? strrchr(file, '/') : NULL;
    const char *name = slash != NULL ? slash + 1 : file != NULL ? file : "";
    size_t length = strlen(name);
    length -= length > 5 && strcmp(name + length - 5, ".yaml") == 0 ? 5 : 0;
    text_reset(id);
    append_words(id, name, length);
    if (id->length == 0) {
        append_words(id, call->name, strlen(call->name));
    }
}

/* ---- values ---- */

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), least = strlen(end);
    return length >= least && strcmp(text + length - least, end) == 0;
}

static const struct example *example_of(const struct call *call,
                                        const struct call_parameter *parameter)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const struct example *example = &examples[i];
        if ((*example->call == '\0' || strcmp(example->call, call->name) == 0) &&
            ends_with(parameter->name, example->parameter) &&
            (example->kind == KIND_VOID || example->kind == parameter->kind)) {
            return example;
        }
    }
    return NULL;
}

static bool goes_in(const struct call_parameter *parameter)
{
    return parameter->use != PARAMETER_OUT;
}

/* Is it written, or only told of in a comment? What has to come back does so without a name. */
static bool is_written(const struct call_parameter *parameter, const struct example *example)
{
    if (!parameter->optional) {
        return goes_in(parameter);
    }
    return example != NULL && *example->call != '\0';
}

static bool has_part(const struct call *call, bool in, bool written)
{
    for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
        if (goes_in(at) == in && is_written(at, example_of(call, at)) == written) {
            return true;
        }
    }
    return false;
}

/* A name for what comes back, or for what can be named of it. */
static void append_name(struct text *text, const struct call_parameter *parameter)
{
    if (parameter->kind == KIND_PROCESS_INFORMATION) {
        text_append_string(text, "{process: child}");
    } else {
        append_words(text, parameter->name, strlen(parameter->name));
    }
}

static void append_parameter(struct text *text, const struct call *call,
                             const struct call_parameter *parameter, bool in, bool any)
{
    const struct example *example = example_of(call, parameter);
    bool written = is_written(parameter, example);
    text_append_format(text, "    %s%s: ", written ? "  " : any ? "  # " : "#   ", parameter->name);
    if (in) {
        text_append_string(text, example != NULL ? example->text : "NULL");
    } else {
        append_name(text, parameter);
    }
    const struct kind_row *kind = kind_row(parameter->kind);
    text_append_format(text, "  # %s%s", kind->name, parameter->optional ? ", optional" : "");
    if (in && strlen(kind->description) <= 50) {
        text_append_format(text, ": %s", kind->description);
    }
    text_append_string(text, "\n");
}

/* What it returns is more than an answer: something to go on with. */
static bool returns_named(const struct call *call)
{
    return call->returns == KIND_NEW_HANDLE || call->returns_reference;
}

/* `in` or `out`: what has to be there, and in comments what may. */
static void append_part(struct text *text, const struct call *call, bool in)
{
    bool any = has_part(call, in, true);
    bool returned = !in && returns_named(call);
    if (!any && !has_part(call, in, false) && !returned) {
        return;
    }
    text_append_format(text, "    %s%s:\n", any ? "" : "# ", in ? "in" : "out");
    for (int written = 1; written >= 0; written--) {
        for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
            if (goes_in(at) == in && is_written(at, example_of(call, at)) == (written == 1)) {
                append_parameter(text, call, at, in, any);
            }
        }
    }
    if (returned) {
        text_append_format(text, "    %sreturns: returned  # a name for what it returns\n",
                           any ? "  # " : "#   ");
    }
}

void skeleton_step(const struct call *call, const char *thread, struct text *step)
{
    text_append_format(step, "  - call: %s\n    thread: %s\n", call->name, thread);
    if (call->family == CALL_NT) {
        text_append_string(step, "    # mode: KernelMode  # UserMode if it is not written\n");
    }
    append_part(step, call, true);
    append_part(step, call, false);
}
