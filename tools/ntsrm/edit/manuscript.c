#include "ntsrm/edit/manuscript.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Going through libyaml's events, which come in the order of the nodes. */
struct walk {
    struct manuscript *manuscript;
    uint32_t node, document;
    size_t scanned;       /* before it, all comments were found */
    size_t index, offset; /* of the mark that was looked up last */
    uint32_t depth;
    uint32_t open[NODES_DEPTH_LIMIT];
};

size_t line_break_length(const char *at, const char *end)
{
    size_t left = (size_t)(end - at);
    if (left >= 1 && *at == '\n') {
        return 1;
    }
    if (left >= 1 && *at == '\r') {
        return left >= 2 && at[1] == '\n' ? 2 : 1;
    }
    if (left >= 2 && memcmp(at, "\xC2\x85", 2) == 0) {
        return 2;
    }
    bool separator =
        left >= 3 && (memcmp(at, "\xE2\x80\xA8", 3) == 0 || memcmp(at, "\xE2\x80\xA9", 3) == 0);
    return separator ? 3 : 0;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Where every line begins, and whether there is anything in it. */
static void lines_find(struct manuscript *manuscript)
{
    const char *end = manuscript->bytes + manuscript->length;
    bool blank = true;
    manuscript->line_count = 0;
    for (const char *at = manuscript->bytes, *start = at;; at++) {
        size_t length = line_break_length(at, end);
        if (at < end && length == 0) {
            blank = blank && is_space(*at);
            continue;
        }
        if (manuscript->line_count == manuscript->line_capacity) {
            manuscript->line_capacity = manuscript->line_capacity * 2 + 64;
            manuscript->line = memory_resize(manuscript->line,
                                             manuscript->line_capacity * sizeof *manuscript->line);
        }
        manuscript->line[manuscript->line_count++] = (struct line){
            .start = (size_t)(start - manuscript->bytes),
            .blank = blank,
        };
        if (at == end) {
            return;
        }
        at += length - 1;
        start = at + 1;
        blank = true;
    }
}

uint32_t manuscript_line(const struct manuscript *manuscript, size_t offset)
{
    uint32_t low = 0, high = manuscript->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (manuscript->line[middle].start <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool line_after_blank(const struct manuscript *manuscript, size_t line)
{
    return line > 0 && manuscript->line[line - 1].blank;
}

uint32_t text_count(const char *text, size_t length)
{
    uint32_t count = 0, code_point;
    for (size_t at = 0; at < length; count++) {
        at += text_decode(text + at, length - at, &code_point);
    }
    return count;
}

static size_t comment_add(struct manuscript *manuscript, size_t start)
{
    uint32_t line = manuscript_line(manuscript, start);
    size_t line_start = manuscript->line[line].start;
    const char *text_end = manuscript->bytes + manuscript->length;
    const char *blanks = manuscript->bytes + line_start;
    const char *end = manuscript->bytes + start;
    while (end < text_end && line_break_length(end, text_end) == 0) {
        end++;
    }
    size_t after = (size_t)(end - manuscript->bytes);
    while (is_space(end[-1])) {
        end--;
    }
    while (is_space(*blanks)) {
        blanks++;
    }
    if (manuscript->comment_count == manuscript->comment_capacity) {
        manuscript->comment_capacity = manuscript->comment_capacity * 2 + 16;
        manuscript->comment = memory_resize(manuscript->comment, manuscript->comment_capacity *
                                                                     sizeof *manuscript->comment);
    }
    manuscript->comment[manuscript->comment_count++] = (struct comment){
        .start = start,
        .end = (size_t)(end - manuscript->bytes),
        .column = text_count(manuscript->bytes + line_start, start - line_start),
        .own_line = blanks == manuscript->bytes + start,
        .after_blank = line_after_blank(manuscript, line),
    };
    return after;
}

/* Between scalars, only comments have a '#' in them. */
static void gap_scan(struct walk *walk, size_t end)
{
    struct manuscript *manuscript = walk->manuscript;
    size_t at = walk->scanned;
    while (at < end) {
        const char *found = memchr(manuscript->bytes + at, '#', end - at);
        at = found != NULL ? comment_add(manuscript, (size_t)(found - manuscript->bytes)) : end;
    }
    walk->scanned = at > walk->scanned ? at : walk->scanned;
}

/* libyaml counts characters. */
static size_t offset_of(struct walk *walk, const yaml_mark_t *mark)
{
    const struct manuscript *manuscript = walk->manuscript;
    if (mark->index < walk->index) {
        walk->index = walk->offset = 0;
    }
    walk->offset += text_skip(manuscript->bytes + walk->offset, manuscript->length - walk->offset,
                              mark->index - walk->index);
    walk->index = mark->index;
    return walk->offset;
}

static struct piece *piece_add(struct walk *walk, const yaml_event_t *event, enum piece_style style)
{
    struct manuscript *manuscript = walk->manuscript;
    struct piece *piece = &manuscript->piece[walk->node++];
    size_t start = offset_of(walk, &event->start_mark);
    *piece = (struct piece){
        .start = start,
        .end = start,
        .style = (uint8_t)style,
        .multiline = event->start_mark.line != event->end_mark.line,
        .after_blank = line_after_blank(manuscript, event->start_mark.line),
        .trail = NO_COMMENT,
    };
    return piece;
}

/* Whatever is open goes on at least until there. */
static void extend(struct walk *walk, size_t end)
{
    for (uint32_t level = walk->depth; level > 0; level--) {
        walk->manuscript->piece[walk->open[level - 1]].end = end;
    }
}

static void scalar_take(struct walk *walk, const yaml_event_t *event)
{
    static const enum piece_style styles[] = {
        [YAML_PLAIN_SCALAR_STYLE] = PIECE_PLAIN,
        [YAML_SINGLE_QUOTED_SCALAR_STYLE] = PIECE_SINGLE,
        [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = PIECE_DOUBLE,
        [YAML_LITERAL_SCALAR_STYLE] = PIECE_BLOCK_SCALAR,
        [YAML_FOLDED_SCALAR_STYLE] = PIECE_BLOCK_SCALAR,
    };
    struct piece *piece = piece_add(walk, event, styles[event->data.scalar.style]);
    gap_scan(walk, piece->start);
    piece->end = offset_of(walk, &event->end_mark);
    walk->scanned = piece->end > walk->scanned ? piece->end : walk->scanned;
    extend(walk, piece->end);
}

static void collection_open(struct walk *walk, const yaml_event_t *event, bool flow)
{
    walk->open[walk->depth++] = walk->node;
    struct piece *piece = piece_add(walk, event, flow ? PIECE_FLOW : PIECE_BLOCK);
    gap_scan(walk, piece->start);
}

static void collection_close(struct walk *walk, const yaml_event_t *event)
{
    struct piece *piece = &walk->manuscript->piece[walk->open[walk->depth - 1]];
    if (piece->style == PIECE_FLOW) {
        /* A pair in a list without braces ends where libyaml's next token begins. */
        size_t end = offset_of(walk, &event->end_mark);
        bool bare = event->start_mark.index == event->end_mark.index;
        gap_scan(walk, bare ? piece->end : end);
        extend(walk, bare ? piece->end : end);
    }
    walk->depth--;
}

static void document_open(struct walk *walk, const yaml_event_t *event)
{
    struct manuscript *manuscript = walk->manuscript;
    const yaml_version_directive_t *version = event->data.document_start.version_directive;
    size_t start = offset_of(walk, &event->start_mark);
    if (walk->document > 0) {
        manuscript->document[walk->document - 1].end = start;
    }
    manuscript->document[walk->document++] = (struct manuscript_document){
        .start = start,
        .end = manuscript->length,
        .major = version != NULL ? version->major : 0,
        .minor = version != NULL ? version->minor : 0,
    };
}

static void event_take(struct walk *walk, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        scalar_take(walk, event);
        break;
    case YAML_MAPPING_START_EVENT:
        collection_open(walk, event, event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
        break;
    case YAML_SEQUENCE_START_EVENT:
        collection_open(walk, event, event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        collection_close(walk, event);
        break;
    case YAML_DOCUMENT_START_EVENT:
        document_open(walk, event);
        break;
    case YAML_ALIAS_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
        break;
    }
}

/* The nodes were read, so nothing can be wrong any more but memory. */
static bool events_walk(struct walk *walk)
{
    yaml_parser_t parser;
    yaml_event_t event = {.type = YAML_NO_EVENT};
    if (!yaml_parser_initialize(&parser)) {
        return false;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)walk->manuscript->bytes,
                                 walk->manuscript->length);
    bool right = true;
    while (right && event.type != YAML_STREAM_END_EVENT) {
        right = yaml_parser_parse(&parser, &event) != 0;
        if (right) {
            event_take(walk, &event);
            enum yaml_event_type_e type = event.type;
            yaml_event_delete(&event);
            event.type = type;
        }
    }
    yaml_parser_delete(&parser);
    gap_scan(walk, walk->manuscript->length);
    return right;
}

static void room_make(struct manuscript *manuscript)
{
    if (manuscript->piece_capacity < manuscript->nodes.count) {
        manuscript->piece_capacity = manuscript->nodes.count;
        manuscript->piece = memory_resize(manuscript->piece,
                                          manuscript->piece_capacity * sizeof *manuscript->piece);
    }
    if (manuscript->document_capacity < manuscript->nodes.root_count) {
        manuscript->document_capacity = manuscript->nodes.root_count;
        manuscript->document = memory_resize(
            manuscript->document, manuscript->document_capacity * sizeof *manuscript->document);
    }
}

bool manuscript_read(struct manuscript *manuscript, const char *name, const char *bytes,
                     size_t length)
{
    manuscript->comment_count = 0;
    if (nodes_read_memory(&manuscript->nodes, name, bytes, length, &manuscript->diagnostics) !=
        READ_OK) {
        return false;
    }
    manuscript->bytes = manuscript->diagnostics.source;
    manuscript->length = manuscript->diagnostics.source_length;
    room_make(manuscript);
    lines_find(manuscript);
    struct walk walk = {.manuscript = manuscript};
    if (!events_walk(&walk)) {
        diagnostic_add(&manuscript->diagnostics, SEVERITY_ERROR, (struct place){0}, 0,
                       "the file cannot be read a second time");
        return false;
    }
    manuscript_attach(manuscript);
    return true;
}

void manuscript_free(struct manuscript *manuscript)
{
    nodes_free(&manuscript->nodes);
    diagnostics_free(&manuscript->diagnostics);
    free(manuscript->piece);
    free(manuscript->document);
    free(manuscript->comment);
    free(manuscript->line);
    *manuscript = (struct manuscript){0};
}
