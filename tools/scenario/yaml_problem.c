#include "scenario/yaml_problem.h"

#include <string.h>

/* Which of libyaml's two marks shows the mistake. */
enum blame {
    BLAME_PROBLEM, /* where reading ended */
    BLAME_CONTEXT, /* where the thing began that was being read */
};

struct syntax {
    const char *problem; /* libyaml's words */
    enum blame blame;
    const char *sentence;
    const char *help;
};

#define NO_TOKEN           "found character that cannot start any token"
#define NO_KEY             "did not find expected key"
#define QUOTE_TEXT         "a text that begins like this needs quotes"
#define INDENT_WITH_SPACES "YAML is indented with spaces only"
#define SAME_COLUMN        "check the indentation: all keys of a mapping begin in the same column"

#define NO_DIRECTIVES "directives ('%') are not part of the scenario language"

/* One row for each of libyaml's problems that a file can have. */
#define SYNTAX(blamed, yaml_words, our_sentence, our_help)                                         \
    {                                                                                              \
        .problem = (yaml_words), .blame = (blamed), .sentence = (our_sentence), .help = (our_help) \
    }

static const struct syntax syntaxes[] = {
    SYNTAX(BLAME_CONTEXT, "could not find expected ':'", "a key without ':'",
           "a key is followed by ': ' in the same line"),
    SYNTAX(BLAME_CONTEXT, "found unexpected end of stream", "this quoted text is never closed",
           NULL),
    SYNTAX(BLAME_CONTEXT, "found unexpected document indicator",
           "this quoted text is not closed before the document ends", NULL),
    SYNTAX(BLAME_PROBLEM, NO_TOKEN, "no value can begin with this character", QUOTE_TEXT),
    SYNTAX(BLAME_PROBLEM, NO_KEY, "a key of the mapping was expected here", SAME_COLUMN),
    SYNTAX(BLAME_PROBLEM, "did not find expected '-' indicator",
           "an entry '- ...' was expected here",
           "check the indentation: all entries of a list begin in the same column"),
    SYNTAX(BLAME_PROBLEM, "did not find expected ',' or ']'", "',' or ']' was expected here", NULL),
    SYNTAX(BLAME_PROBLEM, "did not find expected ',' or '}'", "',' or '}' was expected here", NULL),
    SYNTAX(BLAME_PROBLEM, "did not find expected node content", "a value was expected here", NULL),
    SYNTAX(BLAME_PROBLEM, "did not find expected <document start>",
           "the document ended before this line",
           "check the indentation, or begin a document with '---'"),
    SYNTAX(
        BLAME_PROBLEM, "mapping values are not allowed in this context", "':' cannot stand here",
        "a text that contains ': ' needs quotes; keys below another key are indented more than it, "
        "and a blank follows the ':' of each"),
    SYNTAX(BLAME_PROBLEM, "mapping keys are not allowed in this context", "a key cannot stand here",
           SAME_COLUMN),
    SYNTAX(BLAME_PROBLEM, "block sequence entries are not allowed in this context",
           "an entry '- ...' cannot stand here", "begin the list in a new line, or write [a, b]"),
    SYNTAX(BLAME_PROBLEM, "found unexpected ':'", "':' cannot stand here",
           "a key is followed by ': '; a text that contains ':' needs quotes inside [] and {}"),
    SYNTAX(
        BLAME_PROBLEM, "found unknown escape character", "this escape is not known",
        "write \\\\ for a backslash, or use single quotes, where a backslash is nothing special"),
    SYNTAX(BLAME_PROBLEM, "did not find expected hexdecimal number",
           "a hexadecimal digit was expected",
           "\\x takes 2 digits, \\u takes 4, \\U takes 8; use single quotes for a plain backslash"),
    SYNTAX(BLAME_PROBLEM, "found invalid Unicode character escape code",
           "this escape names no Unicode character", NULL),
    SYNTAX(BLAME_PROBLEM, "found a tab character that violates indentation", "a tab cannot indent",
           INDENT_WITH_SPACES),
    SYNTAX(BLAME_PROBLEM, "found a tab character where an indentation space is expected",
           "a tab cannot indent", INDENT_WITH_SPACES),
    SYNTAX(BLAME_PROBLEM, "did not find expected comment or line break",
           "only a comment or the end of the line can follow here", NULL),
    SYNTAX(BLAME_PROBLEM, "found an indentation indicator equal to 0",
           "the indentation of a block text is 1 to 9", NULL),
    SYNTAX(BLAME_CONTEXT, "did not find expected alphabetic or numeric character", YAML_NO_ANCHORS,
           QUOTE_TEXT),
    SYNTAX(BLAME_CONTEXT, "did not find expected whitespace or line break", YAML_NO_TAGS,
           QUOTE_TEXT),
    SYNTAX(BLAME_CONTEXT, "did not find expected tag URI", YAML_NO_TAGS, QUOTE_TEXT),
    SYNTAX(BLAME_CONTEXT, "did not find the expected '>'", YAML_NO_TAGS, QUOTE_TEXT),
    SYNTAX(BLAME_CONTEXT, "did not find expected '!'", YAML_NO_TAGS, QUOTE_TEXT),
    SYNTAX(BLAME_CONTEXT, "did not find URI escaped octet", YAML_NO_TAGS, QUOTE_TEXT),
    SYNTAX(BLAME_PROBLEM, "found undefined tag handle", YAML_NO_TAGS, QUOTE_TEXT),
    SYNTAX(BLAME_CONTEXT, "found unknown directive name", NO_DIRECTIVES, QUOTE_TEXT),
    SYNTAX(BLAME_CONTEXT, "could not find expected directive name", NO_DIRECTIVES, QUOTE_TEXT),
    SYNTAX(BLAME_PROBLEM, "found incompatible YAML document", "only YAML 1.1 and 1.2 can be read",
           "leave the %YAML line out"),
};

