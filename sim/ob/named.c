#include "ob/named.h"

#include "ex/pool.h"

#include <string.h>

void ob_named_unname(struct ob_named *object)
{
    struct ob_named **link = &object->header.world->named;

    if (!object->path)
        return;
    while (*link != object)
        link = &(*link)->next;
    *link = object->next;
    ex_free(object->header.world->pool, object->path);
    object->path = NULL;
    object->length = 0;
}

void ob_named_end(struct ob_named *object)
{
    ob_named_unname(object);
    ob_free(&object->header);
}

static void named_delete(void *object)
{
    ob_named_end(object);
}

#define NAMED(type)                  \
    [RTL_MAPPED_##type] = {          \
        .name = #type,               \
        .mapped = RTL_MAPPED_##type, \
        .fact = FACT_OBJECT,         \
        .delete = named_delete,      \
    }

const struct ob_type ob_named_types[RTL_MAPPED_COUNT] = {
    NAMED(File),     NAMED(Key),       NAMED(Event),        NAMED(Mutant),  NAMED(Semaphore),
    NAMED(Section),  NAMED(Directory), NAMED(SymbolicLink), NAMED(Service), NAMED(ServiceManager),
    NAMED(DsObject),
};

const struct ob_type *ob_named_type(enum rtl_mapped_type mapped)
{
    return ob_named_types[mapped].delete ? &ob_named_types[mapped] : NULL;
}

static bool outlives_handles(enum rtl_mapped_type mapped)
{
    return mapped == RTL_MAPPED_File || mapped == RTL_MAPPED_Key || mapped == RTL_MAPPED_Service ||
           mapped == RTL_MAPPED_DsObject;
}

/* Appended, so that what comes first is found first. */
static void add_to_world(struct srm_world *w, struct ob_named *object, struct ob_path path)
{
    struct ob_named **end = &w->named;

    object->path = ex_alloc(w->pool, EX_KIND_ObjectName, (path.length + 1) * sizeof *path.text);
    memcpy(object->path, path.text, path.length * sizeof *path.text);
    object->length = path.length;
    while (*end)
        end = &(*end)->next;
    *end = object;
}

void ob_named_begin(struct ob_named *object, struct srm_world *w, const struct ob_type *type,
                    struct ob_path path, struct rtl_descriptor *descriptor)
{
    ob_init(&object->header, w, type, ++w->last_object, descriptor);
    if (path.text)
        add_to_world(w, object, path);
}

struct ob_named *ob_named_new(struct srm_world *w, const struct ob_type *type, struct ob_path path,
                              bool container, struct rtl_descriptor *descriptor)
{
    struct ob_named *object = ex_alloc(w->pool, EX_KIND_Object, sizeof *object);

    ob_named_begin(object, w, type, path, descriptor);
    object->container = container;
    if (path.text && outlives_handles(type->mapped))
        ob_named_make_permanent(object);
    return object;
}

void ob_named_make_permanent(struct ob_named *object)
{
    if (object->permanent)
        return;
    object->permanent = true;
    object->header.references++;
}

static WCHAR lower_case(WCHAR letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
}

static bool same_text(const WCHAR *one, const WCHAR *other, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++)
        if (lower_case(one[i]) != lower_case(other[i]))
            return false;
    return true;
}

struct ob_named *ob_named_find(const struct srm_world *w, struct ob_path path)
{
    struct ob_named *object = w->named;

    while (object &&
           (object->length != path.length || !same_text(object->path, path.text, path.length)))
        object = object->next;
    return object;
}

/* Is the path one of those that every system has? `pattern` may have # for a number. */
static bool fits(const char *pattern, struct ob_path path)
{
    uint32_t at = 0;

    for (; *pattern; pattern++) {
        if (*pattern != '#') {
            if (at == path.length || lower_case(path.text[at]) != lower_case((WCHAR)*pattern))
                return false;
            at++;
            continue;
        }
        if (at == path.length || path.text[at] < '0' || path.text[at] > '9')
            return false;
        while (at < path.length && path.text[at] >= '0' && path.text[at] <= '9')
            at++;
    }
    return at == path.length;
}

bool ob_named_place(const struct srm_world *w, struct ob_path path)
{
    static const char *const everywhere[] = {
        "\\??",
        "\\??\\C:",
        "\\BaseNamedObjects",
        "\\Device",
        "\\Device\\NamedPipe",
        "\\REGISTRY",
        "\\REGISTRY\\MACHINE",
        "\\REGISTRY\\USER",
        "\\RPC Control",
        "\\Sessions",
        "\\Sessions\\#",
        "\\Sessions\\#\\BaseNamedObjects",
    };

    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
        if (fits(everywhere[i], path))
            return true;
    for (const struct ob_named *object = w->named; object; object = object->next)
        if (object->length > path.length && object->path[path.length] == '\\' &&
            same_text(object->path, path.text, path.length))
            return true;
    return false;
}

static struct ob_named *find_permanent(const struct srm_world *w)
{
    struct ob_named *object = w->named;

    while (object && !object->permanent)
        object = object->next;
    return object;
}

void ob_named_forget(struct srm_world *w)
{
    struct ob_named *object;

    while ((object = find_permanent(w)) != NULL) {
        object->permanent = false;
        ob_dereference(object);
    }
}
