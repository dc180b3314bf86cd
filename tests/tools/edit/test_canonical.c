/* The canonical layout: of examples exactly, of every scenario there is what may not change. */
#include "support/suite.h"

#include "ntsrm/discover.h"
#include "ntsrm/edit/canonical.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct manuscript manuscript;

static enum canonical_result lay_out(const char *bytes, size_t length, struct text *out)
{
    text_reset(out);
    text_append_string(out, "");
    return canonical_make(&manuscript, "x.yaml", bytes, length, out);
}

/* --- examples --- */

struct example {
    const char *name, *before, *after;
};

#define STEPS(step) "scenario: x\n\nsteps:\n" step

static const struct example examples[] = {
    {"spaces and indentation",
     "scenario:    x\nsteps:\n-  call:  A\n   in:   { P : 1,Q:  [ a,b ] }\n",
     STEPS("  - call: A\n    in: {P: 1, Q: [a, b]}\n")},
    {"order of the keys", "steps:\n  - expect: VOID\n    call: A\ntitle: t\nscenario: x\n",
     "scenario: x\ntitle: t\n\nsteps:\n  - call: A\n    expect: VOID\n"},
    {"keys that nobody knows stay where they are",
     "steps:\n  - {b: 1, call: A}\nscenario: x\nmore: 1\n",
     "steps:\n  - {b: 1, call: A}\nscenario: x\nmore: 1\n"},
    {"comments go with what they are about",
     "# all of it\n\n# the steps\nsteps: # behind\n  # the step\n  - call: A # the call\n"
     "    # end of the step\n# the id\nscenario: x\n# the end\n",
     "# all of it\n\n# the id\nscenario: x\n\n# the steps\nsteps:  # behind\n  # the step\n"
     "  - call: A  # the call\n    # end of the step\n# the end\n"},
    {"comments in flow style", "a: {b: 1, # one\n  # two\n  c: [2, # in\n  3], d: 4 # three\n }\n",
     "a: {b: 1,  # one\n    # two\n    c: [2,  # in\n        3],\n    d: 4  # three\n   }\n"},
    {"columns that somebody made",
     "tokens:\n  a:      {user: x,   level: y}\n  b-long: {user: xx,  level: z}\n  c: {user: x}\n",
     "tokens:\n  a:      {user: x,  level: y}\n  b-long: {user: xx, level: z}\n  c: {user: x}\n"},
    {"comments under each other", "a: 1     # one\nbcd: 22  # two\ne: 3 # three\n",
     "a: 1     # one\nbcd: 22  # two\ne: 3  # three\n"},
    {"empty lines", "\n\nscenario: x\n\ntitle: t\n\n\n\ntokens: {}\njobs: {}\n\n\n",
     "scenario: x\ntitle: t\n\ntokens: {}\njobs: {}\n"},
    {"quotes",
     "a: [\"x\", 'it''s', \"\\\\pipe\", \"tab\\t\", \"say \\\"a\\\"\", \"\\u00e9\", plain]\n",
     "a: ['x', \"it's\", '\\pipe', \"tab\\t\", 'say \"a\"', \"\\u00e9\", plain]\n"},
    {"documents", "---\nscenario: x\n...\n# between\n---\n\n{scenario: y, cases: [{a: 1}]}\n",
     "scenario: x\n# between\n---\nscenario: y\n\ncases:\n  - {a: 1}\n"},
    {"a version of YAML", "%YAML 1.1\n---\na: 1\n", "%YAML 1.1\n---\na: 1\n"},
    {"texts of several lines are moved as they are",
     "a:\n    b: |\n        one\n          two\n\n    c: plain\n     words\n    d: \"one\\\n      "
     "two\"\n",
     "a:\n  b: |\n    one\n      two\n\n  c: plain\n     words\n  d: \"one\\\n      two\"\n"},
    {"a text that keeps its empty lines", "a: |+\n one\n\n\nb: >1-\n  two\n",
     "a: |+\n  one\n\n\nb: >1-\n  two\n"},
    {"a text without a last line's end", "a: |\n  one", "a: |-\n  one\n"},
    {"lists under their keys", "a:\n- 1\n# two\n- 2\n# b\nb:\n- - 3\n  - 4\n",
     "a:\n  - 1\n  # two\n  - 2\n# b\nb:\n  - - 3\n    - 4\n"},
    {"line ends and the mark of UTF-8",
     "\xEF\xBB\xBF"
     "a: 1\r\nb:\t2\r\n# c\r\n",
     "a: 1\nb: 2\n# c\n"},
    {"no line's end at the end", "a: 1 # c", "a: 1  # c\n"},
    {"pairs without braces, keys without values", "a: [b: 1, c]\nd: {e, f: }\ng:\n",
     "a: [{b: 1}, c]\nd: {e, f}\ng:\n"},
    {"what is no scenario at all", "[a, # x\n b]\n# c\n---\n{ # d\n }\n# e\n---\n\"f\"\n# g\n",
     "- a  # x\n- b\n# c\n---\n{\n # d\n # e\n}\n---\n'f'\n# g\n"},
    {"a key that only quotes can hold", "{a b\n\nc}\n", "\"a b\\x0Ac\":\n"},
    {"keys in long form", "? a\n: 1\n? b\n", "a: 1\nb:\n"},
};

