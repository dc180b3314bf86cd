#include "ntsrm/coverage/output.h"

#include "ntsrm/coverage/folder.h"
#include "ntsrm/coverage/html.h"
#include "ntsrm/coverage/machine.h"
#include "ntsrm/coverage/text.h"
#include "ntsrm/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH_IN_FILES 100

static const char *const formats[] = {[COVERAGE_UNSAID] = "",
                                      [COVERAGE_TEXT] = "text",
                                      [COVERAGE_JSON] = "json",
                                      [COVERAGE_HTML] = "html"};

#define FORMAT_COUNT (sizeof formats / sizeof *formats)

/* ---- options ---- */

static enum coverage_format format_read(const struct coverage_outputs *outputs, const char *word)
{
    for (size_t i = COVERAGE_TEXT; i < FORMAT_COUNT; i++) {
        if (strcmp(formats[i], word) == 0) {
            return (enum coverage_format)i;
        }
    }
    usage_error(outputs->command, "a format is text, json or html, not '%s'", word);
    return COVERAGE_UNSAID;
}

bool coverage_outputs_format(struct coverage_outputs *outputs, const char *word)
{
    outputs->format = format_read(outputs, word);
    return outputs->format != COVERAGE_UNSAID;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* HTML is a folder of pages, except in a file that is named so, a pipe or a device. */
static bool wants_folder(enum coverage_format format, const char *path)
{
    return format == COVERAGE_HTML &&
           (folder_exists(path) || !(ends_with(path, ".html") || file_is_special(path)));
}

bool coverage_outputs_add(struct coverage_outputs *outputs, const char *text)
{
    struct text word = {0};
    size_t length = strcspn(text, ":");
    const char *path = text + length + 1;
    if (length == 0 || text[length] == '\0' || *path == '\0') {
        usage_error(outputs->command, "--output is FORMAT:FILE, not '%s'", text);
        return false;
    }
    for (size_t i = 0; i < outputs->count; i++) {
        if (strcmp(outputs->list[i].path, path) == 0) {
            usage_error(outputs->command, "two outputs go to '%s'", path);
            return false;
        }
    }
    text_append(&word, text, length);
    enum coverage_format format = format_read(outputs, word.bytes);
    text_free(&word);
    outputs->list = memory_resize(outputs->list, (outputs->count + 1) * sizeof *outputs->list);
    outputs->list[outputs->count++] = (struct coverage_output){
        .format = format, .path = path, .folder = wants_folder(format, path)};
    return format != COVERAGE_UNSAID;
}

bool coverage_outputs_check(const struct coverage_outputs *outputs, bool chooses)
{
    if (chooses && (outputs->count > 0 || outputs->format > COVERAGE_TEXT)) {
        usage_error(outputs->command, "--rule, --call and --scenario are answered as text on "
                                      "stdout; other outputs have everything");
        return false;
    }
    for (size_t i = 0; i < outputs->count; i++) {
        const struct coverage_output *output = &outputs->list[i];
        if (output->folder && folder_is_foreign(output->path)) {
            usage_error(outputs->command,
                        "--output: %s holds other files than those of an earlier report; name a "
                        "new folder or an empty one",
                        output->path);
            return false;
        }
    }
    return true;
}

/* ---- the reports ---- */

bool coverage_outputs_want_texts(const struct coverage_outputs *outputs)
{
    bool wanted = false;
    for (size_t i = 0; i < outputs->count; i++) {
        wanted |= outputs->list[i].folder;
    }
    return wanted;
}

static void report_put(enum coverage_format format, struct page *page, const struct record *record)
{
    if (format == COVERAGE_JSON) {
        coverage_put_json(&page->text, record);
    } else if (format == COVERAGE_HTML) {
        coverage_put_html(&page->text, record);
    } else {
        coverage_print_all(page, record);
    }
}

static bool output_put(const struct coverage_output *output, const struct record *record,
                       struct text *failed)
{
    if (output->folder) {
        return folder_write(output->path, record, failed);
    }
    struct page report = {.width = WIDTH_IN_FILES};
    report_put(output->format, &report, record);
    bool written = file_write(output->path, &report.text);
    int problem = errno;
    page_free(&report);
    text_append_string(failed, written ? "" : output->path);
    errno = problem;
    return written;
}

enum exit_code coverage_outputs_put(const struct coverage_outputs *outputs, struct page *page,
                                    const struct record *record)
{
    enum exit_code code = CODE_PASSED;
    struct text failed = {0};
    if (outputs->format != COVERAGE_UNSAID || outputs->count == 0) {
        report_put(outputs->format, page, record);
    } else {
        coverage_print_totals(page, record);
    }
    for (size_t i = 0; i < outputs->count; i++) {
        text_reset(&failed);
        if (!output_put(&outputs->list[i], record, &failed)) {
            usage_error(outputs->command, "%s: cannot be written: %s", failed.bytes,
                        strerror(errno));
            code = CODE_TROUBLE;
        }
    }
    text_free(&failed);
    return code;
}

void coverage_outputs_free(struct coverage_outputs *outputs)
{
    free(outputs->list);
    *outputs = (struct coverage_outputs){0};
}
