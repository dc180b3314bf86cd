#include "ntsrm/run/failed_ids.h"

#include "ntsrm/new_file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FAILED_BYTES_LIMIT ((size_t)64 << 20)
#define FOLDER_LIMIT       4096

/* ---- where they are kept ---- */

/* FNV-1a of the folder's name, so that each folder has a file of its own. */
static uint64_t folder_hash(const char *folder)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (const char *at = folder; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001B3);
    }
    return hash;
}

/* In 16 hexadecimal digits. */
static void append_hash(struct text *path, uint64_t hash)
{
    for (unsigned shift = 64; shift > 0; shift -= 4) {
        text_append(path, &"0123456789abcdef"[hash >> (shift - 4) & 15], 1);
    }
}

/* What XDG calls the cache folder; relative paths do not count. */
static void path_find(struct text *path)
{
    char folder[FOLDER_LIMIT];
    const char *cache = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    if (getcwd(folder, sizeof folder) == NULL) {
        return;
    }
    if (cache != NULL && cache[0] == '/') {
        text_append_string(path, cache);
    } else if (home != NULL && home[0] == '/') {
        text_append_string(path, home);
        text_append_string(path, "/.cache");
    } else {
        return;
    }
    text_append_string(path, "/ntsrm/failed-");
    append_hash(path, folder_hash(folder));
}

/* Makes the folders above a path that are not there, as XDG wants them: for the user alone. */
static void folders_make(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

/* ---- what is in them ---- */

static void id_set(struct failed_ids *ids, const char *id, bool failing)
{
    const struct used_id *used = ids_find(&ids->known, id);
    size_t index = used != NULL ? (size_t)(used - ids->known.list) : ids->known.count;
    if (used == NULL) {
        if (!failing) {
            return;
        }
        ids_add(&ids->known, id, NULL, (struct place){.line = 0});
        ids->failing = memory_resize(ids->failing, ids->known.capacity * sizeof *ids->failing);
        ids->failing[index] = false;
    }
    ids->changed |= ids->failing[index] != failing;
    ids->failing[index] = failing;
}

void failed_ids_read(struct failed_ids *ids)
{
    struct text file = {0};
    path_find(&ids->path);
    if (ids->path.length > 0 &&
        text_read_file(&file, ids->path.bytes, FAILED_BYTES_LIMIT) == TEXT_FILE_READ) {
        for (char *line = file.bytes, *end; line != NULL && *line != '\0'; line = end) {
            end = strchr(line, '\n');
            if (end != NULL) {
                *end++ = '\0';
            }
            id_set(ids, line, true);
        }
    }
    ids->changed = false;
    text_free(&file);
}

bool failed_ids_has(const struct failed_ids *ids, const char *id)
{
    const struct used_id *used = ids_find(&ids->known, id);
    return used != NULL && ids->failing[used - ids->known.list];
}

bool failed_ids_any(const struct failed_ids *ids)
{
    return ids->known.count > 0;
}

void failed_ids_note(struct failed_ids *ids, const char *id, bool failed)
{
    id_set(ids, id, failed);
}

/* Another run may be reading: it sees the old file or the new one. */
static void file_write(const struct failed_ids *ids, const struct text *content)
{
    struct new_file file;
    folders_make(ids->path.bytes);
    if (new_file_begin(&file, ids->path.bytes)) {
        fwrite(content->bytes, 1, content->length, file.stream);
        new_file_end(&file);
    }
}

void failed_ids_write(struct failed_ids *ids)
{
    struct text content = {0};
    if (!ids->changed || ids->path.length == 0) {
        return;
    }
    for (size_t i = 0; i < ids->known.count; i++) {
        if (ids->failing[i]) {
            text_append_format(&content, "%s\n", ids_text(&ids->known, i));
        }
    }
    if (content.length == 0) {
        remove(ids->path.bytes);
    } else {
        file_write(ids, &content);
    }
    ids->changed = false;
    text_free(&content);
}

void failed_ids_free(struct failed_ids *ids)
{
    ids_free(&ids->known);
    free(ids->failing);
    text_free(&ids->path);
    *ids = (struct failed_ids){0};
}