START_TEST(example_is_laid_out)
{
    const struct example *example = &examples[_i];
    struct text out = {0};
    ck_assert_int_eq(lay_out(example->before, strlen(example->before), &out), CANONICAL_MADE);
    ck_assert_msg(strcmp(out.bytes, example->after) == 0, "%s:\n%s\n--- it is\n%s", example->name,
                  example->after, out.bytes);
    struct text again = {0};
    ck_assert_int_eq(lay_out(out.bytes, out.length, &again), CANONICAL_MADE);
    ck_assert_msg(strcmp(out.bytes, again.bytes) == 0, "%s: a second time\n%s", example->name,
                  again.bytes);
    text_free(&out);
    text_free(&again);
    manuscript_free(&manuscript);
}
END_TEST

/* --- folding --- */

static void append_list(struct text *text, const char *separator, int count)
{
    text_append_string(text, "a: {list: [");
    for (int i = 0; i < count; i++) {
        text_append_format(text, "%sword%04d", i > 0 ? separator : "", i);
    }
    text_append_string(text, "], b: 1}\n");
}

START_TEST(long_lines_are_filled)
{
    struct text source = {0}, out = {0}, again = {0};
    append_list(&source, ", ", 40);
    ck_assert_int_eq(lay_out(source.bytes, source.length, &out), CANONICAL_MADE);
    size_t lines = 0;
    for (const char *line = out.bytes; *line != '\0'; lines++) {
        size_t length = strcspn(line, "\n");
        ck_assert_uint_le(length, CANONICAL_WIDTH);
        ck_assert(lines == 0 || strncmp(line, "           word", 15) == 0 ||
                  strcmp(line, "    b: 1}\n") == 0);
        line += length + 1;
    }
    ck_assert_uint_eq(lines, 5);
    ck_assert_int_eq(lay_out(out.bytes, out.length, &again), CANONICAL_MADE);
    ck_assert_str_eq(out.bytes, again.bytes);
    text_free(&source);
    text_free(&out);
    text_free(&again);
    manuscript_free(&manuscript);
}
END_TEST

START_TEST(good_lines_are_kept_and_needless_ones_joined)
{
    struct text source = {0}, out = {0};
    append_list(&source, ",\n           ", 11);
    ck_assert_int_eq(lay_out(source.bytes, source.length, &out), CANONICAL_MADE);
    ck_assert_ptr_nonnull(strstr(out.bytes, "word0001,\n           word0002,\n"));
    text_reset(&source);
    append_list(&source, ",\n  ", 3);
    ck_assert_int_eq(lay_out(source.bytes, source.length, &out), CANONICAL_MADE);
    ck_assert_str_eq(out.bytes, "a: {list: [word0000, word0001, word0002], b: 1}\n");
    text_free(&source);
    text_free(&out);
    manuscript_free(&manuscript);
}
END_TEST

/* --- what is no scenario's YAML --- */

START_TEST(bad_yaml_is_refused)
{
    static const char *const bad[] = {
        "",         "# nothing\n", "a: [1\n",    "a: &x 1\n", "a: !!int 1\n", "a: 1\na: 2\n",
        "\xFF\xFE", "a: \x01\n",   "---\n---\n", "\ta: 1\n",
    };
    struct text out = {0};
    for (int i = 0; i < ROWS(bad); i++) {
        ck_assert_int_eq(lay_out(bad[i], strlen(bad[i]), &out), CANONICAL_INVALID);
        ck_assert_uint_gt(manuscript.diagnostics.errors, 0);
        ck_assert_uint_eq(out.length, 0);
    }
    text_free(&out);
    manuscript_free(&manuscript);
}
END_TEST

/* --- every file that there is --- */

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *dump(const struct nodes *nodes, const struct node *node, unsigned depth);

static char *take(struct text *text)
{
    text_append_string(text, "");
    return text->bytes;
}

/* Pairs in the order of their dumps: of scenarios and steps the order means nothing, and where it
 * does, two entries do not change places unseen, for they hold their number. */
