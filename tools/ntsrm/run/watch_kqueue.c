/*
 * watch.h on macOS and the BSDs, where a folder tells only that its entries change: the files are
 * watched, too, and a folder counts if the names in it that matter are others than before.
 */
#include "ntsrm/run/watch.h"

#include "ntsrm/discover.h"
#include "ntsrm/ids.h"

#include "scenario/text.h"
#include "scenario/words.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/event.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define QUIET_NANOSECONDS 50000000L
#define OPEN_LIMIT        10240 /* more is refused by macOS */

struct watched {
    int file;
    char *folder;   /* its path; NULL for a file */
    uint64_t names; /* in it */
};

struct watch {
    int events;
    struct watched *watched;
    size_t count, capacity;
    struct ids paths; /* that are watched already */
};

/* Every file that is watched is open. */
static void open_files_allow(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max < OPEN_LIMIT ? limit.rlim_max : OPEN_LIMIT;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

struct watch *watch_new(void)
{
    int events = kqueue();
    if (events < 0) {
        return NULL;
    }
    open_files_allow();
    struct watch *watch = memory_resize(NULL, sizeof *watch);
    *watch = (struct watch){.events = events};
    return watch;
}

static struct watched *path_watch(struct watch *watch, const char *path)
{
    struct kevent change;
    if (ids_add(&watch->paths, path, NULL, (struct place){0}) != NULL) {
        return NULL;
    }
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        return NULL;
    }
    if (watch->count == watch->capacity) {
        watch->capacity = watch->capacity == 0 ? 64 : 2 * watch->capacity;
        watch->watched = memory_resize(watch->watched, watch->capacity * sizeof *watch->watched);
    }
    struct watched *watched = &watch->watched[watch->count++];
    *watched = (struct watched){.file = file};
    EV_SET(&change, file, EVFILT_VNODE, EV_ADD | EV_CLEAR,
           NOTE_WRITE | NOTE_EXTEND | NOTE_DELETE | NOTE_RENAME, 0, NULL);
    kevent(watch->events, &change, 1, NULL, 0, NULL);
    return watched;
}

static bool name_matters(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && (entry->d_type == DT_DIR || is_scenario_name(entry->d_name));
}

/* The same for the same names in any order. */
static uint64_t folder_names(const char *path)
{
    uint64_t sum = 0;
    DIR *folder = opendir(path);
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        sum += name_matters(entry) ? word_hash(entry->d_name, strlen(entry->d_name)) : 0;
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return sum;
}

void watch_folder(struct watch *watch, const char *path)
{
    struct text name = {0};
    DIR *folder = opendir(path);
    struct watched *watched = folder != NULL ? path_watch(watch, path) : NULL;
    if (watched != NULL) {
        watched->folder = strdup(path);
        watched->names = folder_names(path);
    }
    for (const struct dirent *entry; watched != NULL && (entry = readdir(folder)) != NULL;) {
        if (name_matters(entry) && entry->d_type != DT_DIR) {
            text_reset(&name);
            text_append_format(&name, "%s/%s", path, entry->d_name);
            path_watch(watch, name.bytes);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    text_free(&name);
}

void watch_file(struct watch *watch, const char *path)
{
    struct text folder = {0};
    folder_of(path, &folder);
    watch_folder(watch, folder.bytes);
    path_watch(watch, path);
    text_free(&folder);
}

/* Folders are told apart from files by what was noted of them. */
static bool event_matters(struct watch *watch, const struct kevent *event)
{
    for (size_t i = 0; i < watch->count; i++) {
        struct watched *watched = &watch->watched[i];
        if (watched->file == (int)event->ident && watched->folder != NULL) {
            uint64_t before = watched->names;
            watched->names = folder_names(watched->folder);
            return watched->names != before;
        }
    }
    return true;
}

bool watch_wait(struct watch *watch)
{
    const struct timespec quiet = {.tv_nsec = QUIET_NANOSECONDS};
    bool changed = false;
    struct kevent event;
    int count;
    while ((count = kevent(watch->events, NULL, 0, &event, 1, changed ? &quiet : NULL)) != 0) {
        if (count < 0 && errno != EINTR) {
            return false;
        }
        changed |= count > 0 && event_matters(watch, &event);
    }
    return true;
}

void watch_free(struct watch *watch)
{
    if (watch == NULL) {
        return;
    }
    for (size_t i = 0; i < watch->count; i++) {
        close(watch->watched[i].file);
        free(watch->watched[i].folder);
    }
    close(watch->events);
    ids_free(&watch->paths);
    free(watch->watched);
    free(watch);
}
