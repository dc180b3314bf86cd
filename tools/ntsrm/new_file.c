/* For realpath and fchmod. */
#define _XOPEN_SOURCE 700

#include "new_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool folders_make(const char *path)
{
    struct text folder = {0};
    bool made = true;
    for (const char *at = strchr(path + 1, '/'); at != NULL && made; at = strchr(at + 1, '/')) {
        text_reset(&folder);
        text_append(&folder, path, (size_t)(at - path));
        made =
            mkdir(folder.bytes, 0777) == 0 || errno == EEXIST || errno == EROFS || errno == EISDIR;
    }
    text_free(&folder);
    return made;
}

/* Forgets everything; errno stays what it is. */
static bool give_up(struct new_file *file)
{
    const int why = errno;
    if (file->stream != NULL) {
        fclose(file->stream);
    }
    if (file->scratch.length > 0) {
        remove(file->scratch.bytes);
    }
    text_free(&file->path);
    text_free(&file->scratch);
    file->stream = NULL;
    errno = why;
    return false;
}

/* Where a link leads to; a path that leads nowhere as it is. */
static void path_resolve(struct text *resolved, const char *path)
{
    char *real = realpath(path, NULL);
    text_append_string(resolved, real != NULL ? real : path);
    free(real);
}

bool new_file_begin(struct new_file *file, const char *path)
{
    struct stat old;
    *file = (struct new_file){0};
    if (!folders_make(path)) {
        return give_up(file);
    }
    path_resolve(&file->path, path);
    const bool exists = stat(file->path.bytes, &old) == 0;
    if (exists && !S_ISREG(old.st_mode)) {
        errno = S_ISDIR(old.st_mode) ? EISDIR : EINVAL;
        return give_up(file);
    }
    struct text scratch = {0};
    text_append_format(&scratch, "%s.%ld.part", file->path.bytes, (long)getpid());
    file->stream = fopen(scratch.bytes, "wb");
    if (file->stream == NULL) {
        text_free(&scratch);
        return give_up(file);
    }
    file->scratch = scratch;
    if (exists && fchmod(fileno(file->stream), old.st_mode & 07777) != 0) {
        return give_up(file);
    }
    return true;
}

bool new_file_end(struct new_file *file)
{
    bool whole = fflush(file->stream) == 0 && ferror(file->stream) == 0;
    FILE *stream = file->stream;
    file->stream = NULL;
    whole = fclose(stream) == 0 && whole;
    if (!whole || rename(file->scratch.bytes, file->path.bytes) != 0) {
        return give_up(file);
    }
    text_free(&file->path);
    text_free(&file->scratch);
    return true;
}

void new_file_abandon(struct new_file *file)
{
    give_up(file);
}
