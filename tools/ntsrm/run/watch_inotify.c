/* watch.h on Linux, where folders tell the names of what changes in them. */
#include "ntsrm/run/watch.h"

#include "ntsrm/discover.h"
#include "ntsrm/ids.h"

#include "scenario/text.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#define QUIET_MILLISECONDS 50

struct watch {
    int events;
    struct ids names; /* of files that are not called *.yaml */
};

struct watch *watch_new(void)
{
    int events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (events < 0) {
        return NULL;
    }
    struct watch *watch = memory_resize(NULL, sizeof *watch);
    *watch = (struct watch){.events = events};
    return watch;
}

void watch_folder(struct watch *watch, const char *path)
{
    inotify_add_watch(watch->events, path,
                      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE |
                          IN_ONLYDIR);
}

void watch_file(struct watch *watch, const char *path)
{
    struct text folder = {0};
    folder_of(path, &folder);
    watch_folder(watch, folder.bytes);
    if (!is_scenario_name(path)) {
        ids_add(&watch->names, path_name(path), path, (struct place){0});
    }
    text_free(&folder);
}

static bool matters(const struct watch *watch, const struct inotify_event *event)
{
    return (event->mask & (IN_ISDIR | IN_Q_OVERFLOW)) != 0 ||
           (event->len > 0 &&
            (is_scenario_name(event->name) || ids_find(&watch->names, event->name) != NULL));
}

/* Reads what there is. Does any of it matter? */
static bool events_matter(struct watch *watch)
{
    _Alignas(struct inotify_event) char events[8192];
    bool any = false;
    ssize_t length;
    while ((length = read(watch->events, events, sizeof events)) > 0) {
        for (const char *at = events; at < events + length;) {
            const struct inotify_event *event = (const void *)at;
            any |= matters(watch, event);
            at += sizeof *event + event->len;
        }
    }
    return any;
}

bool watch_wait(struct watch *watch)
{
    struct pollfd events = {.fd = watch->events, .events = POLLIN};
    bool changed = false;
    int count;
    while ((count = poll(&events, 1, changed ? QUIET_MILLISECONDS : -1)) != 0) {
        if (count < 0 && errno != EINTR) {
            return false;
        }
        changed |= events_matter(watch);
    }
    return true;
}

void watch_free(struct watch *watch)
{
    if (watch == NULL) {
        return;
    }
    close(watch->events);
    ids_free(&watch->names);
    free(watch);
}
