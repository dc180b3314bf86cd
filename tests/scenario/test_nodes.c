#include "scenario/nodes.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct nodes nodes;
static struct diagnostics diagnostics;
static struct text out;

static enum read_result read_bytes(const char *bytes, size_t length)
{
    enum read_result result = nodes_read_memory(&nodes, "x.yaml", bytes, length, &diagnostics);
    text_reset(&out);
    diagnostics_print(&diagnostics, &out, false);
    return result;
}

static enum read_result read_string(const char *yaml)
{
    return read_bytes(yaml, strlen(yaml));
}

static const char *printed(void)
{
    return out.bytes != NULL ? out.bytes : "";
}

static void forget(void)
{
    nodes_free(&nodes);
    diagnostics_free(&diagnostics);
    text_free(&out);
}

/* --- the array --- */

static void write_node(struct text *text, const struct node *node);

static void write_children(struct text *text, const struct node *node)
{
    const struct node *end = node_end(&nodes, node);
    uint32_t count = 0;
    const struct node *child = node_first(node);
    while (child != end) {
        ck_assert_uint_eq(child->depth, node->depth + 1);
        text_append_string(text, count > 0 ? " " : "");
        write_node(text, child);
        child = node_next(&nodes, child);
        count++;
    }
    ck_assert_uint_eq(count, node->kind == NODE_MAPPING ? 2 * node->count : node->count);
}

static void write_node(struct text *text, const struct node *node)
{
    if (node->kind == NODE_SCALAR) {
        ck_assert_uint_eq(strlen(node->text), node->length);
        ck_assert_uint_eq(word_hash(node->text, node->length), node->hash);
        text_append_format(text, node->quoted ? "'%s'" : "%s", node->text);
        ck_assert_uint_eq(node->count, 0);
    } else {
        ck_assert_str_eq(node->text, "");
        text_append_string(text, node->kind == NODE_MAPPING ? "{" : "[");
        write_children(text, node);
        text_append_string(text, node->kind == NODE_MAPPING ? "}" : "]");
    }
    text_append_format(text, "@%u:%u", (unsigned)node->line, (unsigned)node->column);
}

static const struct {
    const char *yaml;
    const char *tree; /* each node with its place, documents with '|' between */
} trees[] = {
    {"a: 1\nb: two words\n", "{a@1:1 1@1:4 b@2:1 two words@2:4}@1:1"},
    {"a:\n  - x\n  - {y: z}\n", "{a@1:1 [x@2:5 {y@3:6 z@3:9}@3:5]@2:3}@1:1"},
    {"a: [b, [c], {}]\n", "{a@1:1 [b@1:5 [c@1:9]@1:8 {}@1:13]@1:4}@1:1"},
    {"a: 'x'\nb: \"y\\tz\"\nc: |\n  l\n  m\n",
     "{a@1:1 'x'@1:4 b@2:1 'y\tz'@2:4 c@3:1 'l\nm\n'@3:4}@1:1"},
    {"a:\nb: ''\n", "{a@1:1 @1:3 b@2:1 ''@2:4}@1:1"},
    {"'a': \"\\u00e9\"\n", "{'a'@1:1 'é'@1:6}@1:1"},
    {"é: ö\n", "{é@1:1 ö@1:4}@1:1"},
    {"\xEF\xBB\xBF"
     "a: 1\n",
     "{a@1:1 1@1:4}@1:1"},
    {"a: 1\n---\n- b\n--- c\n", "{a@1:1 1@1:4}@1:1|[b@3:3]@3:1|c@4:5"},
    {"# before\na: 1 # after\n", "{a@2:1 1@2:4}@2:1"},
    {"a: 1\r\nb: 2\r\n", "{a@1:1 1@1:4 b@2:1 2@2:4}@1:1"},
    {"a: x!\nb: \"!\"\nc: '!'\n", "{a@1:1 x!@1:4 b@2:1 '!'@2:4 c@3:1 '!'@3:4}@1:1"},
    {"'<<': 1\n", "{'<<'@1:1 1@1:7}@1:1"},
    {"%YAML 1.2\n---\na: 1\n", "{a@3:1 1@3:4}@3:1"},
    {"a: \"\\L\\L\\L\\P\"\n", "{a@1:1 '\xE2\x80\xA8\xE2\x80\xA8\xE2\x80\xA8\xE2\x80\xA9'@1:4}@1:1"},
};

