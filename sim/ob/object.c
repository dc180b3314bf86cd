#include "ob/object.h"

#include "ex/pool.h"

void ob_init(struct ob_header *header, struct srm_world *w, const struct ob_type *type, uint64_t id,
             struct rtl_descriptor *descriptor)
{
    *header = (struct ob_header){
        .world = w,
        .type = type,
        .descriptor = descriptor,
        .id = id,
        .references = 1,
    };
}

void ob_set_descriptor(struct ob_header *header, struct rtl_descriptor *descriptor)
{
    struct rtl_descriptor *old = header->descriptor;

    header->descriptor = descriptor;
    rtl_descriptor_dereference(header->world, old);
    trace_object(header->world, EVENT_CHANGED, "security descriptor", ob_fact("object", header));
}

void ob_trace_reference(const struct ob_header *header, enum ex_event_kind kind)
{
    trace_object(header->world, kind, NULL, ob_fact("object", header));
}

void ob_free(struct ob_header *header)
{
    rtl_descriptor_dereference(header->world, header->descriptor);
    ex_free(header->world->pool, header);
}
