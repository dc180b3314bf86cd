#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_USUAL 100
#define WIDTH_LEAST 60
#define WIDTH_MOST  120

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && *value != '\0';
}

static bool is_terminal(FILE *stream)
{
    return isatty(fileno(stream)) != 0;
}

bool terminal_color(enum color_choice choice, FILE *stream)
{
    if (choice != COLOR_AUTO) {
        return choice == COLOR_ALWAYS;
    }
    if (is_set("NO_COLOR")) {
        return false;
    }
    if (is_set("CLICOLOR_FORCE") || is_set("FORCE_COLOR")) {
        return true;
    }
    const char *kind = getenv("TERM");
    return is_terminal(stream) && (kind == NULL || strcmp(kind, "dumb") != 0);
}

unsigned terminal_width(FILE *stream)
{
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return WIDTH_USUAL;
    }
    unsigned width = size.ws_col;
    return width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
}

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

void progress_begin(struct progress *progress)
{
    *progress = (struct progress){.wanted = is_terminal(stderr)};
    if (progress->wanted) {
        clock_gettime(CLOCK_MONOTONIC, &progress->begin);
        progress->last = progress->begin;
    }
}

void progress_show(struct progress *progress, size_t done, size_t total, size_t failed)
{
    if (!progress->wanted) {
        return;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds_between(&progress->begin, &now) < 1.0 ||
        seconds_between(&progress->last, &now) < 0.1) {
        return;
    }
    progress->last = now;
    progress->shown = true;
    fprintf(stderr, "\r\033[K%zu of %zu files", done, total);
    if (failed > 0) {
        fprintf(stderr, ", %zu failed", failed);
    }
    fflush(stderr);
}

void progress_clear(struct progress *progress)
{
    if (progress->shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        progress->shown = false;
    }
}
