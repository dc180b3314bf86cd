#include "scenario/lint/declared.h"

#include <stdlib.h>
#include <string.h>

const struct declared_kind declared_account = {
    .space = NAMES_ACCOUNTS,
    .finding = LINT_UNUSED_ACCOUNT,
    .before = "nothing uses the account",
    .help = "leave it out",
};
const struct declared_kind declared_logon_session = {
    .space = NAMES_SESSIONS,
    .finding = LINT_UNUSED_SESSION,
    .before = "nothing uses the logon session",
    .help = "leave it out, or name it as the authentication-id of a token",
};
const struct declared_kind declared_token = {
    .space = NAMES_FLAT,
    .finding = LINT_UNUSED_TOKEN,
    .before = "nothing uses the token",
    .help = "leave it out, or give it to a process, a thread or a call",
};
const struct declared_kind declared_job = {
    .space = NAMES_FLAT,
    .finding = LINT_UNUSED_JOB,
    .before = "nothing uses the job",
    .help = "leave it out, or put a process into it",
};
const struct declared_kind declared_object = {
    .space = NAMES_FLAT,
    .finding = LINT_UNUSED_OBJECT,
    .before = "no step has to do with the object",
    .help = "leave it out",
};
const struct declared_kind declared_process = {
    .space = NAMES_FLAT,
    .finding = LINT_UNUSED_PROCESS,
    .before = "no step has to do with the process",
    .help = "leave it out, or let one of its threads make a call",
};
const struct declared_kind declared_thread = {
    .space = NAMES_FLAT,
    .finding = LINT_UNUSED_THREAD,
    .before = "no step has to do with the thread",
    .help = "leave it out; a process needs one more only where another of its threads ends",
};
const struct declared_kind declared_out = {
    .space = NAMES_FLAT,
    .finding = LINT_UNUSED_OUT,
    .before = "nothing looks at",
    .help = "leave it out, or check what came back",
};

/* The keys of a document under which there are names. */
static const struct section {
    size_t key;
    const struct declared_kind *kind;
} sections[] = {
    {.key = KEY_DOCUMENT_accounts - KEY_BEGIN_DOCUMENT, .kind = &declared_account},
    {.key = KEY_DOCUMENT_logon_sessions - KEY_BEGIN_DOCUMENT, .kind = &declared_logon_session},
    {.key = KEY_DOCUMENT_tokens - KEY_BEGIN_DOCUMENT, .kind = &declared_token},
    {.key = KEY_DOCUMENT_jobs - KEY_BEGIN_DOCUMENT, .kind = &declared_job},
    {.key = KEY_DOCUMENT_objects - KEY_BEGIN_DOCUMENT, .kind = &declared_object},
    {.key = KEY_DOCUMENT_processes - KEY_BEGIN_DOCUMENT, .kind = &declared_process},
};

#define SECTION_COUNT (sizeof sections / sizeof sections[0])

/* ---- what is declared ---- */

static struct declared *declare(struct usage *usage, const struct nodes *nodes,
                                const struct node *key, const struct declared_kind *kind)
{
    usage->list = array_grow(usage->list, usage->count, &usage->capacity, sizeof *usage->list);
    struct declared *declared = &usage->list[usage->count++];
    *declared = (struct declared){.key = key, .nodes = nodes, .end = key + 1, .kind = kind};
    return declared;
}

/* threads: [c, d], or {c: {impersonates: ...}} */
static void declare_threads(struct usage *usage, const struct nodes *nodes,
                            const struct node *threads, size_t process)
{
    if (threads->kind == NODE_SCALAR) {
        return;
    }
    const struct node *end = node_end(nodes, threads);
    for (const struct node *entry = node_first(threads); entry != end;) {
        const struct node *next = node_next(nodes, entry);
        struct declared *thread = declare(usage, nodes, entry, &declared_thread);
        thread->process = process;
        if (threads->kind == NODE_MAPPING) {
            next = node_next(nodes, next);
            thread->end = next;
        }
        usage->only_thread = usage->only_thread == 0 ? usage->count : (size_t)-1;
        entry = next;
    }
}

const struct node *declared_value(const struct nodes *nodes, const struct node *mapping,
                                  const char *word)
{
    if (mapping->kind != NODE_MAPPING) {
        return NULL;
    }
    const struct node *end = node_end(nodes, mapping);
    for (const struct node *key = node_first(mapping); key != end;
         key = node_next(nodes, key + 1)) {
        if (node_is(key, word)) {
            return key + 1;
        }
    }
    return NULL;
}

