/* ntsrm new: a first scenario of a call. */
#include "ntsrm/calls.h"
#include "ntsrm/command.h"
#include "ntsrm/lookup.h"
#include "ntsrm/options.h"
#include "ntsrm/page.h"

#include "ntsrm/edit/replace.h"
#include "ntsrm/edit/skeleton.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum new_option { NEW_FORCE, NEW_OPTION_COUNT };

static const struct option options[] = {
    [NEW_FORCE] = {"force", NULL, "replace the file if it is there"},
    [NEW_OPTION_COUNT] = {0},
};

static const struct call *call_find(const char *name)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        if (strcmp(call->name, name) == 0) {
            return call;
        }
    }
    return NULL;
}

static enum exit_code call_unknown(const char *name)
{
    const char *known[LOOKUP_LIMIT];
    usage_error(&command_new, "unknown call '%s'", name);
    print_nearest("", name, known, calls_words(known, 0));
    return CODE_NOTHING;
}

/* A new file, or a complete other one in the place of the old. */
static enum exit_code file_write(const char *path, const struct text *text, bool force)
{
    if (file_make(path, text->bytes, text->length)) {
        return CODE_PASSED;
    }
    struct stat status;
    bool there = errno == EEXIST;
    if (there && stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        usage_error(&command_new, "%s: %s", path, strerror(EISDIR));
        return CODE_TROUBLE;
    }
    if (there && force && file_replace(path, text->bytes, text->length)) {
        return CODE_PASSED;
    }
    usage_error(&command_new, "%s: %s", path,
                there && !force ? "is there already; --force replaces it" : strerror(errno));
    return CODE_TROUBLE;
}

static enum exit_code new_run(const struct invocation *invocation)
{
    const struct call *call = call_find(invocation->operands[0]);
    if (call == NULL) {
        return call_unknown(invocation->operands[0]);
    }
    const char *path = invocation->operand_count > 1 ? invocation->operands[1] : NULL;
    if (path != NULL && strcmp(path, "-") == 0) {
        path = NULL;
    }
    struct text id = {0}, text = {0};
    enum exit_code code = CODE_PASSED;
    skeleton_id(call, path, &id);
    if (!skeleton_make(call, id.bytes, &text)) {
        usage_error(&command_new, "the scenario of %s does not pass: the program is wrong",
                    call->name);
        code = CODE_TROUBLE;
    } else if (path == NULL) {
        text_append(&invocation->page->text, text.bytes, text.length);
    } else {
        code = file_write(path, &text, invocation->option_count > 0);
    }
    text_free(&id);
    text_free(&text);
    return code;
}

const struct command command_new = {
    .name = "new",
    .operands = "CALL [FILE]",
    .least = 1,
    .most = 2,
    .summary = "a first scenario of a call, to be changed",
    .details =
        "Writes a scenario that makes the call once, with a value for each parameter, and expects "
        "what the model answers to that: it runs and passes as it stands. Comments tell what else "
        "the call takes and can answer, and which rules were asked. Without FILE, or with '-', it "
        "goes to standard output; its id comes from the name of the file.\n"
        "Exit code: 0 written, 2 the command line is wrong, 4 the file is there already or cannot "
        "be written, 5 there is no such call.",
    .options = options,
    .run = new_run,
};