static struct place place_of(const yaml_mark_t *mark)
{
    return (struct place){.line = (uint32_t)mark->line + 1, .column = (uint32_t)mark->column + 1};
}

/* Whether only blanks stand before the byte in its line. */
static bool begins_line(const char *source, size_t offset)
{
    while (offset > 0 && source[offset - 1] == ' ') {
        offset--;
    }
    return offset == 0 || source[offset - 1] == '\n' || source[offset - 1] == '\r';
}

/* Two of libyaml's problems are several mistakes; the source tells which. */
static const struct syntax *syntax_choose(const struct diagnostics *diagnostics,
                                          const yaml_parser_t *parser)
{
    static const struct syntax tab_indents =
        SYNTAX(BLAME_PROBLEM, NO_TOKEN, "a tab cannot indent", INDENT_WITH_SPACES);
    static const struct syntax value_goes_on =
        SYNTAX(BLAME_PROBLEM, NO_KEY, "nothing can follow the value here",
               "a text that begins with a quote or a bracket needs quotes around all of it");
    const char *source = diagnostics->source;
    size_t length = diagnostics->source_length;
    size_t offset = text_skip(source, length, parser->problem_mark.index);
    if (offset == length) {
        return NULL;
    }
    if (strcmp(parser->problem, NO_TOKEN) == 0 && source[offset] == '\t') {
        return &tab_indents;
    }
    return strcmp(parser->problem, NO_KEY) == 0 && !begins_line(source, offset) ? &value_goes_on
                                                                                : NULL;
}

static const struct syntax *syntax_find(const struct diagnostics *diagnostics,
                                        const yaml_parser_t *parser)
{
    const struct syntax *syntax = syntax_choose(diagnostics, parser);
    for (size_t i = 0; syntax == NULL && i < sizeof syntaxes / sizeof syntaxes[0]; i++) {
        if (strcmp(syntaxes[i].problem, parser->problem) == 0) {
            syntax = &syntaxes[i];
        }
    }
    return syntax;
}

