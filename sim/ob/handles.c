#include "ob/handles.h"

#include "ex/pool.h"

#include <assert.h>
#include <string.h>

static HANDLE handle_of(uint32_t index)
{
    return (HANDLE)((uintptr_t)(index + 1) * 4);
}

static void grow(struct ob_handle_table *table)
{
    uint32_t capacity = table->capacity ? table->capacity * 2 : 8;
    struct ob_handle *entries =
        ex_alloc(table->world->pool, EX_KIND_HandleTable, capacity * sizeof *entries);

    if (table->entries) {
        memcpy(entries, table->entries, table->capacity * sizeof *entries);
        ex_free(table->world->pool, table->entries);
    }
    table->entries = entries;
    table->capacity = capacity;
}

static void *count_handle(void *object)
{
    struct ob_header *header = object;

    header->handles++;
    return ob_reference(object);
}

/* The object's type hears of the last handle while the object is still there. */
static void forget_handle(void *object)
{
    struct ob_header *header = object;

    if (--header->handles == 0 && header->type->closed)
        header->type->closed(object);
    ob_dereference(object);
}

HANDLE ob_handle_new(struct ob_handle_table *table, void *object, ACCESS_MASK granted,
                     ULONG attributes)
{
    uint32_t index = table->first_free;

    if (table->count == table->capacity)
        grow(table);
    while (table->entries[index].object)
        index++;
    table->entries[index] = (struct ob_handle){
        .object = count_handle(object),
        .granted = granted,
        .attributes = attributes,
    };
    table->count++;
    table->first_free = index + 1;
    return handle_of(index);
}

void ob_handles_inherit(struct ob_handle_table *table, const struct ob_handle_table *from)
{
    while (table->capacity < from->capacity)
        grow(table);
    for (uint32_t i = 0; i < from->capacity; i++) {
        const struct ob_handle *entry = &from->entries[i];

        if (!entry->object || !(entry->attributes & OBJ_INHERIT))
            continue;
        table->entries[i] = *entry;
        count_handle(entry->object);
        table->count++;
    }
}

const struct ob_handle *ob_handle_find(const struct ob_handle_table *table, HANDLE handle)
{
    uintptr_t value = (uintptr_t)handle;

    if (value == 0 || value % 4 != 0 || value / 4 > table->capacity)
        return NULL;

    const struct ob_handle *entry = &table->entries[value / 4 - 1];
    return entry->object ? entry : NULL;
}

void ob_handle_close(struct ob_handle_table *table, HANDLE handle)
{
    uint32_t index = (uint32_t)((uintptr_t)handle / 4 - 1);
    void *object = table->entries[index].object;

    assert(object);
    table->entries[index] = (struct ob_handle){.object = NULL};
    table->count--;
    if (index < table->first_free)
        table->first_free = index;
    forget_handle(object);
}

void ob_handle_table_close(struct ob_handle_table *table)
{
    for (uint32_t i = 0; i < table->capacity; i++)
        if (table->entries[i].object)
            ob_handle_close(table, handle_of(i));
    if (table->entries)
        ex_free(table->world->pool, table->entries);
    table->entries = NULL;
    table->capacity = table->first_free = 0;
}