static char *dump_children(const struct nodes *nodes, const struct node *node, unsigned depth)
{
    bool free_order = node->kind == NODE_MAPPING && (depth == 0 || depth == 2);
    char **parts = memory_resize(NULL, (node->count + 1) * sizeof *parts);
    uint32_t count = 0;
    const struct node *end = node_end(nodes, node);
    for (const struct node *child = node_first(node); child != end;) {
        const struct node *value = node->kind == NODE_MAPPING ? node_next(nodes, child) : child;
        struct text part = {0};
        char *below = dump(nodes, value, depth + 1);
        text_append_format(&part, "%06u|%s|%s", free_order ? 0U : count,
                           value != child ? child->text : "", below);
        free(below);
        parts[count++] = take(&part);
        child = node_next(nodes, value);
    }
    qsort((void *)parts, count, sizeof *parts, compare_strings);
    struct text text = {0};
    text_append_string(&text, node->kind == NODE_MAPPING ? "{" : "[");
    for (uint32_t i = 0; i < count; i++) {
        text_append_format(&text, "%s\n", parts[i]);
        free(parts[i]);
    }
    free((void *)parts);
    return take(&text);
}

static char *dump(const struct nodes *nodes, const struct node *node, unsigned depth)
{
    struct text text = {0};
    if (node->kind != NODE_SCALAR) {
        return dump_children(nodes, node, depth);
    }
    text_append_format(&text, "%d:%s", (int)node->quoted, node->text);
    return take(&text);
}

static char *dump_file(const struct text *source)
{
    struct nodes nodes = {0};
    struct diagnostics diagnostics = {0};
    struct text text = {0};
    ck_assert_int_eq(
        nodes_read_memory(&nodes, "x.yaml", source->bytes, source->length, &diagnostics), READ_OK);
    for (uint32_t i = 0; i < nodes.root_count; i++) {
        char *document = dump(&nodes, node_root(&nodes, i), 0);
        text_append_format(&text, "---%s", document);
        free(document);
    }
    nodes_free(&nodes);
    diagnostics_free(&diagnostics);
    return take(&text);
}

/* Whatever looks like a comment: a '#' at the begin of a line, or between blanks. */
static void comments_survive(const char *path, const char *before, const char *after)
{
    for (const char *at = before; (at = strchr(at, '#')) != NULL; at++) {
        bool begins = at == before || at[-1] == '\n' || (at[-1] == ' ' && at[1] == ' ');
        if (begins) {
            struct text comment = {0};
            text_append(&comment, at, strcspn(at, "\n"));
            ck_assert_msg(strstr(after, comment.bytes) != NULL, "%s: lost %s", path, comment.bytes);
            text_free(&comment);
        }
    }
}

static void file_is_kept(const char *path, size_t *count)
{
    struct text source = {0}, out = {0}, again = {0};
    ck_assert_int_eq(text_read_file(&source, path, NODES_BYTES_LIMIT), TEXT_FILE_READ);
    enum canonical_result result = lay_out(source.bytes, source.length, &out);
    ck_assert_msg(result != CANONICAL_LOST, "%s", path);
    if (result == CANONICAL_MADE) {
        char *before = dump_file(&source), *after = dump_file(&out);
        ck_assert_msg(strcmp(before, after) == 0, "%s: another file", path);
        free(before);
        free(after);
        comments_survive(path, source.bytes, out.bytes);
        ck_assert_int_eq(lay_out(out.bytes, out.length, &again), CANONICAL_MADE);
        ck_assert_msg(strcmp(out.bytes, again.bytes) == 0, "%s: not the same again", path);
        ++*count;
    }
    text_free(&source);
    text_free(&out);
    text_free(&again);
}

START_TEST(no_file_says_anything_else)
{
    static const struct {
        const char *folder;
        size_t least;
    } folders[] = {{"scenarios", 2000}, {"tests/must_fail", 250}, {"docs/examples", 1}};
    for (int i = 0; i < ROWS(folders); i++) {
        struct targets targets = {0};
        char folder[32];
        char *operand = folder;
        snprintf(folder, sizeof folder, "%s", folders[i].folder);
        size_t count = 0;
        ck_assert_int_eq(targets_find(&targets, &command_fmt, &operand, 1, NULL), CODE_PASSED);
        for (size_t file = 0; file < targets.count; file++) {
            file_is_kept(targets.list[file].path, &count);
        }
        ck_assert_msg(count >= folders[i].least, "%zu files in %s", count, folder);
        targets_free(&targets);
    }
    manuscript_free(&manuscript);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("canonical");
    tcase_add_loop_test(tests, example_is_laid_out, 0, ROWS(examples));
    tcase_add_test(tests, long_lines_are_filled);
    tcase_add_test(tests, good_lines_are_kept_and_needless_ones_joined);
    tcase_add_test(tests, bad_yaml_is_refused);
    tcase_add_test(tests, no_file_says_anything_else);
    return suite_end();
}
