/* Objects by name in tests: the name as a call takes it, and what has it. */
#ifndef TESTS_SUPPORT_NAMED_H
#define TESTS_SUPPORT_NAMED_H

#include "ntsrm/ntifs.h"
#include "ob/named.h"

/* Stays where it is: its parts point to one another. */
struct named_name {
    WCHAR text[64];
    UNICODE_STRING string;
    OBJECT_ATTRIBUTES attributes;
};

POBJECT_ATTRIBUTES named_attributes(struct named_name *name, const char *text, ULONG flags);

/* NULL if nothing has that name. */
struct ob_named *named_find(const struct srm_world *w, const char *text);

/* With one reference, which the caller owns. */
struct ob_named *named_declare(struct srm_world *w, enum rtl_mapped_type type, const char *text,
                               bool container, const char *sddl);

#endif
