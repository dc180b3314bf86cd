/*
 * Kernel objects: a header in front of every process, thread, token and job.
 *
 * Objects live as long as somebody refers to them; the last dereference deletes. The header leads
 * to the world, so that a call that is given any object knows where it is.
 */
#ifndef OB_OBJECT_H
#define OB_OBJECT_H

#include "ex/trace.h"
#include "rtl/descriptor.h"
#include "rtl/mapping.h"

struct ob_type {
    const char *name;
    enum rtl_mapped_type mapped;
    enum ex_fact_kind fact; /* how the trace names such an object */
    void (*delete)(void *object);
    void (*closed)(void *object); /* its last handle is gone; NULL: nothing happens then */
    /* see ob_described; NULL: itself */
    const struct ob_header *(*described)(const struct ob_header *object);
};

struct ob_header {
    struct srm_world *world;
    const struct ob_type *type;
    struct rtl_descriptor *descriptor; /* NULL: made without one */
    uint64_t id;                       /* a token's TokenId, a process's or thread's id */
    uint32_t references;
    uint32_t handles; /* of all processes; each holds one of the references */
};

/* The object whose descriptor is that of this one: of most it is their own. */
static inline const struct ob_header *ob_described(const struct ob_header *object)
{
    return object->type->described ? object->type->described(object) : object;
}

/* Prepares a new object's header: one reference, owned by who made it. */
void ob_init(struct ob_header *header, struct srm_world *w, const struct ob_type *type, uint64_t id,
             struct rtl_descriptor *descriptor);

/* Makes a copied object's header its own: one reference, no descriptor. */
static inline void ob_init_copy(struct ob_header *header, uint64_t id)
{
    header->id = id;
    header->descriptor = NULL;
    header->references = 1;
    header->handles = 0;
}

/* Another descriptor from now on; its reference passes, the one on the old is dropped. */
void ob_set_descriptor(struct ob_header *header, struct rtl_descriptor *descriptor);

/* What every object's delete ends with: gives back descriptor and memory. */
void ob_free(struct ob_header *header);

/* The fact that names an object, which may be NULL. */
static inline struct ex_fact ob_fact(const char *label, const void *object)
{
    const struct ob_header *header = object;

    return (struct ex_fact){
        .label = label,
        .kind = header ? header->type->fact : FACT_NULL,
        .value = header ? header->id : 0,
    };
}

/* Tells the trace that something became of an object, or of the references on it. */
void ob_trace_reference(const struct ob_header *header, enum ex_event_kind kind);

static inline void *ob_reference(void *object)
{
    struct ob_header *header = object;

    header->references++;
    if (__builtin_expect(header->world->tracing, 0))
        ob_trace_reference(header, EVENT_REFERENCED);
    return object;
}

/* When the last reference is gone. */
static inline void ob_delete(struct ob_header *header)
{
    if (__builtin_expect(header->world->tracing, 0))
        ob_trace_reference(header, EVENT_DELETED);
    header->type->delete(header);
}

static inline void ob_dereference(void *object)
{
    struct ob_header *header = object;

    if (__builtin_expect(header->world->tracing, 0))
        ob_trace_reference(header, EVENT_DEREFERENCED);
    if (--header->references == 0)
        ob_delete(header);
}

#endif
