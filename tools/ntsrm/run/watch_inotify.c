/* watch.h on Linux. */
#include "ntsrm/run/watch.h"

#include "scenario/text.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#define QUIET_MILLISECONDS 50

struct watch {
    int events;
};

struct watch *watch_new(void)
{
    int events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (events < 0) {
        return NULL;
    }
    struct watch *watch = memory_resize(NULL, sizeof *watch);
    watch->events = events;
    return watch;
}

void watch_folder(struct watch *watch, const char *path)
{
    inotify_add_watch(watch->events, path,
                      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE |
                          IN_ONLYDIR);
}

/* Waits at most so long, then forgets what there is. -1: failed; 0: nothing happened. */
static int wait_for(struct watch *watch, int milliseconds)
{
    struct pollfd events = {.fd = watch->events, .events = POLLIN};
    char forgotten[4096];
    int count = poll(&events, 1, milliseconds);
    if (count < 0 && errno == EINTR) {
        return 1;
    }
    while (count > 0 && read(watch->events, forgotten, sizeof forgotten) > 0) {
    }
    return count;
}

bool watch_wait(struct watch *watch)
{
    int count = wait_for(watch, -1);
    while (count > 0) {
        count = wait_for(watch, QUIET_MILLISECONDS);
    }
    return count == 0;
}

void watch_free(struct watch *watch)
{
    if (watch == NULL) {
        return;
    }
    close(watch->events);
    free(watch);
}