START_TEST(tree)
{
    ck_assert_msg(read_string(trees[_i].yaml) == READ_OK, "%s", printed());
    text_reset(&out);
    for (uint32_t i = 0; i < nodes.root_count; i++) {
        text_append_string(&out, i > 0 ? "|" : "");
        ck_assert_uint_eq(node_root(&nodes, i)->depth, 0);
        write_node(&out, node_root(&nodes, i));
    }
    ck_assert_str_eq(out.bytes, trees[_i].tree);
}
END_TEST

START_TEST(next_read_forgets_the_one_before)
{
    ck_assert_int_eq(read_string("a: [1, 2, 3]\n---\nb: 1\n"), READ_OK);
    ck_assert_int_eq(read_string("a: \"never closed\n"), READ_INVALID);
    ck_assert_int_eq(read_string("c: 2\n"), READ_OK);
    ck_assert_uint_eq(nodes.root_count, 1);
    ck_assert_uint_eq(nodes.count, 3);
    ck_assert(node_is(node_first(node_root(&nodes, 0)), "c"));
    ck_assert_str_eq(printed(), "");
}
END_TEST

START_TEST(whole_documents_stay_when_a_later_one_is_wrong)
{
    ck_assert_int_eq(read_string("a: 1\n---\nb: [1, 2\n"), READ_INVALID);
    ck_assert_uint_eq(nodes.root_count, 1);
    ck_assert_uint_eq(nodes.count, 3);
    ck_assert_uint_eq(node_root(&nodes, 0)->count, 1);
}
END_TEST

START_TEST(width_of_a_node)
{
    ck_assert_int_eq(read_string("[é, 'ab', , []]\n") == READ_OK, 0);
    ck_assert_int_eq(read_string("[éa, 'ab', []]\n"), READ_OK);
    const struct node *node = node_first(node_root(&nodes, 0));
    ck_assert_uint_eq(node_width(node), 2);
    ck_assert_uint_eq(node_width(node + 1), 4);
    ck_assert_uint_eq(node_width(node + 2), 1);
}
END_TEST

/* --- what is refused --- */

#define ALIAS "anchors ('&') and aliases ('*') are not part of the scenario language"
#define TAG   "tags ('!') are not part of the scenario language"

