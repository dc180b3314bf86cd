#include "ntsrm/report/spill.h"

#include <errno.h>

#define MEMORY_SIZE ((size_t)1 << 20)

void spill_keep(struct spill *spill)
{
    if (spill->text.length < MEMORY_SIZE || spill->refused) {
        return;
    }
    if (spill->file == NULL) {
        spill->file = tmpfile();
        spill->refused = spill->file == NULL;
    }
    if (spill->file != NULL && spill->trouble == 0 &&
        fwrite(spill->text.bytes, 1, spill->text.length, spill->file) != spill->text.length) {
        spill->trouble = errno;
    }
    if (spill->file != NULL) {
        text_reset(&spill->text);
    }
}

static void file_pour(struct spill *spill, struct report *report)
{
    char bytes[1 << 14];
    if (fflush(spill->file) != 0 || fseek(spill->file, 0, SEEK_SET) != 0) {
        spill->trouble = errno;
    }
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, spill->file)) > 0;) {
        text_append(&report->page.text, bytes, size);
        report_flush(report);
    }
    if (ferror(spill->file)) {
        spill->trouble = errno;
    }
    fclose(spill->file);
}

void spill_pour(struct spill *spill, struct report *report)
{
    if (spill->file != NULL) {
        file_pour(spill, report);
        report->trouble = spill->trouble;
    }
    if (spill->text.length > 0) {
        text_append(&report->page.text, spill->text.bytes, spill->text.length);
    }
    text_free(&spill->text);
    *spill = (struct spill){.trouble = 0};
}
