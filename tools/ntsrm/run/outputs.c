#include "ntsrm/run/outputs.h"

#include "ntsrm/discover.h"
#include "ntsrm/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FORMATS_LIMIT 32

/* ---- options ---- */

static const struct report_format *format_read(const struct outputs *outputs, const char *name)
{
    const struct report_format *format = report_format_find(name);
    if (format == NULL) {
        const char *names[FORMATS_LIMIT];
        size_t count = 0;
        for (; count < FORMATS_LIMIT && report_format_at(count) != NULL; count++) {
            names[count] = report_format_at(count)->name;
        }
        usage_error(outputs->command, "unknown format '%s'", name);
        print_nearest("", name, names, count);
        fprintf(stderr, "'ntsrm help %s' lists the formats.\n", outputs->command->name);
    }
    return format;
}

bool outputs_format(struct outputs *outputs, const char *name)
{
    outputs->format = format_read(outputs, name);
    return outputs->format != NULL;
}

/* Do two paths lead to the same place, whether or not something is there? */
static bool is_same_file(const char *left, const char *right)
{
    struct text folders[2] = {{0}, {0}};
    struct stat status[2];
    folder_of(left, &folders[0]);
    folder_of(right, &folders[1]);
    bool same = strcmp(path_name(left), path_name(right)) == 0 &&
                stat(folders[0].bytes, &status[0]) == 0 &&
                stat(folders[1].bytes, &status[1]) == 0 && status[0].st_ino == status[1].st_ino &&
                status[0].st_dev == status[1].st_dev;
    text_free(&folders[0]);
    text_free(&folders[1]);
    return same || strcmp(left, right) == 0;
}

static void output_new(struct outputs *outputs, const struct report_format *format,
                       const char *path)
{
    outputs->list = memory_resize(outputs->list, (outputs->count + 1) * sizeof *outputs->list);
    outputs->list[outputs->count++] = (struct output){.report = {.format = format}, .path = path};
}

/* Asked for twice, a report is written once. */
static bool output_add(struct outputs *outputs, const struct report_format *format,
                       const char *path)
{
    for (size_t i = 0; i < outputs->count; i++) {
        const struct output *other = &outputs->list[i];
        if (!is_same_file(other->path, path)) {
            continue;
        }
        if (other->report.format != format) {
            usage_error(outputs->command, "two outputs go to '%s'", path);
        }
        return other->report.format == format;
    }
    output_new(outputs, format, path);
    return true;
}

bool outputs_add(struct outputs *outputs, const char *text)
{
    struct text name = {0};
    size_t length = strcspn(text, ":");
    if (length == 0 || text[length] == '\0' || text[length + 1] == '\0') {
        usage_error(outputs->command, "--output is FORMAT:FILE, not '%s'", text);
        return false;
    }
    if (strcmp(text + length + 1, "-") == 0) {
        usage_error(outputs->command, "--output writes files; stdout gets what --format says");
        return false;
    }
    text_append(&name, text, length);
    const struct report_format *format = format_read(outputs, name.bytes);
    bool added = format != NULL && output_add(outputs, format, text + length + 1);
    text_free(&name);
    return added;
}

bool outputs_add_file(struct outputs *outputs, const char *format, const char *path)
{
    return output_add(outputs, report_format_find(format), path);
}

static const struct report_format *stdout_format(const struct outputs *outputs)
{
    return outputs->format != NULL ? outputs->format : report_format_at(0);
}

bool outputs_want_all(const struct outputs *outputs, const struct run_facts *facts)
{
    bool all = report_wants_all(stdout_format(outputs), facts);
    for (size_t i = 0; i < outputs->count; i++) {
        all |= report_wants_all(outputs->list[i].report.format, facts);
    }
    return all;
}

bool outputs_want_suite(const struct outputs *outputs)
{
    bool wanted = stdout_format(outputs)->wants_suite;
    for (size_t i = 0; i < outputs->count; i++) {
        wanted |= outputs->list[i].report.format->wants_suite;
    }
    return wanted;
}

/* ---- files ---- */

