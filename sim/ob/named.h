/*
 * Objects that are here no more than what every object is: files, keys, events and the other types
 * of rtl/mapping.def that have no folder of their own. Such an object may have a path; the world
 * knows all that have one, and nothing else is in its namespace.
 *
 * What a path leads through without being such an object is a place: it is there, and has no
 * descriptor.
 */
#ifndef OB_NAMED_H
#define OB_NAMED_H

#include "ob/object.h"

struct ob_named {
    struct ob_header header;
    struct ob_named *next; /* in the world, of those that have a path */
    WCHAR *path;           /* NULL: none */
    uint32_t length;       /* of the path */
    bool container;        /* it can hold others */
    bool permanent;        /* the world holds a reference */
};

/* By enum rtl_mapped_type; empty for a type that has structures of its own. */
extern const struct ob_type ob_named_types[RTL_MAPPED_COUNT];

/* NULL for a type that has structures of its own, such as Process. */
const struct ob_type *ob_named_type(enum rtl_mapped_type mapped);

static inline bool ob_is_named(const struct ob_header *header)
{
    return header->type == ob_named_type(header->type->mapped);
}

/* Where an object is to be. */
struct ob_path {
    const WCHAR *text; /* NULL: nowhere */
    uint32_t length;
};

/*
 * With one reference, which the maker owns. Files, keys, services and objects of a directory
 * service outlive their handles. descriptor: its reference passes; NULL for none.
 */
struct ob_named *ob_named_new(struct srm_world *w, const struct ob_type *type, struct ob_path path,
                              bool container, struct rtl_descriptor *descriptor);
/* The same for one that a larger object begins with, of a type whose delete ends with
 * ob_named_end. */
void ob_named_begin(struct ob_named *object, struct srm_world *w, const struct ob_type *type,
                    struct ob_path path, struct rtl_descriptor *descriptor);
/* Nothing has its name any more. */
void ob_named_unname(struct ob_named *object);
/* Gives back name, descriptor and memory. */
void ob_named_end(struct ob_named *object);
/* It outlives its handles, too. */
void ob_named_make_permanent(struct ob_named *object);

/* The object at that path, letters in either case; no reference. NULL if there is none. */
struct ob_named *ob_named_find(const struct srm_world *w, struct ob_path path);
/* Is there an object below that path, or does every system have it? */
bool ob_named_place(const struct srm_world *w, struct ob_path path);
/* The world lets go of all that it holds. */
void ob_named_forget(struct srm_world *w);

#endif
