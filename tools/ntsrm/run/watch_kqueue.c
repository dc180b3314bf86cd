/* watch.h on macOS and the BSDs, where a folder only knows its entries: files are watched, too. */
#include "ntsrm/run/watch.h"

#include "scenario/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/event.h>
#include <time.h>
#include <unistd.h>

#define QUIET_NANOSECONDS 50000000L

struct watch {
    int events;
    int *opened; /* what is watched */
    size_t count, capacity;
};

struct watch *watch_new(void)
{
    int events = kqueue();
    if (events < 0) {
        return NULL;
    }
    struct watch *watch = memory_resize(NULL, sizeof *watch);
    *watch = (struct watch){.events = events};
    return watch;
}

static void path_watch(struct watch *watch, const char *path)
{
    struct kevent change;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    if (watch->count == watch->capacity) {
        watch->capacity = watch->capacity == 0 ? 64 : 2 * watch->capacity;
        watch->opened = memory_resize(watch->opened, watch->capacity * sizeof *watch->opened);
    }
    watch->opened[watch->count++] = file;
    EV_SET(&change, file, EVFILT_VNODE, EV_ADD | EV_CLEAR,
           NOTE_WRITE | NOTE_EXTEND | NOTE_DELETE | NOTE_RENAME, 0, NULL);
    kevent(watch->events, &change, 1, NULL, 0, NULL);
}

void watch_folder(struct watch *watch, const char *path)
{
    struct text name = {0};
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return;
    }
    path_watch(watch, path);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') {
            text_reset(&name);
            text_append_format(&name, "%s/%s", path, entry->d_name);
            path_watch(watch, name.bytes);
        }
    }
    closedir(folder);
    text_free(&name);
}

static int wait_for(struct watch *watch, const struct timespec *time)
{
    struct kevent event;
    int count = kevent(watch->events, NULL, 0, &event, 1, time);
    return count < 0 && errno == EINTR ? 1 : count;
}

bool watch_wait(struct watch *watch)
{
    const struct timespec quiet = {.tv_nsec = QUIET_NANOSECONDS};
    int count = wait_for(watch, NULL);
    while (count > 0) {
        count = wait_for(watch, &quiet);
    }
    return count == 0;
}

void watch_free(struct watch *watch)
{
    if (watch == NULL) {
        return;
    }
    for (size_t i = 0; i < watch->count; i++) {
        close(watch->opened[i]);
    }
    close(watch->events);
    free(watch->opened);
    free(watch);
}
