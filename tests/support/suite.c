#include "support/suite.h"

#include "rtl/status.h"

#include <stdlib.h>

static Suite *suite;

const char *status_text(NTSTATUS status)
{
    static char buffers[4][RTL_STATUS_TEXT_SIZE];
    static unsigned next;
    char *buffer = buffers[next++ % 4];

    rtl_status_print(status, buffer, RTL_STATUS_TEXT_SIZE);
    return buffer;
}

TCase *suite_begin(const char *name)
{
    suite = suite_create(name);
    return suite_add(name);
}

TCase *suite_add(const char *name)
{
    TCase *tcase = tcase_create(name);

    suite_add_tcase(suite, tcase);
    return tcase;
}

int suite_end(void)
{
    SRunner *runner = srunner_create(suite);
    int failures;

    srunner_run_all(runner, CK_NORMAL);
    failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures != 0;
}

unsigned long number_from_environment(const char *name, unsigned long usual)
{
    const char *text = getenv(name);

    return text && *text ? strtoul(text, NULL, 0) : usual;
}
