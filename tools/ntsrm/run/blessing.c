#include "ntsrm/run/blessing.h"

#include "ntsrm/edit/bless.h"

#include <stdlib.h>
#include <string.h>

struct blessing_file {
    char *path;
    char **ids; /* of its failed cases */
    size_t count, capacity;
};

static char *string_copy(const char *string)
{
    size_t size = strlen(string) + 1;
    return memcpy(memory_resize(NULL, size), string, size);
}

static struct blessing_file *file_of(struct blessing *blessing, const char *path)
{
    struct blessing_file *last = blessing->count > 0 ? &blessing->files[blessing->count - 1] : NULL;
    if (last != NULL && strcmp(last->path, path) == 0) {
        return last;
    }
    if (blessing->count == blessing->capacity) {
        blessing->capacity = blessing->capacity * 2 + 16;
        blessing->files =
            memory_resize(blessing->files, blessing->capacity * sizeof *blessing->files);
    }
    last = &blessing->files[blessing->count++];
    *last = (struct blessing_file){.path = string_copy(path)};
    return last;
}

void blessing_note(struct blessing *blessing, const char *path, const char *id)
{
    struct blessing_file *file = file_of(blessing, path);
    if (file->count == file->capacity) {
        file->capacity = file->capacity * 2 + 16;
        file->ids = memory_resize((void *)file->ids, file->capacity * sizeof(char *));
    }
    file->ids[file->count++] = string_copy(id);
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *root_of(const struct targets *targets, const char *path)
{
    size_t i = 0;
    while (i < targets->count && strcmp(targets->list[i].path, path) != 0) {
        i++;
    }
    return i < targets->count ? targets->list[i].root : NULL;
}

/* True if all that failed in the file passes now. */
static bool file_bless(struct bless *bless, const struct blessing_file *file, const char *root,
                       struct failed_ids *failed)
{
    bool all = true;
    bool *passes = memory_resize(NULL, file->count * sizeof *passes);
    qsort((void *)file->ids, file->count, sizeof *file->ids, compare_ids);
    bless_file(bless, file->path, root, (const char *const *)file->ids, passes, file->count);
    for (size_t i = 0; i < file->count; i++) {
        all = all && passes[i];
        if (passes[i]) {
            failed_ids_note(failed, file->ids[i], false);
        }
    }
    free(passes);
    return all;
}

enum exit_code blessing_finish(const struct blessing *blessing, const struct targets *targets,
                               const struct run_options *options, struct failed_ids *failed,
                               struct page *page, struct page *talk)
{
    struct bless bless = {
        .page = page != NULL ? page : talk,
        .talk = talk,
        .options = options,
    };
    enum exit_code code = CODE_PASSED;
    for (size_t i = 0; i < blessing->count; i++) {
        const struct blessing_file *file = &blessing->files[i];
        if (!file_bless(&bless, file, root_of(targets, file->path), failed)) {
            code = CODE_FAILED;
        }
    }
    if (blessing->count > 0) {
        page_put(talk, STYLE_PLAIN, "ntsrm run: blessed %zu value%s in %zu file%s\n", bless.values,
                 bless.values == 1 ? "" : "s", bless.files, bless.files == 1 ? "" : "s");
    }
    return code_worst(code, bless.code);
}

void blessing_free(struct blessing *blessing)
{
    for (size_t i = 0; i < blessing->count; i++) {
        struct blessing_file *file = &blessing->files[i];
        for (size_t j = 0; j < file->count; j++) {
            free(file->ids[j]);
        }
        free((void *)file->ids);
        free(file->path);
    }
    free(blessing->files);
    *blessing = (struct blessing){0};
}
