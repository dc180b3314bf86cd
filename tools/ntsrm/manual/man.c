/* ntsrm man: a manual page, made from the tables. libntsrm(3) is made from the headers instead. */
#include "ntsrm/command.h"
#include "ntsrm/manual/pages.h"
#include "ntsrm/options.h"
#include "ntsrm/page.h"

#include <string.h>

static enum exit_code man_run(const struct invocation *invocation)
{
    static const struct {
        const char *section;
        void (*print)(struct text *out);
    } pages[] = {{"1", manual_print_program}, {"5", manual_print_language}};
    const char *section = invocation->operands[0];
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(pages[i].section, section) == 0) {
            pages[i].print(&invocation->page->text);
            return CODE_PASSED;
        }
    }
    return usage_error(&command_man, "the page is 1 or 5, not '%s'", section);
}

const struct command command_man = {
    .name = "man",
    .operands = "1|5",
    .least = 1,
    .most = 1,
    .summary = "a manual page: 1 of the program, 5 of the scenario language",
    .details = "In the form that man(1) reads: ntsrm man 5 | man -l -. Installed packages bring "
               "the pages along, and libntsrm(3).",
    .run = man_run,
};
