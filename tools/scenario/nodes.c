#include "scenario/nodes.h"

#include "scenario/missing_blank.h"
#include "scenario/repeated_keys.h"
#include "scenario/yaml_problem.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <yaml.h>

#define LEAVE_IT_OUT "write the value itself; a text that begins like this needs quotes"

/* More are not worth reading, see tag_directives_refuse. */
#define TAG_DIRECTIVES_LIMIT 100U

/* A collection whose end has not been read. */
struct level {
    uint32_t node;
    bool suspect;  /* two keys may be the same */
    uint64_t seen; /* one bit per hash of a key, so that most mappings need no comparison */
};

struct reader {
    struct nodes *nodes;
    struct diagnostics *diagnostics;
    bool has_exclamation;
    bool in_document;
    struct place document; /* where the last one begins */
    bool stopped;          /* what follows cannot be read in any useful way */
    uint32_t depth;
    struct level levels[NODES_DEPTH_LIMIT];
    size_t index, offset; /* of the character that was looked up last, see byte_at */
};

unsigned node_width(const struct node *node)
{
    unsigned width = node->quoted ? 2 : 0;
    size_t size;
    for (size_t at = 0; at < node->length; at += size) {
        uint32_t code_point;
        size = text_decode(node->text + at, node->length - at, &code_point);
        width++;
    }
    return node->kind == NODE_SCALAR && width > 0 ? width : 1;
}

static struct place place_of(const yaml_mark_t *mark)
{
    return (struct place){.line = (uint32_t)mark->line + 1, .column = (uint32_t)mark->column + 1};
}

static unsigned width_between(const yaml_mark_t *start, const yaml_mark_t *end)
{
    bool one_line = start->line == end->line && end->column > start->column;
    return one_line ? (unsigned)(end->column - start->column) : 1;
}

/* The byte where a mark stands. libyaml counts characters; the marks asked for only go up. */
static char byte_at(struct reader *reader, size_t index)
{
    const char *source = reader->diagnostics->source;
    size_t length = reader->diagnostics->source_length;
    reader->offset +=
        text_skip(source + reader->offset, length - reader->offset, index - reader->index);
    reader->index = index;
    return reader->offset < length ? source[reader->offset] : '\0';
}

/* What the language leaves out of YAML, wherever a node has it. */
static void properties_refuse(struct reader *reader, const yaml_event_t *event, const void *anchor)
{
    unsigned width = anchor != NULL ? (unsigned)strlen(anchor) + 1 : 1;
    diagnostic_add(reader->diagnostics, SEVERITY_ERROR, place_of(&event->start_mark), width, "%s",
                   anchor != NULL ? YAML_NO_ANCHORS : YAML_NO_TAGS);
    diagnostic_help(reader->diagnostics, LEAVE_IT_OUT);
}

/* Makes room for a node, and always for one more than the limit. */
static void nodes_grow(struct reader *reader, const yaml_mark_t *mark)
{
    struct nodes *nodes = reader->nodes;
    if (nodes->count >= NODES_COUNT_LIMIT) {
        diagnostic_add(reader->diagnostics, SEVERITY_ERROR, place_of(mark), 1,
                       "the file has more than %u values", NODES_COUNT_LIMIT);
        reader->stopped = true;
        return;
    }
    uint32_t capacity = nodes->capacity == 0 ? 512 : nodes->capacity * 2;
    nodes->capacity = capacity < NODES_COUNT_LIMIT ? capacity : NODES_COUNT_LIMIT;
    nodes->node = memory_resize(nodes->node, (nodes->capacity + 1) * sizeof *nodes->node);
}

static inline struct node *node_append(struct reader *reader, enum node_kind kind,
                                       const yaml_mark_t *mark)
{
    struct nodes *nodes = reader->nodes;
    if (nodes->count >= nodes->capacity) {
        nodes_grow(reader, mark);
    }
    struct node *node = &nodes->node[nodes->count++];
    *node = (struct node){
        .kind = (uint8_t)kind,
        .depth = (uint16_t)reader->depth,
        .line = (uint32_t)mark->line + 1,
        .column = (uint32_t)mark->column + 1,
        .text = "",
        .next = nodes->count,
    };
    return node;
}

/* Counts a node among its parent's; returns the parent's level if the node is a key. */
static inline struct level *parent_count(struct reader *reader)
{
    if (reader->depth == 0) {
        return NULL;
    }
    struct level *level = &reader->levels[reader->depth - 1];
    struct node *parent = &reader->nodes->node[level->node];
    return (parent->count++ & 1) == 0 && parent->kind == NODE_MAPPING ? level : NULL;
}

