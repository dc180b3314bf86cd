#include "ntsrm/xml.h"

#include "support/suite.h"

#include <string.h>

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void check_bytes(struct text *made, const char *expected)
{
    ck_assert_str_eq(made->bytes, expected);
    ck_assert_uint_eq(made->length, strlen(expected));
    text_free(made);
}

START_TEST(elements_stand_below_each_other_and_texts_beside_their_tags)
{
    struct text made = {0};
    struct xml *xml = xml_new("a");
    xml_set(xml, "x", "1");
    xml_begin(xml, "b");
    xml_set_number(xml, "y", -2);
    xml_begin(xml, "c");
    xml_end(xml);
    xml_put_element(xml, "d", "text");
    xml_put_element(xml, "e", "");
    xml_end(xml);
    xml_begin(xml, "f");
    xml_set(xml, "z", "");
    xml_end(xml);
    xml_finish(xml, &made);
    check_bytes(&made, DECLARATION "<a x=\"1\">\n"
                                   " <b y=\"-2\">\n"
                                   "  <c/>\n"
                                   "  <d>text</d>\n"
                                   "  <e></e>\n"
                                   " </b>\n"
                                   " <f z=\"\"/>\n"
                                   "</a>\n");
}
END_TEST

START_TEST(a_document_can_be_had_piece_by_piece)
{
    struct text made = {0}, inside = {0};
    struct xml *xml = xml_new("a");
    for (int i = 0; i < 3; i++) {
        xml_begin(xml, "b");
        xml_set_number(xml, "i", i);
        xml_end(xml);
        xml_flush(xml, &inside);
    }
    xml_flush(xml, &inside);
    xml_begin(xml, "c");
    /* Attributes of the outermost element may be known late. */
    xml_end(xml);
    xml_set_number(xml, "count", 3);
    xml_flush(xml, &inside);
    xml_put_head(xml, &made);
    text_append_string(&made, inside.bytes);
    xml_put_tail(xml, &made);
    text_free(&inside);
    check_bytes(&made, DECLARATION "<a count=\"3\">\n"
                                   " <b i=\"0\"/>\n"
                                   " <b i=\"1\"/>\n"
                                   " <b i=\"2\"/>\n"
                                   " <c/>\n"
                                   "</a>\n");
}
END_TEST

/* The same document, whenever it is flushed: a bit for each time that one could. */
START_TEST(an_open_element_can_be_flushed)
{
    struct text made = {0}, inside = {0};
    struct xml *xml = xml_new("a");
    int bit = 1;
    for (int i = 0; i < 2; i++) {
        xml_begin(xml, "b");
        xml_set_number(xml, "i", i);
        for (int j = 0; j < 3; j++) {
            xml_put_element(xml, "c", j > 0 ? "d" : "");
            if ((_i & bit) != 0) {
                xml_flush(xml, &inside);
            }
            bit *= 2;
        }
        xml_end(xml);
    }
    xml_flush(xml, &inside);
    xml_put_head(xml, &made);
    text_append_string(&made, inside.bytes);
    xml_put_tail(xml, &made);
    text_free(&inside);
    check_bytes(&made, DECLARATION "<a>\n"
                                   " <b i=\"0\">\n  <c></c>\n  <c>d</c>\n  <c>d</c>\n </b>\n"
                                   " <b i=\"1\">\n  <c></c>\n  <c>d</c>\n  <c>d</c>\n </b>\n"
                                   "</a>\n");
}
END_TEST

START_TEST(a_document_may_be_empty)
{
    struct text made = {0};
    struct xml *xml = xml_new("a");
    xml_end(xml);
    xml_finish(xml, &made);
    check_bytes(&made, DECLARATION "<a>\n</a>\n");
}
END_TEST

static const struct {
    const char *words, *text, *attribute;
} hostile[] = {
    {"<a b='c' d=\"e\">&amp; />", "&lt;a b='c' d=&quot;e&quot;&gt;&amp;amp; /&gt;", NULL},
    {"]]>", "]]&gt;", NULL},
    {"a\nb\tc\r", "a\nb\\tc\\x0d", "a\\nb\\tc\\x0d"},
    {"\x01\x1b[31m\x7f", "\\x01\\x1b[31m\\x7f", NULL},
    {"\xff\xc0\x80", "\\xff\\xc0\\x80", NULL},
    {"\xed\xa0\x80", "\\xed\\xa0\\x80", NULL},
    {"\xef\xbf\xbe \xef\xbf\xbf", "\\ufffe \\uffff", NULL},
    {"\xe2\x80\xae", "\\u202e", NULL},
    {"\xc3\xa9 \xf0\x9f\x94\x92", "\xc3\xa9 \xf0\x9f\x94\x92", NULL},
    {"  blanks  ", "  blanks  ", NULL},
};

START_TEST(no_text_can_break_a_document)
{
    struct text made = {0}, expected = {0};
    const char *attribute = hostile[_i].attribute;
    struct xml *xml = xml_new("a");
    xml_set(xml, "x", hostile[_i].words);
    xml_begin(xml, "b");
    xml_put_lines(xml, hostile[_i].words);
    xml_finish(xml, &made);
    text_append_format(&expected, DECLARATION "<a x=\"%s\">\n <b>%s</b>\n</a>\n",
                       attribute != NULL ? attribute : hostile[_i].text, hostile[_i].text);
    check_bytes(&made, expected.bytes);
    text_free(&expected);
}
END_TEST

START_TEST(long_documents_stay_in_one_piece)
{
    struct text made = {0};
    struct xml *xml = xml_new("a");
    for (int i = 0; i < 5000; i++) {
        xml_begin(xml, "b");
        xml_set(xml, "name", "a value that is long enough to be wrapped by whoever wraps lines");
        xml_set(xml, "other", "another one");
        xml_end(xml);
    }
    xml_finish(xml, &made);
    size_t lines = 0;
    for (const char *at = made.bytes; (at = strchr(at, '\n')) != NULL; at++) {
        lines++;
    }
    ck_assert_uint_eq(lines, 5003);
    text_free(&made);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("xml");
    tcase_add_test(tcase, elements_stand_below_each_other_and_texts_beside_their_tags);
    tcase_add_test(tcase, a_document_can_be_had_piece_by_piece);
    tcase_add_loop_test(tcase, an_open_element_can_be_flushed, 0, 1 << 6);
    tcase_add_test(tcase, a_document_may_be_empty);
    tcase_add_loop_test(tcase, no_text_can_break_a_document, 0, ROWS(hostile));
    tcase_add_test(tcase, long_documents_stay_in_one_piece);
    return suite_end();
}
