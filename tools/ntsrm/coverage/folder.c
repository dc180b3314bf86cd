#include "ntsrm/coverage/folder.h"

#include "ntsrm/coverage/html.h"
#include "ntsrm/new_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define HEAD_SIZE 1024 /* of a page: as far as the mark stands */

bool folder_exists(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

bool file_is_special(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0 && !S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode);
}

/* ---- files ---- */

static bool special_write(const char *path, const struct text *text)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    bool written = fwrite(text->bytes, 1, text->length, file) == text->length;
    int problem = errno;
    if (fclose(file) != 0) {
        return false;
    }
    errno = problem;
    return written;
}

bool file_write(const char *path, const struct text *text)
{
    struct new_file file;
    if (file_is_special(path)) {
        return special_write(path, text);
    }
    if (!new_file_begin(&file, path)) {
        return false;
    }
    fwrite(text->bytes, 1, text->length, file.stream); /* new_file_end knows if it failed */
    return new_file_end(&file);
}

/* ---- folders ---- */

static void append_page_path(struct text *path, const char *folder, const char *name)
{
    bool ends = folder[strlen(folder) - 1] == '/';
    text_append_format(path, "%s%s%s", folder, ends ? "" : "/", name);
}

/* Is its first page one of ours? */
static bool has_report(const char *folder)
{
    char head[HEAD_SIZE + 1] = "";
    struct text path = {0};
    append_page_path(&path, folder, "index.html");
    FILE *file = fopen(path.bytes, "r");
    text_free(&path);
    if (file == NULL) {
        return false;
    }
    head[fread(head, 1, HEAD_SIZE, file)] = '\0';
    fclose(file);
    return strstr(head, html_mark) != NULL;
}

bool folder_is_foreign(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool empty = true;
    while (folder != NULL && empty && (entry = readdir(folder)) != NULL) {
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return !empty && !has_report(path);
}

struct shelf {
    const char *folder;
    struct text *path; /* of the page that is written */
};

static bool page_write(void *context, const char *name, const struct text *page)
{
    const struct shelf *shelf = context;
    text_reset(shelf->path);
    append_page_path(shelf->path, shelf->folder, name);
    return file_write(shelf->path->bytes, page);
}

bool folder_write(const char *path, const struct record *record, struct text *failed)
{
    struct shelf shelf = {.folder = path, .path = failed};
    return coverage_put_pages(record, &shelf, page_write);
}