static const struct {
    const char *yaml;
    const char *lines[4]; /* each begins a line of what is printed, in this order */
} refused[] = {
    {"", {"x.yaml:1:1: error: the file is empty"}},
    {"# a comment\n", {"x.yaml:1:1: error: the file is empty"}},
    {"a: 1\n---\n---\nb: 1\n", {"x.yaml:2:1: error: this document is empty", "help: leave out"}},
    {"---\n", {"x.yaml:1:1: error: this document is empty"}},
    /* Repeated keys, in block and in flow mappings, however they are written. */
    {"a: 1\nb:\n  c: 1\n  c: 2\n\"a\": 2\n",
     {"x.yaml:4:3: error: the key 'c' is repeated; it stands in line 3 already",
      "x.yaml:3:3: note: first here",
      "x.yaml:5:1: error: the key 'a' is repeated; it stands in line 1 already",
      "x.yaml:1:1: note: first here"}},
    {"{a: 1, b: {a: 2}, a: 3}\n", {"x.yaml:1:19: error: the key 'a' is repeated"}},
    {"a: 1\na: 2\na: 3\n",
     {"x.yaml:2:1: error: the key 'a' is repeated", "x.yaml:1:1: note",
      "x.yaml:3:1: error: the key 'a' is repeated", "x.yaml:1:1: note"}},
    /* Keys that are no scalars. */
    {"? [a, b]\n: 1\n", {"x.yaml:1:3: error: a key must be a word or a text, not a list"}},
    {"{a: 1}: 1\n", {"x.yaml:1:1: error: a key must be a word or a text, not a mapping"}},
    {"?\n: 1\n", {"x.yaml:1:2: error: there is no key before this ':'"}},
    /* What YAML has and the language has not. */
    {"a: &b 1\n", {"x.yaml:1:4: error: " ALIAS, "    1 | a: &b 1", "      |    ^~"}},
    {"a: &b {}\n", {"x.yaml:1:4: error: " ALIAS}},
    {"a: &b []\nc: *b\n", {"x.yaml:1:4: error: " ALIAS, "x.yaml:2:4: error: " ALIAS}},
    {"*a : 1\n", {"x.yaml:1:1: error: " ALIAS}},
    {"a: *.yaml\n", {"x.yaml:1:4: error: " ALIAS, "help: a text that begins like this needs"}},
    {"a: !!str 1\nb: !c {}\nd: !!seq []\n",
     {"x.yaml:1:4: error: " TAG, "x.yaml:2:4: error: " TAG, "x.yaml:3:4: error: " TAG}},
    {"é: ! 1\nb: ! 'x'\n", {"x.yaml:1:4: error: " TAG, "x.yaml:2:4: error: " TAG}},
    {"a: !b!c 1\n", {"x.yaml:1:4: error: " TAG}},
    {"a: !<b\n", {"x.yaml:1:4: error: " TAG}},
    {"%TAG ! tag:a,2000:\n---\na: 1\n", {"x.yaml:1:1: error: " TAG}},
    {"<<: {a: 1}\n", {"x.yaml:1:1: error: merge keys ('<<')", "    1 | <<", "      | ^~"}},
    {"%FOO\n---\na: 1\n", {"x.yaml:1:1: error: directives ('%')"}},
    {"%YAML 3.0\n---\na: 1\n", {"x.yaml:1:1: error: only YAML 1.1 and 1.2"}},
    /* A key that has a ':' in it. */
    {"{a: 1, bc:d, e: 2}\n",
     {"x.yaml:1:8: error: a blank is missing behind ':'", "    1 |", "      |        ^~~~",
      "help: write 'bc: d'"}},
    {"- {a:b:c\n  }\n",
     {"x.yaml:1:4: error: a blank is missing behind ':'", "    1 |", "      |",
      "help: write 'a: b:c'"}},
    /* What is not YAML. */
    {"a: b: c\n",
     {"x.yaml:1:5: error: ':' cannot stand here", "    1 |", "      |     ^",
      "help: a text that contains ': ' needs quotes"}},
    {"a: 1\nbcd\ne: 1\n", {"x.yaml:2:1: error: a key without ':'"}},
    {"a: \"b\nc: d\n", {"x.yaml:1:4: error: this quoted text is never closed"}},
    {"a: 'b\n---\nc: d'\n", {"x.yaml:1:4: error: this quoted text is not closed before"}},
    {"a:\n  b: 1\n c: 2\n",
     {"x.yaml:3:2: error: a key of the mapping was expected here", "help: check the indentation",
      "x.yaml:1:1: note: the mapping"}},
    {"a: \"b\" c\n", {"x.yaml:1:8: error: nothing can follow the value here"}},
    {"- a\nb: 1\n",
     {"x.yaml:2:1: error: an entry '- ...' was expected", "help: check",
      "x.yaml:1:1: note: the list begins here"}},
    {"a: [1, 2\nb: 3\n", {"x.yaml:2:2: error: ',' or ']' was expected", "x.yaml:1:4: note"}},
    {"a: {b: 1\n", {"x.yaml:2:1: error: ',' or '}' was expected", "x.yaml:1:4: note"}},
    {"a: - b\n", {"x.yaml:1:4: error: an entry '- ...' cannot stand here"}},
    {"a:\n\tb: 1\n", {"x.yaml:2:1: error: a tab cannot indent", "help: YAML is indented with"}},
    {"a: @b\n", {"x.yaml:1:4: error: no value can begin with this character"}},
    {"a: \"C:\\windows\"\n", {"x.yaml:1:7: error: this escape is not known", "help: write \\\\"}},
    {"a: \"\\x0\"\n", {"x.yaml:1:7: error: a hexadecimal digit was expected"}},
    {"a: \"\\ud800\"\n", {"x.yaml:1:7: error: this escape names no Unicode character"}},
    {"a: |0\n b\n", {"x.yaml:1:5: error: the indentation of a block text"}},
    {"a\n...\nb\n", {"x.yaml:3:1: error: the document ended before this line"}},
    /* Bytes. */
    {"a: 1\nb: é\xFF\n", {"x.yaml:2:5: error: this is not UTF-8", "    2 | b: é\\xff"}},
    {"a: \xED\xA0\x80\n", {"x.yaml:1:4: error: this is not UTF-8"}},
    {"a: \xE2\x82\n", {"x.yaml:1:"}},
    {"a: \x01\n", {"x.yaml:1:4: error: the control character U+0001"}},
    {"a: \x7F\n", {"x.yaml:1:4: error: the control character U+007F"}},
    {"a: \"x\\0\"\n", {"x.yaml:1:4: error: the control character U+0000 cannot stand in a text"}},
    {"a: \"\\e\"\n", {"x.yaml:1:4: error: the control character U+001B cannot stand in a text"}},
    {"\xFF\xFE"
     "a",
     {"x.yaml: error: the file is UTF-16", "help: save it as UTF-8"}},
    {"\xFE\xFF"
     "a",
     {"x.yaml: error: the file is UTF-16"}},
};

