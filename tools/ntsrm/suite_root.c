/* For realpath. */
#define _XOPEN_SOURCE 700

#include "suite_root.h"

#include "discover.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A version is a word: 1.0.0, 2.0.0-rc1. */
#define VERSION_LIMIT 100

/* Sets the text to the real path; to "" if there is none. */
static bool path_resolve(const char *path, struct text *resolved)
{
    char *real = path != NULL ? realpath(path, NULL) : NULL;
    const bool found = real != NULL;
    text_reset(resolved);
    text_append_string(resolved, found ? real : "");
    free(real);
    return found;
}

static bool is_marked(const char *folder)
{
    struct text mark = {0};
    text_append_format(&mark, "%s/.ntsrm-root", folder);
    const bool marked = access(mark.bytes, F_OK) == 0;
    text_free(&mark);
    return marked;
}

static bool is_below(const char *path, const struct text *folder)
{
    return strncmp(path, folder->bytes, folder->length) == 0 &&
           (path[folder->length] == '/' || folder->length <= 1);
}

/* The folder above; false if there is none. */
static bool folder_leave(struct text *folder)
{
    const char *slash = folder->length > 1 ? strrchr(folder->bytes, '/') : NULL;
    if (slash == NULL) {
        return false;
    }
    folder->length = slash > folder->bytes ? (size_t)(slash - folder->bytes) : 1;
    folder->bytes[folder->length] = '\0';
    return true;
}

void suite_root_name(const char *path, const char *given_root, struct text *root, struct text *name)
{
    struct text file = {0};
    if (!path_resolve(path, &file)) {
        text_append_string(&file, path);
    }
    folder_of(file.bytes, root);
    bool marked = is_marked(root->bytes);
    while (!marked && folder_leave(root)) {
        marked = is_marked(root->bytes);
    }
    if (!marked && (!path_resolve(given_root, root) || !is_below(file.bytes, root))) {
        folder_of(file.bytes, root);
    }
    text_reset(name);
    const char *below = is_below(file.bytes, root) ? file.bytes + root->length : file.bytes;
    text_append_string(name, below + strspn(below, "/"));
    text_free(&file);
}

void suite_root_version(const char *root, struct text *version)
{
    struct text path = {0}, content = {0};
    text_append_format(&path, "%s/VERSION", root);
    text_reset(version);
    if (text_read_file(&content, path.bytes, VERSION_LIMIT) == TEXT_FILE_READ &&
        content.length > 0) {
        text_append_escaped(version, content.bytes, strcspn(content.bytes, " \t\r\n"));
    } else {
        text_append_string(version, "");
    }
    text_free(&path);
    text_free(&content);
}
