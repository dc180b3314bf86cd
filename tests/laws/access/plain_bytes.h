/* A plain descriptor as the self-relative bytes that Windows would lay out (access-check B-4). */
#ifndef TESTS_LAWS_ACCESS_PLAIN_BYTES_H
#define TESTS_LAWS_ACCESS_PLAIN_BYTES_H

#include "laws/access/plain.h"

#define PLAIN_BYTES_SIZE 8192

/* Returns how many; `to` has room for PLAIN_BYTES_SIZE. */
size_t plain_descriptor_write(const struct plain_descriptor *descriptor, unsigned char *to);

/* The entries of a list alone, with its header. */
size_t plain_list_write(const struct plain_list *list, unsigned char *to);

/*
 * The other way, for bytes that the model found well formed: false if they hold what a plain
 * descriptor can't (too many entries, another condition). size: what may be read.
 */
bool plain_descriptor_read(const unsigned char *bytes, size_t size,
                           struct plain_descriptor *descriptor);

#endif