static const char *line_that_begins(const char *text, const char *wanted)
{
    while (*text != '\0' && strncmp(text, wanted, strlen(wanted)) != 0) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return *text != '\0' ? text : NULL;
}

START_TEST(is_refused)
{
    ck_assert_int_eq(read_string(refused[_i].yaml), READ_INVALID);
    const char *at = printed();
    for (size_t i = 0; i < COUNT(refused[_i].lines) && refused[_i].lines[i] != NULL; i++) {
        at = line_that_begins(at, refused[_i].lines[i]);
        ck_assert_msg(at != NULL, "%s\nno line begins with: %s", printed(), refused[_i].lines[i]);
        at += strcspn(at, "\n");
    }
}
END_TEST

START_TEST(nul_byte_is_refused)
{
    ck_assert_int_eq(read_bytes("a: b\0c\n", 7), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), "x.yaml:1:5: error: the control character U+0000"));
}
END_TEST

/* Below and above the number of keys from which they are sorted. */
START_TEST(repeated_keys_of_large_mappings)
{
    struct text yaml = {0};
    for (int i = 0; i < _i; i++) {
        text_append_format(&yaml, "key-%d: {x: 1}\n", i);
    }
    ck_assert_msg(read_string(yaml.bytes) == READ_OK, "%s", printed());
    text_append_format(&yaml, "key-%d: 1\nkey-7: 2\n", _i - 1);
    ck_assert_int_eq(read_string(yaml.bytes), READ_INVALID);
    ck_assert_uint_eq(diagnostics.errors, 2);
    text_reset(&yaml);
    text_append_format(&yaml, "x.yaml:%d:1: error: the key 'key-7' is repeated", _i + 2);
    ck_assert_ptr_nonnull(strstr(printed(), yaml.bytes));
    ck_assert_ptr_nonnull(strstr(printed(), "x.yaml:8:1: note: first here"));
    text_free(&yaml);
}
END_TEST

/* --- limits --- */

static void append_times(struct text *text, const char *string, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        text_append_string(text, string);
    }
}

