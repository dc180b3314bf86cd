/* What is wrong with lists of expected failures in the end: what passes, what is about nothing. */
#include "ntsrm/run/expected_failures.h"

#include "ntsrm/edit/replace.h"

#include <errno.h>
#include <string.h>

static bool is_about_nothing(const struct expected_failure *entry)
{
    return entry->passed + entry->failed + entry->undecided == 0;
}

/* ---- without --fix ---- */

enum exit_code expected_failures_check(const struct expected_failures *list, enum run_extent extent,
                                       struct page *page)
{
    size_t count = 0;
    for (size_t file = 0; extent != RUN_PART && file < list->file_count; file++) {
        const struct failure_file *of = &list->files[file];
        struct diagnostics diagnostics = {0};
        diagnostics_begin(&diagnostics, of->path, of->source.bytes, of->source.length);
        for (size_t i = 0; i < list->count; i++) {
            const struct expected_failure *entry = &list->entries[i];
            if (entry->file == file && is_about_nothing(entry)) {
                diagnostic_add(&diagnostics,
                               extent == RUN_SUITE ? SEVERITY_ERROR : SEVERITY_WARNING,
                               entry->place, entry->width, "there is no case '%s'", entry->id);
                count++;
            }
        }
        diagnostics_print(&diagnostics, &page->text, page->color);
        diagnostics_free(&diagnostics);
    }
    return count > 0 && extent == RUN_SUITE ? CODE_FAILED : CODE_PASSED;
}

/* ---- with --fix ---- */

enum mending { MEND_NOTHING, MEND_REMOVE, MEND_NARROW };

/* Is it about one case, whatever else there is? */
static bool is_one_case(const struct expected_failure *entry)
{
    return !entry->pattern && strchr(entry->id, '[') != NULL;
}

static enum mending mending_of(const struct expected_failure *entry, enum run_extent extent)
{
    if (is_about_nothing(entry)) {
        return extent == RUN_SUITE ? MEND_REMOVE : MEND_NOTHING;
    }
    if (entry->passed == 0 || (extent == RUN_PART && !is_one_case(entry))) {
        return MEND_NOTHING;
    }
    return entry->failed + entry->undecided == 0 ? MEND_REMOVE : MEND_NARROW;
}

/* A case that has an entry of its own by now needs no other. */
static void narrow(struct text *out, struct expected_failures *list,
                   const struct expected_failure *entry, const char *line_break)
{
    const char *end = entry->others.bytes + entry->others.length;
    for (const char *id = entry->others.bytes; id < end; id += strlen(id) + 1) {
        if (ids_add(&list->ids, id, list->files[entry->file].path, entry->place) == NULL) {
            text_append_format(out, "%s  # %s%s", id, entry->reason, line_break);
        }
    }
}

/* Writes the lines of a file with their changes; true if there are any. */
static bool lines_fix(struct expected_failures *list, size_t file, enum run_extent extent,
                      struct text *out, size_t *removed, size_t *narrowed)
{
    const struct text *source = &list->files[file].source;
    const char *at = source->bytes, *end = source->bytes + source->length;
    size_t next = 0;
    for (uint32_t line = 1; at < end; line++) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        line_end = line_end != NULL ? line_end + 1 : end;
        while (next < list->count &&
               (list->entries[next].file != file || list->entries[next].place.line < line)) {
            next++;
        }
        const bool holds = next < list->count && list->entries[next].place.line == line;
        const enum mending mending =
            holds ? mending_of(&list->entries[next], extent) : MEND_NOTHING;
        const bool crlf = line_end - at >= 2 && line_end[-2] == '\r';
        if (mending == MEND_NOTHING) {
            text_append(out, at, (size_t)(line_end - at));
        } else if (mending == MEND_NARROW) {
            narrow(out, list, &list->entries[next], crlf ? "\r\n" : "\n");
        }
        *removed += mending == MEND_REMOVE;
        *narrowed += mending == MEND_NARROW;
        at = line_end;
    }
    return *removed + *narrowed > 0;
}

/* Somebody may have changed the file while the cases ran. */
static bool is_as_read(const struct failure_file *file)
{
    struct text now = {0};
    bool same = text_read_file(&now, file->path, SIZE_MAX / 2) == TEXT_FILE_READ &&
                now.length == file->source.length &&
                memcmp(now.bytes, file->source.bytes, now.length) == 0;
    text_free(&now);
    return same;
}

static enum exit_code file_fix(struct expected_failures *list, size_t file, enum run_extent extent,
                               struct page *page)
{
    struct text out = {0};
    const char *path = list->files[file].path;
    size_t removed = 0, narrowed = 0;
    enum exit_code code = CODE_PASSED;
    if (!lines_fix(list, file, extent, &out, &removed, &narrowed)) {
        page_put(page, STYLE_PLAIN, "ntsrm run: %s needs no change\n", path);
    } else if (!is_as_read(&list->files[file])) {
        page_put(page, STYLE_PLAIN, "ntsrm run: %s changed meanwhile, and is left as it is\n",
                 path);
        code = CODE_TROUBLE;
    } else if (!file_replace(path, out.length > 0 ? out.bytes : "", out.length)) {
        page_put(page, STYLE_PLAIN, "ntsrm run: %s: %s\n", path, strerror(errno));
        code = CODE_TROUBLE;
    } else {
        page_put(page, STYLE_PLAIN, "ntsrm run: %s: %zu %s removed, %zu narrowed\n", path, removed,
                 removed == 1 ? "entry" : "entries", narrowed);
    }
    text_free(&out);
    return code;
}

enum exit_code expected_failures_fix(struct expected_failures *list, enum run_extent extent,
                                     struct page *page)
{
    enum exit_code code = CODE_PASSED;
    for (size_t i = 0; i < list->file_count; i++) {
        code = code_worst(code, file_fix(list, i, extent, page));
    }
    return code;
}