/* What was being read, after libyaml's "while parsing a ..."; NULL where it helps nobody. */
static const char *context_name(const char *context)
{
    static const struct {
        const char *part, *name;
    } contexts[] = {
        {"mapping", "the mapping"},
        {"sequence", "the list"},
        {"block collection", "the list"},
    };
    for (size_t i = 0; i < sizeof contexts / sizeof contexts[0]; i++) {
        if (strstr(context, contexts[i].part) != NULL) {
            return contexts[i].name;
        }
    }
    return NULL;
}

/* libyaml's scanner or parser gave up. */
static void syntax_refuse(struct diagnostics *diagnostics, const yaml_parser_t *parser)
{
    const char *context = parser->context != NULL ? parser->context : "";
    const struct syntax *syntax = syntax_find(diagnostics, parser);
    if (syntax == NULL) {
        diagnostic_add(diagnostics, SEVERITY_ERROR, place_of(&parser->problem_mark), 1,
                       "this is not YAML: %s %s", parser->problem, context);
        return;
    }
    bool at_context = syntax->blame == BLAME_CONTEXT && *context != '\0';
    diagnostic_add(diagnostics, SEVERITY_ERROR,
                   place_of(at_context ? &parser->context_mark : &parser->problem_mark), 1, "%s",
                   syntax->sentence);
    if (syntax->help != NULL) {
        diagnostic_help(diagnostics, "%s", syntax->help);
    }
    const char *name = context_name(context);
    if (!at_context && name != NULL && parser->context_mark.line != parser->problem_mark.line) {
        diagnostic_note(diagnostics, place_of(&parser->context_mark), 1, "%s begins here", name);
    }
}

/* The first byte that begins no character; `otherwise` if all do. */
static size_t bad_byte(const struct diagnostics *diagnostics, size_t otherwise)
{
    size_t at = 0, size = 0;
    uint32_t code_point = 0;
    while (at < diagnostics->source_length && code_point != TEXT_INVALID) {
        at += size;
        size = text_decode(diagnostics->source + at, diagnostics->source_length - at, &code_point);
    }
    return code_point == TEXT_INVALID ? at : otherwise;
}

/* libyaml could not decode the bytes. */
static void bytes_refuse(struct diagnostics *diagnostics, const yaml_parser_t *parser)
{
    struct place place = diagnostics_place(diagnostics, parser->problem_offset);
    if (strstr(parser->problem, "UTF-8") != NULL ||
        strcmp(parser->problem, "invalid Unicode character") == 0) {
        /* libyaml names the byte that should have gone on, not the one that began. */
        place = diagnostics_place(diagnostics, bad_byte(diagnostics, parser->problem_offset));
        diagnostic_add(diagnostics, SEVERITY_ERROR, place, 1, "this is not UTF-8");
        diagnostic_help(diagnostics, "save the file as UTF-8");
    } else {
        diagnostic_add(diagnostics, SEVERITY_ERROR, place, 1,
                       "the control character U+%04X cannot stand in a scenario file",
                       (unsigned)parser->problem_value);
    }
}

void yaml_problem_add(struct diagnostics *diagnostics, const yaml_parser_t *parser)
{
    switch (parser->error) {
    case YAML_READER_ERROR:
        bytes_refuse(diagnostics, parser);
        break;
    case YAML_SCANNER_ERROR:
    case YAML_PARSER_ERROR:
        syntax_refuse(diagnostics, parser);
        break;
    case YAML_MEMORY_ERROR:
    case YAML_NO_ERROR:
    case YAML_COMPOSER_ERROR:
    case YAML_WRITER_ERROR:
    case YAML_EMITTER_ERROR:
        diagnostic_add(diagnostics, SEVERITY_ERROR, (struct place){0}, 0, YAML_NO_MEMORY);
        break;
    }
}