static inline void text_take(struct nodes *nodes, struct node *node, const char *value,
                             size_t length)
{
    /* Of libyaml's bytes, not of the copy: those were written long ago, the copy is on its way. */
    node->hash = word_hash(value, length);
    if (length > 0) {
        char *text = nodes->texts + nodes->texts_length;
        nodes->texts_length += length + 1;
        assert(nodes->texts_length <= nodes->texts_capacity);
        memcpy(text, value, length);
        text[length] = '\0';
        node->text = text;
        node->length = (uint32_t)length;
    }
}

/* Control characters get into a text only through escapes such as "\0". */
static void escapes_check(struct reader *reader, const struct node *node)
{
    for (uint32_t at = 0; at < node->length;) {
        uint32_t code;
        at += (uint32_t)text_decode(node->text + at, node->length - at, &code);
        bool is_space = code == '\t' || code == '\n' || code == '\r' || code == 0x85;
        if (!is_space && (code < 0x20 || (code >= 0x7F && code < 0xA0))) {
            diagnostic_add(reader->diagnostics, SEVERITY_ERROR, node_place(node), 1,
                           "the control character U+%04X cannot stand in a text", (unsigned)code);
            return;
        }
    }
}

static void key_check(struct reader *reader, struct level *level, const struct node *key)
{
    uint64_t bit = UINT64_C(1) << (key->hash & 63);
    level->suspect |= (level->seen & bit) != 0;
    level->seen |= bit;
    if (key->quoted) {
        return;
    }
    if (key->length == 0) {
        diagnostic_add(reader->diagnostics, SEVERITY_ERROR, node_place(key), 1,
                       "there is no key before this ':'");
    } else if (key->length == 2 && memcmp(key->text, "<<", 2) == 0) {
        diagnostic_add(reader->diagnostics, SEVERITY_ERROR, node_place(key), 2,
                       "merge keys ('<<') are not part of the scenario language");
        diagnostic_help(reader->diagnostics, "write the keys out");
    }
}

static bool is_in_mapping(const struct reader *reader)
{
    return reader->depth > 0 &&
           reader->nodes->node[reader->levels[reader->depth - 1].node].kind == NODE_MAPPING;
}

static void scalar_take(struct reader *reader, const yaml_event_t *event)
{
    struct level *level = parent_count(reader);
    struct node *node = node_append(reader, NODE_SCALAR, &event->start_mark);
    yaml_scalar_style_t style = event->data.scalar.style;
    node->quoted = style != YAML_PLAIN_SCALAR_STYLE;
    text_take(reader->nodes, node, (const char *)event->data.scalar.value,
              event->data.scalar.length);
    const void *tag = event->data.scalar.tag;
    /* libyaml forgets the tag '!' of a scalar. */
    if (reader->has_exclamation && byte_at(reader, event->start_mark.index) == '!') {
        tag = "!";
    }
    if (event->data.scalar.anchor != NULL || tag != NULL) {
        properties_refuse(reader, event, event->data.scalar.anchor);
    }
    if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) {
        escapes_check(reader, node);
    }
    if (level != NULL) {
        key_check(reader, level, node);
    } else if (node_is_absent(node) && is_in_mapping(reader)) {
        const char behind = byte_at(reader, event->start_mark.index);
        if (behind == ',' || behind == '}') {
            missing_blank_mend(reader->nodes, node, reader->diagnostics);
        }
    }
}

static void alias_refuse(struct reader *reader, const yaml_event_t *event)
{
    /* An empty scalar keeps its place, so that keys and values still alternate. */
    parent_count(reader);
    node_append(reader, NODE_SCALAR, &event->start_mark)->quoted = true;
    diagnostic_add(reader->diagnostics, SEVERITY_ERROR, place_of(&event->start_mark),
                   width_between(&event->start_mark, &event->end_mark), YAML_NO_ANCHORS);
    diagnostic_help(reader->diagnostics, LEAVE_IT_OUT);
}