static void declare_section(struct usage *usage, const struct nodes *nodes,
                            const struct node *mapping, const struct declared_kind *kind)
{
    if (!mapping || mapping->kind != NODE_MAPPING) {
        return;
    }
    const struct node *end = node_end(nodes, mapping);
    for (const struct node *key = node_first(mapping); key != end;
         key = node_next(nodes, key + 1)) {
        declare(usage, nodes, key, kind)->end = node_next(nodes, key + 1);
        const struct node *threads =
            kind == &declared_process ? declared_value(nodes, key + 1, "threads") : NULL;
        if (threads) {
            declare_threads(usage, nodes, threads, usage->count);
        }
    }
}

static void declare_out(struct usage *usage, const struct node *step)
{
    const struct nodes *nodes = &usage->run->main.nodes;
    const struct node *out = declared_value(nodes, step, "out");
    if (!out || out->kind != NODE_MAPPING) {
        return;
    }
    const struct node *end = node_end(nodes, out);
    for (const struct node *key = node_first(out); key != end; key = node_next(nodes, key + 1)) {
        /* Without a name it would be NULL, which is another call. */
        if (lint_has(usage->run->lint, key + 1, MARK_OPTIONAL)) {
            continue;
        }
        /* {handle: h, object: o}: names stand behind keys. */
        const struct node *value_end = node_next(nodes, key + 1);
        bool inner = key[1].kind == NODE_MAPPING;
        for (const struct node *name = key + 1 + inner; name < value_end; name++) {
            bool is_name = !inner || (name - key) % 2 == 1;
            if (name->kind == NODE_SCALAR && name->text[0] != '$' && is_name) {
                declare(usage, nodes, name, &declared_out);
            }
        }
    }
}

static void declare_all(struct usage *usage)
{
    struct runner *run = usage->run;
    const struct document *document = usage->document;
    for (size_t i = 0; i <= document->source_count; i++) {
        bool own = i == document->source_count;
        const struct source *source = own ? &run->main : run->use_order[document->first_source + i];
        const struct keyed *keys = own ? &document->keys : &source->keys;
        for (size_t j = 0; j < SECTION_COUNT; j++) {
            declare_section(usage, &source->nodes, keys->at[sections[j].key], sections[j].kind);
        }
    }
    const struct node *steps = key_value(document->keys, DOCUMENT, steps);
    const struct node *end = node_end(&run->main.nodes, steps);
    for (const struct node *step = node_first(steps); step != end;
         step = node_next(&run->main.nodes, step)) {
        declare_out(usage, step);
    }
}

/* ---- finding it by name ---- */

static uint32_t *bucket_of(const struct usage *usage, uint32_t hash, enum name_space space)
{
    return &usage->buckets[(hash + (uint32_t)space * UINT32_C(0x9E3779B1)) & usage->bucket_mask];
}

static void index_all(struct usage *usage)
{
    usage->bucket_mask = 63;
    while (usage->bucket_mask < usage->count) {
        usage->bucket_mask = usage->bucket_mask * 2 + 1;
    }
    const size_t size = (usage->bucket_mask + 1) * sizeof *usage->buckets;
    usage->buckets = memory_resize(NULL, size);
    memset(usage->buckets, 0, size);
    for (size_t i = 0; i < usage->count; i++) {
        struct declared *declared = &usage->list[i];
        uint32_t *bucket = bucket_of(usage, declared->key->hash, declared->kind->space);
        declared->next = *bucket;
        *bucket = (uint32_t)i + 1;
    }
    usage->pending = memory_resize(NULL, (usage->count + 1) * sizeof *usage->pending);
}

void usage_use(struct usage *usage, size_t place)
{
    struct declared *declared = &usage->list[place];
    if (!declared->used) {
        declared->used = true;
        usage->pending[usage->pending_count++] = place;
    }
}

bool usage_use_name(struct usage *usage, const char *text, size_t length, enum name_space space)
{
    uint32_t place = *bucket_of(usage, word_hash(text, length), space);
    for (; place != 0; place = usage->list[place - 1].next) {
        const struct declared *declared = &usage->list[place - 1];
        if (declared->kind->space == space && declared->key->length == length &&
            memcmp(declared->key->text, text, length) == 0) {
            usage_use(usage, place - 1);
            return true;
        }
    }
    return false;
}
/* ---- the document ---- */

bool declared_is_section(const struct document *document, const struct node *value)
{
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        if (document->keys.at[sections[i].key] == value) {
            return true;
        }
    }
    return false;
}

void usage_read(struct usage *usage, struct runner *run, struct document *document)
{
    *usage = (struct usage){.run = run, .document = document};
    declare_all(usage);
    index_all(usage);
}

void usage_free(struct usage *usage)
{
    free(usage->list);
    free(usage->pending);
    free(usage->buckets);
}
