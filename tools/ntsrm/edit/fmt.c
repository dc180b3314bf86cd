/* ntsrm fmt: the canonical layout of scenario files. */
#include "ntsrm/command.h"
#include "ntsrm/discover.h"
#include "ntsrm/options.h"
#include "ntsrm/page.h"

#include "ntsrm/edit/canonical.h"
#include "ntsrm/edit/difference.h"
#include "ntsrm/edit/replace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum fmt_option { FMT_CHECK, FMT_DIFF, FMT_OPTION_COUNT };

static const struct option options[] = {
    [FMT_CHECK] = {"check", NULL,
                   "change nothing; show what would change, and fail if anything would"},
    [FMT_DIFF] = {"diff", NULL, "change nothing, show what would change"},
    [FMT_OPTION_COUNT] = {0},
};

struct fmt {
    struct page *page;
    bool check, diff;
    struct page complaints; /* for stderr */
    enum exit_code code;
    size_t files, changed;
    struct manuscript manuscript;
    struct text source, made;
};

static void complain_as(struct fmt *fmt, enum exit_code code, const char *name, const char *what)
{
    page_put(&fmt->complaints, STYLE_PLAIN, "ntsrm fmt: %s: %s\n", name, what);
    fmt->code = code_worst(fmt->code, code);
}

static void complain(struct fmt *fmt, const char *name, const char *what)
{
    complain_as(fmt, CODE_TROUBLE, name, what);
}

/* Lays the source out. False if that cannot be done, which has been said then. */
static bool make(struct fmt *fmt, const char *name)
{
    text_reset(&fmt->made);
    switch (
        canonical_make(&fmt->manuscript, name, fmt->source.bytes, fmt->source.length, &fmt->made)) {
    case CANONICAL_MADE:
        return true;
    case CANONICAL_INVALID:
        diagnostics_print(&fmt->manuscript.diagnostics, &fmt->complaints.text,
                          fmt->complaints.color);
        fmt->code = code_worst(fmt->code, CODE_INVALID);
        return false;
    case CANONICAL_LOST:
        complain(fmt, name, "cannot be laid out without changing what it says; left as it is");
        return false;
    }
    return false;
}

static bool is_canonical(const struct fmt *fmt)
{
    return fmt->source.length == fmt->made.length &&
           memcmp(fmt->source.bytes, fmt->made.bytes, fmt->made.length) == 0;
}

static void file_finish(struct fmt *fmt, const char *path)
{
    fmt->files++;
    if (is_canonical(fmt)) {
        return;
    }
    fmt->changed++;
    if (fmt->check || fmt->diff) {
        difference_print(fmt->page, path, fmt->source.bytes, fmt->source.length, fmt->made.bytes,
                         fmt->made.length);
    } else if (file_replace(path, fmt->made.bytes, fmt->made.length)) {
        page_put(fmt->page, STYLE_PLAIN, "%s\n", path);
    } else {
        fmt->changed--;
        complain(fmt, path, strerror(errno));
    }
}

static void print_now(struct fmt *fmt)
{
    page_print(fmt->page, stdout);
    fflush(stdout);
    page_print(&fmt->complaints, stderr);
}

static void file_fmt(struct fmt *fmt, const struct target *target)
{
    if (target->part != NULL) {
        complain_as(fmt, CODE_USAGE, target->path, "only whole files are laid out");
        return;
    }
    const char *trouble = target_trouble(target);
    if (trouble != NULL) {
        complain(fmt, target->path, trouble);
        return;
    }
    enum text_file read = text_read_file(&fmt->source, target->path, NODES_BYTES_LIMIT);
    if (read == TEXT_FILE_FAILED) {
        complain(fmt, target->path, strerror(errno));
    } else if (read != TEXT_FILE_READ) {
        complain_as(fmt, CODE_INVALID, target->path, "is too large");
    } else if (make(fmt, target->path)) {
        file_finish(fmt, target->path);
    }
}

/* ---- standard input ---- */

static bool input_read(struct text *text)
{
    text_reset(text);
    text_append_string(text, "");
    for (size_t got = 1; got > 0 && text->length <= NODES_BYTES_LIMIT;) {
        char *room = text_reserve(text, 65536);
        got = fread(room, 1, 65536, stdin);
        text->length += got;
        text->bytes[text->length] = '\0';
    }
    return !ferror(stdin);
}

static void input_fmt(struct fmt *fmt)
{
    if (!input_read(&fmt->source)) {
        complain(fmt, "-", strerror(errno));
        return;
    }
    if (!make(fmt, "-")) {
        return;
    }
    fmt->files++;
    fmt->changed += !is_canonical(fmt);
    if (fmt->check || fmt->diff) {
        difference_print(fmt->page, "-", fmt->source.bytes, fmt->source.length, fmt->made.bytes,
                         fmt->made.length);
    } else {
        /* As it is, not as a terminal should see it: an editor takes it back. */
        text_append(&fmt->page->text, fmt->made.bytes, fmt->made.length);
    }
}

/* ---- the command ---- */

static enum exit_code files_fmt(struct fmt *fmt, const struct invocation *invocation)
{
    struct targets targets = {0};
    fmt->code =
        targets_find(&targets, &command_fmt, invocation->operands, invocation->operand_count, NULL);
    for (size_t i = 0; i < targets.count; i++) {
        if (!targets.list[i].repeated) {
            file_fmt(fmt, &targets.list[i]);
            print_now(fmt);
        }
    }
    targets_free(&targets);
    if (fmt->files == 0 && fmt->code == CODE_PASSED) {
        usage_error(&command_fmt, "there is no file");
        return CODE_NOTHING;
    }
    return fmt->code;
}

static enum exit_code fmt_run(const struct invocation *invocation)
{
    struct fmt fmt = {
        .page = invocation->page,
        .complaints = {.color = invocation->stderr_color, .width = invocation->page->width},
    };
    for (size_t i = 0; i < invocation->option_count; i++) {
        fmt.check = fmt.check || invocation->options[i].option == FMT_CHECK;
        fmt.diff = fmt.diff || invocation->options[i].option == FMT_DIFF;
    }
    enum exit_code code;
    bool input = invocation->operand_count == 1 && strcmp(invocation->operands[0], "-") == 0;
    if (input) {
        input_fmt(&fmt);
        code = fmt.code;
        page_print(&fmt.complaints, stderr);
    } else {
        code = files_fmt(&fmt, invocation);
    }
    if (fmt.check && fmt.changed > 0) {
        fprintf(stderr, "%zu file%s not laid out as 'ntsrm fmt' does it\n", fmt.changed,
                fmt.changed == 1 ? " is" : "s are");
        code = code_worst(code, CODE_FAILED);
    }
    manuscript_free(&fmt.manuscript);
    text_free(&fmt.source);
    text_free(&fmt.made);
    page_free(&fmt.complaints);
    return code;
}

const struct command command_fmt = {
    .name = "fmt",
    .operands = "PATH...",
    .least = 1,
    .most = (size_t)-1,
    .summary = "lay scenario files out as all are",
    .details =
        "PATH is a file or a folder (all *.yaml in it); '-' alone reads standard input and writes "
        "to standard output. Files that are not canonical are written anew, and their names are "
        "printed. What a file says does not change, and no comment is lost. docs/fmt.md tells the "
        "layout.\n"
        "Exit code: 0 done, 1 --check found a file that is not canonical, 2 the command line is "
        "wrong, 3 a file is no YAML that a scenario could be, 4 a file cannot be read or written, "
        "5 there is no file. A file that is refused is left as it is.",
    .options = options,
    .run = fmt_run,
};