static void collection_open(struct reader *reader, enum node_kind kind, const yaml_mark_t *mark)
{
    if (reader->depth == NODES_DEPTH_LIMIT) {
        diagnostic_add(reader->diagnostics, SEVERITY_ERROR, place_of(mark), 1,
                       "this is nested more than %u levels deep", NODES_DEPTH_LIMIT);
        reader->stopped = true;
        return;
    }
    if (parent_count(reader) != NULL) {
        diagnostic_add(reader->diagnostics, SEVERITY_ERROR, place_of(mark), 1,
                       "a key must be a word or a text, not a %s",
                       kind == NODE_MAPPING ? "mapping" : "list");
        reader->stopped = true; /* whoever walks a mapping counts on scalars as keys */
        return;
    }
    reader->levels[reader->depth].node = reader->nodes->count;
    reader->levels[reader->depth].suspect = false;
    reader->levels[reader->depth].seen = 0;
    node_append(reader, kind, mark);
    reader->depth++;
}

static void collection_close(struct reader *reader)
{
    reader->depth--;
    const struct level *level = &reader->levels[reader->depth];
    struct node *node = &reader->nodes->node[level->node];
    node->next = reader->nodes->count;
    if (node->kind == NODE_MAPPING) {
        node->count /= 2;
        if (level->suspect) {
            repeated_keys_refuse(reader->nodes, node, reader->diagnostics);
        }
    }
}

static void document_open(struct reader *reader, const yaml_event_t *event)
{
    struct nodes *nodes = reader->nodes;
    if (nodes->root_count == nodes->root_capacity) {
        nodes->root_capacity = nodes->root_capacity == 0 ? 16 : nodes->root_capacity * 2;
        nodes->root = memory_resize(nodes->root, nodes->root_capacity * sizeof *nodes->root);
    }
    nodes->root[nodes->root_count++] = nodes->count;
    reader->in_document = true;
    reader->document = place_of(&event->start_mark);
    if (event->data.document_start.tag_directives.start !=
        event->data.document_start.tag_directives.end) {
        diagnostic_add(reader->diagnostics, SEVERITY_ERROR, place_of(&event->start_mark), 1,
                       YAML_NO_TAGS);
        diagnostic_help(reader->diagnostics, "leave the %%TAG line out");
    }
}

static void document_close(struct reader *reader)
{
    reader->in_document = false;
    const struct node *root = node_root(reader->nodes, reader->nodes->root_count - 1);
    if (root->kind == NODE_SCALAR && root->length == 0 && !root->quoted) {
        diagnostic_add(reader->diagnostics, SEVERITY_ERROR, reader->document, 1,
                       "this document is empty");
        diagnostic_help(reader->diagnostics, "leave out the '---' that begins it");
    }
}

static void event_take(struct reader *reader, yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        scalar_take(reader, event);
        break;
    case YAML_MAPPING_START_EVENT:
        collection_open(reader, NODE_MAPPING, &event->start_mark);
        if (event->data.mapping_start.anchor == NULL && event->data.mapping_start.tag == NULL) {
            return; /* nothing in it to delete: this is half of the events */
        }
        properties_refuse(reader, event, event->data.mapping_start.anchor);
        break;
    case YAML_SEQUENCE_START_EVENT:
        collection_open(reader, NODE_SEQUENCE, &event->start_mark);
        if (event->data.sequence_start.anchor == NULL && event->data.sequence_start.tag == NULL) {
            return;
        }
        properties_refuse(reader, event, event->data.sequence_start.anchor);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        collection_close(reader);
        return;
    case YAML_ALIAS_EVENT:
        alias_refuse(reader, event);
        break;
    case YAML_DOCUMENT_START_EVENT:
        document_open(reader, event);
        break;
    case YAML_DOCUMENT_END_EVENT:
        document_close(reader);
        return;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
        return;
    }
    yaml_event_delete(event);
}

static void events_read(struct reader *reader, yaml_parser_t *parser)
{
    yaml_event_t event;
    do {
        if (!yaml_parser_parse(parser, &event)) {
            yaml_problem_add(reader->diagnostics, parser);
            reader->stopped = true;
            break;
        }
        event_take(reader, &event);
    } while (event.type != YAML_STREAM_END_EVENT && !reader->stopped);
    struct nodes *nodes = reader->nodes;
    if (reader->in_document) {
        /* The documents that ended are whole; what was read of this one is no tree yet. */
        nodes->count = nodes->root[--nodes->root_count];
    } else if (nodes->root_count == 0 && !reader->stopped) {
        diagnostic_add(reader->diagnostics, SEVERITY_ERROR, (struct place){.line = 1, .column = 1},
                       1, "the file is empty: there is no scenario in it");
    }
}

/*
 * Twice the source is room for all texts: two escapes of two bytes mean three, nothing else makes
 * a text longer than it was written, and what ends it in the source makes up for its NUL.
 */
