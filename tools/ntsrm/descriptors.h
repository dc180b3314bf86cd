/*
 * Security descriptors on a command line: SDDL, or the bytes of a self-relative one in hex.
 */
#ifndef NTSRM_TOOLS_NTSRM_DESCRIPTORS_H
#define NTSRM_TOOLS_NTSRM_DESCRIPTORS_H

#include "rtl/bytes.h"
#include "rtl/descriptor.h"

#include <stdbool.h>

/*
 * The bytes that one of them says, into *bytes, which is empty; the other is NULL. False if it is
 * wrong: where and why has been said on stderr.
 */
bool descriptor_read(const struct srm_world *w, const char *sddl, const char *hex, bool color,
                     struct rtl_bytes *bytes);

/* The parts of a descriptor that was read. False if it is malformed; said on stderr, too. */
bool descriptor_view(const struct srm_world *w, const struct rtl_bytes *bytes,
                     struct rtl_view *view);

#endif