START_TEST(nesting_is_limited)
{
    struct text yaml = {0};
    append_times(&yaml, "[", NODES_DEPTH_LIMIT);
    append_times(&yaml, "]", NODES_DEPTH_LIMIT);
    ck_assert_int_eq(read_string(yaml.bytes), READ_OK);
    ck_assert_uint_eq(nodes.count, NODES_DEPTH_LIMIT);
    text_reset(&yaml);
    append_times(&yaml, "[", 100000);
    ck_assert_int_eq(read_string(yaml.bytes), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), "x.yaml:1:65: error: this is nested more than 64"));
    ck_assert_uint_eq(nodes.root_count, 0);
    text_free(&yaml);
}
END_TEST

START_TEST(number_of_nodes_is_limited)
{
    struct text yaml = {0};
    append_times(&yaml, "- a\n", NODES_COUNT_LIMIT - 1);
    ck_assert_int_eq(read_string(yaml.bytes), READ_OK);
    ck_assert_uint_eq(nodes.count, NODES_COUNT_LIMIT);
    text_append_string(&yaml, "- a\n- a\n");
    ck_assert_int_eq(read_string(yaml.bytes), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), "x.yaml:500000:3: error: the file has more than"));
    text_free(&yaml);
}
END_TEST

START_TEST(size_is_limited)
{
    struct text yaml = {0};
    append_times(&yaml, "################################################################",
                 NODES_BYTES_LIMIT / 64);
    memcpy(yaml.bytes, "a: 1 ", 5);
    ck_assert_int_eq(read_bytes(yaml.bytes, yaml.length), READ_OK);
    text_append_string(&yaml, "#");
    ck_assert_int_eq(read_bytes(yaml.bytes, yaml.length), READ_INVALID);
    ck_assert_str_eq(printed(), "x.yaml: error: the file is larger than 8 MiB\n");
    text_free(&yaml);
}
END_TEST

START_TEST(many_tag_directives_are_refused_quickly)
{
    struct text yaml = {0};
    for (unsigned i = 0; i < 200000; i++) {
        text_append_format(&yaml, "%%TAG !t%u! x\n", i);
    }
    ck_assert_int_eq(read_string(yaml.bytes), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), "x.yaml:101:1: error: " TAG));
    text_free(&yaml);
}
END_TEST

/* --- files --- */

static const char *program;
static struct text folder;

/* Beside the test's program: that is in the build folder, whatever the current one is. */
static void folder_make(void)
{
    const char *slash = strrchr(program, '/');
    text_append(&folder, program, slash != NULL ? (size_t)(slash - program) + 1 : 0);
    text_append_string(&folder, "test-nodes-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder.bytes));
    ck_assert_int_eq(chdir(folder.bytes), 0);
}

static void folder_remove(void)
{
    remove("file");
    char name[sizeof "test-nodes-XXXXXX"];
    memcpy(name, folder.bytes + folder.length + 1 - sizeof name, sizeof name);
    ck_assert_int_eq(chdir(".."), 0);
    remove(name);
    text_free(&folder);
    forget();
}

static void file_write(const char *bytes, size_t length)
{
    FILE *file = fopen("file", "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static enum read_result read_path(const char *path)
{
    enum read_result result = nodes_read_file(&nodes, path, &diagnostics);
    text_reset(&out);
    diagnostics_print(&diagnostics, &out, false);
    return result;
}

START_TEST(file_is_read)
{
    file_write("a: 1\n", 5);
    ck_assert_int_eq(read_path("file"), READ_OK);
    ck_assert_uint_eq(nodes.count, 3);
    file_write("a: 1\na: 2\n", 10);
    ck_assert_int_eq(read_path("file"), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), "file:2:1: error: the key 'a' is repeated"));
    ck_assert_ptr_nonnull(strstr(printed(), "    2 | a: 2\n"));
    file_write("", 0);
    ck_assert_int_eq(read_path("file"), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), "file:1:1: error: the file is empty"));
}
END_TEST