static void nodes_begin(struct nodes *nodes, size_t source_length)
{
    size_t needed = source_length * 2 + 1;
    if (nodes->texts_capacity < needed) {
        nodes->texts = memory_resize(nodes->texts, needed);
        nodes->texts_capacity = needed;
    }
    nodes->texts_length = 0;
    nodes->count = nodes->root_count = 0;
}

static bool is_utf16(const char *bytes, size_t length)
{
    return length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
}

static enum read_result too_large_refuse(struct diagnostics *diagnostics)
{
    diagnostic_add(diagnostics, SEVERITY_ERROR, (struct place){0}, 0,
                   "the file is larger than %zu MiB", NODES_BYTES_LIMIT >> 20);
    return READ_INVALID;
}

/*
 * libyaml compares every %TAG directive with all before it, so that a large file of them would keep
 * it busy for hours; a few are refused when they are read.
 */
static bool tag_directives_refuse(struct diagnostics *diagnostics)
{
    const char *bytes = diagnostics->source;
    const char *end = bytes + diagnostics->source_length;
    unsigned count = 0;
    for (const char *at = bytes; end - at >= 4; at++) {
        at = memchr(at, '%', (size_t)(end - at));
        if (at == NULL) {
            break;
        }
        if (end - at >= 4 && memcmp(at, "%TAG", 4) == 0 && ++count > TAG_DIRECTIVES_LIMIT) {
            diagnostic_add(diagnostics, SEVERITY_ERROR,
                           diagnostics_place(diagnostics, (size_t)(at - bytes)), 4, YAML_NO_TAGS);
            return true;
        }
    }
    return false;
}

enum read_result nodes_read_memory(struct nodes *nodes, const char *name, const char *bytes,
                                   size_t length, struct diagnostics *diagnostics)
{
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    diagnostics_begin(diagnostics, name, bytes, length);
    nodes_begin(nodes, length <= NODES_BYTES_LIMIT ? length : 0);
    if (length > NODES_BYTES_LIMIT) {
        return too_large_refuse(diagnostics);
    }
    if (is_utf16(bytes, length)) {
        diagnostic_add(diagnostics, SEVERITY_ERROR, (struct place){0}, 0, "the file is UTF-16");
        diagnostic_help(diagnostics, "save it as UTF-8");
        return READ_INVALID;
    }
    if (tag_directives_refuse(diagnostics)) {
        return READ_INVALID;
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        diagnostic_add(diagnostics, SEVERITY_ERROR, (struct place){0}, 0, YAML_NO_MEMORY);
        return READ_IO;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, length);
    struct reader reader = {
        .nodes = nodes,
        .diagnostics = diagnostics,
        .has_exclamation = memchr(bytes, '!', length) != NULL,
    };
    events_read(&reader, &parser);
    bool out_of_memory = parser.error == YAML_MEMORY_ERROR;
    yaml_parser_delete(&parser);
    if (out_of_memory) {
        return READ_IO;
    }
    return diagnostics->errors == 0 ? READ_OK : READ_INVALID;
}

enum read_result nodes_read_file(struct nodes *nodes, const char *path,
                                 struct diagnostics *diagnostics)
{
    enum text_file result = text_read_file(&nodes->source, path, NODES_BYTES_LIMIT);
    int error = errno;
    if (result == TEXT_FILE_READ) {
        return nodes_read_memory(nodes, path, nodes->source.bytes, nodes->source.length,
                                 diagnostics);
    }
    nodes_begin(nodes, 0);
    diagnostics_begin(diagnostics, path, NULL, 0);
    switch (result) {
    case TEXT_FILE_TOO_LARGE:
        return too_large_refuse(diagnostics);
    case TEXT_FILE_IRREGULAR:
        diagnostic_add(diagnostics, SEVERITY_ERROR, (struct place){0}, 0, "this is not a file");
        diagnostic_help(diagnostics, "directories, pipes and devices cannot be read as a scenario");
        return READ_INVALID;
    case TEXT_FILE_FAILED:
    case TEXT_FILE_READ:
        break;
    }
    diagnostic_add(diagnostics, SEVERITY_ERROR, (struct place){0}, 0, "cannot read: %s",
                   strerror(error));
    return READ_IO;
}

void nodes_free(struct nodes *nodes)
{
    free(nodes->node);
    free(nodes->root);
    free(nodes->texts);
    text_free(&nodes->source);
    *nodes = (struct nodes){0};
}
