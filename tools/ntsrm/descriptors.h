/*
 * Security descriptors on a command line, SDDL or the bytes of a self-relative one in hex, and what
 * the commands that show them have in common.
 */
#ifndef NTSRM_TOOLS_NTSRM_DESCRIPTORS_H
#define NTSRM_TOOLS_NTSRM_DESCRIPTORS_H

#include "command.h"

#include "scenario/scenario.h"
#include "scenario/text.h"

#include "rtl/bytes.h"
#include "rtl/descriptor.h"
#include "rtl/mapping.h"

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

/* The value of --type. False if no type is called that; said on stderr. */
bool object_type_read(const struct command *command, const char *value, enum rtl_mapped_type *type);

/* "FILE_READ_DATA, WRITE_DAC", by the names that an object of that type has for them. */
void rights_append(struct runner *runner, enum rtl_mapped_type type, ACCESS_MASK mask,
                   struct text *text);

/* What kind_print puts between brackets where there are several, without them. */
void list_append(const struct text *list, struct text *text);

#endif