static bool trouble(const struct outputs *outputs, const struct output *output)
{
    int number = output->report.trouble != 0 ? output->report.trouble : errno;
    usage_error(outputs->command, "%s: cannot be written: %s",
                output->path != NULL ? output->path : "stdout", strerror(number));
    return false;
}

/* Devices, pipes; also /dev/stderr where it is a file, which others write to at the same time. */
static bool is_special(const char *path)
{
    struct stat status;
    return strncmp(path, "/dev/", 5) == 0 ||
           (stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
}

static bool file_open(const struct outputs *outputs, struct output *output)
{
    FILE *stream = stdout;
    if (output->path != NULL && is_special(output->path)) {
        stream = fopen(output->path, "a");
    } else if (output->path != NULL) {
        stream = new_file_begin(&output->file, output->path) ? output->file.stream : NULL;
    }
    output->report.sink = stream;
    return stream != NULL || trouble(outputs, output);
}

static void output_flush(struct output *output)
{
    report_flush(&output->report);
    if (output->path != NULL && output->file.stream == NULL) {
        fflush(output->report.sink);
    }
}

/* Stdout comes first, so that it is written before what is said of the other files. */
static void stdout_put_first(struct outputs *outputs)
{
    if (outputs->count > 0 && outputs->list[0].path == NULL) {
        return;
    }
    output_new(outputs, NULL, NULL);
    memmove(outputs->list + 1, outputs->list, (outputs->count - 1) * sizeof *outputs->list);
    outputs->list[0] = (struct output){.report = {.format = stdout_format(outputs)}};
}

static bool output_open(struct outputs *outputs, struct output *output,
                        const struct run_facts *facts, const struct page *page)
{
    output->report.facts = facts;
    output->report.page =
        (struct page){.color = output->path == NULL && page->color, .width = page->width};
    return file_open(outputs, output);
}

bool outputs_open(struct outputs *outputs, const struct run_facts *facts, const struct page *page)
{
    bool right = true;
    stdout_put_first(outputs);
    for (size_t i = 0; i < outputs->count; i++) {
        right = output_open(outputs, &outputs->list[i], facts, page) && right;
    }
    for (size_t i = 0; i < outputs->count && right; i++) {
        struct report *report = &outputs->list[i].report;
        if (report->format->begin != NULL) {
            report->format->begin(report);
            output_flush(&outputs->list[i]);
        }
    }
    return right;
}

void outputs_file(struct outputs *outputs, const struct file_outcome *file)
{
    for (size_t i = 0; i < outputs->count; i++) {
        struct report *report = &outputs->list[i].report;
        report->format->file(report, file);
        output_flush(&outputs->list[i]);
    }
}

static bool file_close(const struct outputs *outputs, struct output *output)
{
    FILE *stream = output->report.sink;
    bool whole = output->report.trouble == 0;
    output->report.sink = NULL;
    if (output->path == NULL) {
        return whole || trouble(outputs, output); /* main looks at stdout itself */
    }
    if (output->file.stream == NULL) {
        whole = fflush(stream) == 0 && ferror(stream) == 0 && whole;
        whole = fclose(stream) == 0 && whole;
    } else if (whole) {
        whole = new_file_end(&output->file);
    } else {
        new_file_abandon(&output->file);
    }
    return whole || trouble(outputs, output);
}

bool outputs_close(struct outputs *outputs, const struct run_end *end)
{
    bool right = true;
    for (size_t i = 0; i < outputs->count; i++) {
        struct output *output = &outputs->list[i];
        output->report.format->end(&output->report, end);
        output_flush(output);
        right = file_close(outputs, output) && right;
    }
    return right;
}

struct page *outputs_page(struct outputs *outputs)
{
    struct report *report = &outputs->list[0].report;
    return report->format == report_format_at(0) && !report->facts->list ? &report->page : NULL;
}

void outputs_abandon(struct outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        struct output *output = &outputs->list[i];
        if (output->file.stream != NULL) {
            new_file_abandon(&output->file);
        } else if (output->report.sink != NULL && output->path != NULL) {
            fclose(output->report.sink);
        }
        output->report.sink = NULL;
        page_free(&output->report.page);
    }
}

void outputs_free(struct outputs *outputs)
{
    free(outputs->list);
    outputs->list = NULL;
    outputs->count = 0;
}
