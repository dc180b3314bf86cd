/* How scalars are written. Plain ones stay plain, texts stay texts; of quotes, single ones are
 * canonical, which leave '\' and '"' alone. */
#include "ntsrm/edit/canonical_private.h"

#include <string.h>

/* Can the text stand in single quotes? Line ends and what cannot be seen need escapes. */
static bool single_fits(const struct node *node)
{
    for (uint32_t at = 0; at < node->length;) {
        uint32_t code;
        at += (uint32_t)text_decode(node->text + at, node->length - at, &code);
        if (code == '\'' || code < 0x20 || code == 0x7F) {
            return false;
        }
    }
    return true;
}

/* Whoever writes a character as an escape wants it to be seen. */
static bool has_telling_escape(const char *at, const char *end)
{
    for (; at < end; at++) {
        if (*at == '\\') {
            at++;
            if (at == end || (*at != '\\' && *at != '"' && *at != '/')) {
                return true;
            }
        }
    }
    return false;
}

static void put_double_quoted(const struct node *node, struct text *token)
{
    text_append_string(token, "\"");
    for (uint32_t at = 0; at < node->length; at++) {
        unsigned char byte = (unsigned char)node->text[at];
        if (byte == '"' || byte == '\\') {
            text_append_string(token, "\\");
        }
        if (byte < 0x20) {
            text_append_format(token, "\\x%02X", (unsigned)byte);
        } else {
            text_append(token, &node->text[at], 1);
        }
    }
    text_append_string(token, "\"");
}

static void put_single_quoted(const struct node *node, struct text *token)
{
    text_append_string(token, "'");
    text_append(token, node->text, node->length);
    text_append_string(token, "'");
}

bool scalar_token(const struct manuscript *manuscript, const struct node *node, bool key,
                  struct text *token)
{
    const struct piece *piece = piece_of(manuscript, node);
    const char *source = manuscript->bytes + piece->start;
    size_t length = piece->end - piece->start;
    bool quoted = piece->style == PIECE_SINGLE || piece->style == PIECE_DOUBLE;
    if (piece->multiline || piece->style == PIECE_BLOCK_SCALAR) {
        if (key && piece->style == PIECE_PLAIN && strchr(node->text, '\n') == NULL) {
            text_append(token, node->text, node->length);
        } else if (key) {
            put_double_quoted(node, token);
        }
        return key;
    }
    bool escapes =
        piece->style == PIECE_DOUBLE && has_telling_escape(source + 1, source + length - 1);
    if (quoted && single_fits(node) && !escapes) {
        put_single_quoted(node, token);
    } else if (piece->style == PIECE_SINGLE && strpbrk(node->text, "\"\\") == NULL) {
        put_double_quoted(node, token);
    } else {
        text_append(token, source, length);
    }
    return true;
}

/* ---- over several lines ---- */

/* The line that begins there, without its end; returns where the next one begins. */
static const char *line_take(const char *at, const char *end, const char **line_end)
{
    const char *from = at;
    while (at < end && line_break_length(at, end) == 0) {
        at++;
    }
    *line_end = at;
    const char *next = at + line_break_length(at, end);
    return next > from ? next : end;
}

static size_t blanks_at(const char *at, const char *end)
{
    size_t count = 0;
    while (at + count < end && at[count] == ' ') {
        count++;
    }
    return count;
}

/* Of the first line that has more than blanks: how many it begins with. */
static size_t first_indent(const char *at, const char *end)
{
    while (at < end) {
        const char *line_end;
        const char *next = line_take(at, end, &line_end);
        size_t blanks = blanks_at(at, line_end);
        if (at + blanks < line_end) {
            return blanks;
        }
        at = next;
    }
    return 0;
}

/* Lines end in '\n', except where the text would be another one: U+2028, U+2029. */
static void put_break(struct layout *layout, const char *at, const char *next)
{
    if (next - at == 3) {
        text_append(layout->out, at, 3);
        layout->column = 0;
        layout->line++;
    } else {
        put_line(layout);
    }
}

static void block_lines(struct layout *layout, const char *at, const char *end, size_t old_indent,
                        uint32_t indent, bool keep)
{
    size_t empty = 0;
    while (at < end) {
        const char *line_end;
        const char *next = line_take(at, end, &line_end);
        size_t blanks = blanks_at(at, line_end);
        const char *from = at + (blanks < old_indent ? blanks : old_indent);
        if (from == line_end) {
            empty++;
        } else {
            for (; empty > 0; empty--) {
                put_line(layout);
            }
            put_line(layout);
            put_blanks(layout, indent);
            put(layout, from, (size_t)(line_end - from));
        }
        at = next;
    }
    for (; keep && empty > 0; empty--) {
        put_line(layout);
    }
}

/* | or >: what follows is moved as a whole. */
static void block_scalar_put(struct layout *layout, const struct node *node, uint32_t indent)
{
    const struct piece *piece = piece_of(layout->manuscript, node);
    const char *at = layout->manuscript->bytes + piece->start;
    const char *end = layout->manuscript->bytes + piece->end;
    const char *header_end;
    const char *body = line_take(at, end, &header_end);
    const char *sign = at + 1;
    /* Whose last line has no end in the source gets one. */
    bool open = node->length > 0 && node->text[node->length - 1] != '\n';
    char chomping = open ? '-' : '\0', step = '\0';
    for (; sign < header_end && strchr("+-123456789", *sign) != NULL; sign++) {
        if (*sign != '+' && *sign != '-') {
            step = *sign;
        } else if (!open) {
            chomping = *sign;
        }
    }
    while (header_end[-1] == ' ' || header_end[-1] == '\t') {
        header_end--;
    }
    put(layout, at, 1);
    put(layout, &step, step != '\0');
    put(layout, &chomping, chomping != '\0');
    put(layout, sign, header_end > sign ? (size_t)(header_end - sign) : 0);
    size_t inner = first_indent(node->text, node->text + node->length);
    size_t outer = first_indent(body, end);
    block_lines(layout, body, end, outer > inner ? outer - inner : 0,
                indent + (step != '\0' ? (uint32_t)(step - '0') : 2), chomping == '+');
    layout->fixed_blanks = chomping == '+';
}

/* Plain or in quotes: the lines stand under each other, blanks around them are nothing. */
static void folded_put(struct layout *layout, const struct node *node)
{
    const struct piece *piece = piece_of(layout->manuscript, node);
    const char *at = layout->manuscript->bytes + piece->start;
    const char *end = layout->manuscript->bytes + piece->end;
    uint32_t column = layout->column + (piece->style != PIECE_PLAIN);
    for (bool first = true; at < end; first = false) {
        const char *line_end;
        const char *next = line_take(at, end, &line_end);
        const char *break_at = line_end;
        while (!first && at < line_end && (*at == ' ' || *at == '\t')) {
            at++;
        }
        while (line_end < end && line_end > at && line_end[-1] == ' ' &&
               (line_end - 1 == at || line_end[-2] != '\\')) {
            line_end--;
        }
        if (!first && at < line_end) {
            put_blanks(layout, column);
        }
        put(layout, at, (size_t)(line_end - at));
        if (break_at < end) {
            put_break(layout, break_at, next);
        }
        at = next;
    }
}

void scalar_lines(struct layout *layout, const struct node *node, uint32_t indent)
{
    if (piece_of(layout->manuscript, node)->style == PIECE_BLOCK_SCALAR) {
        block_scalar_put(layout, node, indent);
    } else {
        folded_put(layout, node);
    }
}