/* Around the sizes at which another read is needed. */
START_TEST(file_of_any_size_is_read_to_its_end)
{
    size_t length = ((size_t)1 << _i) - 3;
    struct text yaml = {0};
    for (; length < ((size_t)1 << _i) + 3; length++) {
        text_reset(&yaml);
        append_times(&yaml, "#", length - 5);
        text_append_string(&yaml, "\na: 1");
        file_write(yaml.bytes, yaml.length - 1);
        ck_assert_msg(read_path("file") == READ_OK, "%s", printed());
        ck_assert_uint_eq(nodes.source.length, length - 1);
        ck_assert_int_eq(nodes.source.bytes[length - 1], '\0');
        ck_assert_uint_eq(nodes.count, 3);
    }
    text_free(&yaml);
}
END_TEST

START_TEST(large_file_is_refused)
{
    file_write("a: 1\n", 5);
    ck_assert_int_eq(truncate("file", (off_t)NODES_BYTES_LIMIT + 1), 0);
    ck_assert_int_eq(read_path("file"), READ_INVALID);
    ck_assert_str_eq(printed(), "file: error: the file is larger than 8 MiB\n");
}
END_TEST

START_TEST(missing_file_is_another_failure)
{
    ck_assert_int_eq(read_path("file"), READ_IO);
    ck_assert_str_eq(printed(), "file: error: cannot read: No such file or directory\n");
    ck_assert_uint_eq(nodes.root_count, 0);
}
END_TEST

START_TEST(fifo_is_refused_without_waiting)
{
    ck_assert_int_eq(mkfifo("file", 0600), 0);
    ck_assert_int_eq(read_path("file"), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), "file: error: this is not a file\n"));
}
END_TEST

START_TEST(directory_and_device_are_refused)
{
    ck_assert_int_eq(read_path("."), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), ".: error: this is not a file\n"));
    ck_assert_int_eq(read_path("/dev/null"), READ_INVALID);
    ck_assert_ptr_nonnull(strstr(printed(), "/dev/null: error: this is not a file\n"));
    ck_assert_int_eq(read_path("/dev/zero"), READ_INVALID);
}
END_TEST

static Suite *nodes_suite(void)
{
    Suite *suite = suite_create("nodes");
    TCase *array = tcase_create("array");
    tcase_add_checked_fixture(array, NULL, forget);
    tcase_add_loop_test(array, tree, 0, (int)COUNT(trees));
    tcase_add_test(array, next_read_forgets_the_one_before);
    tcase_add_test(array, whole_documents_stay_when_a_later_one_is_wrong);
    tcase_add_test(array, width_of_a_node);
    suite_add_tcase(suite, array);
    TCase *refusals = tcase_create("refused");
    tcase_add_checked_fixture(refusals, NULL, forget);
    tcase_add_loop_test(refusals, is_refused, 0, (int)COUNT(refused));
    tcase_add_test(refusals, nul_byte_is_refused);
    tcase_add_loop_test(refusals, repeated_keys_of_large_mappings, 60, 70);
    suite_add_tcase(suite, refusals);
    TCase *limits = tcase_create("limits");
    tcase_set_timeout(limits, 60);
    tcase_add_checked_fixture(limits, NULL, forget);
    tcase_add_test(limits, nesting_is_limited);
    tcase_add_test(limits, number_of_nodes_is_limited);
    tcase_add_test(limits, size_is_limited);
    tcase_add_test(limits, many_tag_directives_are_refused_quickly);
    suite_add_tcase(suite, limits);
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, folder_make, folder_remove);
    tcase_add_test(files, file_is_read);
    tcase_add_loop_test(files, file_of_any_size_is_read_to_its_end, 12, 18);
    tcase_add_test(files, large_file_is_refused);
    tcase_add_test(files, missing_file_is_another_failure);
    tcase_add_test(files, fifo_is_refused_without_waiting);
    tcase_add_test(files, directory_and_device_are_refused);
    suite_add_tcase(suite, files);
    return suite;
}

int main(int argc, char **argv)
{
    program = argc > 0 ? argv[0] : "";
    SRunner *runner = srunner_create(nodes_suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
