/* Where the pages of HTML are: one for all, or a folder. */
#include "ntsrm/coverage/html.h"
#include "ntsrm/coverage/html_private.h"
#include "ntsrm/coverage/matrix.h"
#include "ntsrm/coverage/sides.h"

#include "ex/rules.h"

void coverage_put_html(struct text *out, const struct record *record)
{
    struct html html = {.record = record};
    html_begin_page(&html, NULL, NULL, NULL);
    html_put_overview(&html);
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (group_begins(i)) {
            html_put_group(&html, i);
        }
    }
    for (size_t i = 0; call_at(i) != NULL; i++) {
        if (header_begins(i)) {
            html_put_header(&html, i);
        }
    }
    html_put_scenario_list(&html);
    html_finish_page(&html, out);
}

/* ---- the folder ---- */

struct folder {
    struct html html;
    struct text page, name;
    void *context;
    bool (*write)(void *context, const char *name, const struct text *page);
};

static bool page_write(struct folder *folder)
{
    text_reset(&folder->page);
    html_finish_page(&folder->html, &folder->page);
    return folder->write(folder->context, folder->name.bytes, &folder->page);
}

static void page_name(struct folder *folder, const char *kind, const char *section)
{
    text_reset(&folder->name);
    text_append_format(&folder->name, "%s-%s.html", kind, section);
}

static bool overviews_write(struct folder *folder)
{
    static const char *const names[HTML_ORDERS] = {
        [ORDER_BOOK] = "index.html",
        [ORDER_NAME] = "index-by-name.html",
        [ORDER_MISSING] = "index-by-missing.html",
    };
    bool written = true;
    for (int i = 0; i < HTML_ORDERS && written; i++) {
        text_reset(&folder->name);
        text_append_string(&folder->name, names[i]);
        folder->html.order = (enum html_order)i;
        html_begin_page(&folder->html, NULL, NULL, NULL);
        html_put_overview(&folder->html);
        written = page_write(folder);
    }
    return written;
}

static bool groups_write(struct folder *folder)
{
    bool written = true;
    for (size_t i = 0; i < RULE_COUNT && written; i++) {
        if (!group_begins(i)) {
            continue;
        }
        const char *group = ex_rule_row((enum ex_rule_id)i)->group;
        page_name(folder, "rules", group);
        html_begin_page(&folder->html, group, NULL, NULL);
        html_put_group(&folder->html, i);
        written = page_write(folder);
    }
    return written;
}

static bool header_write(struct folder *folder, size_t first)
{
    struct text up = {0};
    const char *header = call_at(first)->header;
    page_name(folder, "calls", header);
    text_append_string(&up, folder->name.bytes);
    html_begin_page(&folder->html, header, NULL, NULL);
    html_put_header(&folder->html, first);
    bool written = page_write(folder);
    for (size_t i = first; call_at(i) != NULL && written; i++) {
        if (header_has(first, i)) {
            page_name(folder, "call", call_at(i)->name);
            html_begin_page(&folder->html, call_at(i)->name, up.bytes, header);
            html_put_call(&folder->html, i);
            written = page_write(folder);
        }
    }
    text_free(&up);
    return written;
}

static bool headers_write(struct folder *folder)
{
    bool written = true;
    for (size_t i = 0; call_at(i) != NULL && written; i++) {
        if (header_begins(i)) {
            written = header_write(folder, i);
        }
    }
    return written;
}

static bool scenarios_write(struct folder *folder)
{
    const struct record *record = folder->html.record;
    text_reset(&folder->name);
    text_append_string(&folder->name, "scenarios.html");
    html_begin_page(&folder->html, "Scenarios", NULL, NULL);
    html_put_scenario_list(&folder->html);
    bool written = page_write(folder);
    for (size_t i = 0; i < record->scenario_count && written; i++) {
        text_reset(&folder->name);
        html_append_scenario_page(&folder->name, record, i);
        html_begin_page(&folder->html, record->scenarios[i].id, "scenarios.html", "Scenarios");
        html_put_scenario(&folder->html, i);
        written = page_write(folder);
    }
    return written;
}

static bool style_write(struct folder *folder)
{
    text_reset(&folder->page);
    html_append_style(&folder->page);
    return folder->write(folder->context, HTML_STYLE_FILE, &folder->page);
}

bool coverage_put_pages(const struct record *record, void *context,
                        bool (*write)(void *context, const char *name, const struct text *page))
{
    struct folder folder = {
        .html = {.record = record, .folder = true}, .context = context, .write = write};
    bool written = overviews_write(&folder) && style_write(&folder) && groups_write(&folder) &&
                   headers_write(&folder) && scenarios_write(&folder);
    text_free(&folder.page);
    text_free(&folder.name);
    return written;
}
