/* For realpath. */
#define _XOPEN_SOURCE 700

#include "ntsrm/edit/replace.h"

#include "scenario/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return true;
}

/* Closes it whatever came before; errno is that of what went wrong first. */
static bool close_after(int file, bool right)
{
    int error = errno;
    bool closed = close(file) == 0;
    if (!right) {
        errno = error;
    }
    return right && closed;
}

/* The owner is kept where that is allowed; the mode has to be. */
static bool write_like(int file, const struct stat *like, const char *bytes, size_t length)
{
    bool right = write_all(file, bytes, length);
    if (right && fchown(file, like->st_uid, like->st_gid) != 0) {
        errno = 0;
    }
    right = right && fchmod(file, like->st_mode & 07777) == 0 && fsync(file) == 0;
    return close_after(file, right);
}

static bool replace(const char *path, const char *bytes, size_t length)
{
    struct stat status;
    struct text temporary = {0};
    if (stat(path, &status) != 0 || access(path, W_OK) != 0) {
        return false;
    }
    text_append_format(&temporary, "%s.XXXXXX", path);
    int file = mkstemp(temporary.bytes);
    bool right = file >= 0;
    if (right) {
        right = write_like(file, &status, bytes, length) && rename(temporary.bytes, path) == 0;
        if (!right) {
            int error = errno;
            unlink(temporary.bytes);
            errno = error;
        }
    }
    text_free(&temporary);
    return right;
}

bool file_replace(const char *path, const char *bytes, size_t length)
{
    char *target = realpath(path, NULL);
    if (target == NULL) {
        return false;
    }
    bool right = replace(target, bytes, length);
    int error = errno;
    free(target);
    errno = error;
    return right;
}

bool file_make(const char *path, const char *bytes, size_t length)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) {
        return false;
    }
    bool right = close_after(file, write_all(file, bytes, length));
    if (!right) {
        int error = errno;
        unlink(path);
        errno = error;
    }
    return right;
}
