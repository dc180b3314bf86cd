#include "rtl/status.h"

#include <assert.h>
#include <string.h>

#include "ntsrm/ntstatus.h"
#include "ntsrm/winerror.h"
#include "rtl/names.h"

/* Positions in the tables below; the look-ups by value turn a case label into one of them. */
enum status_index {
#define STATUS(name, win32, meaning) STATUS_INDEX_##name,
#include "rtl/status.def"
    STATUS_INDEX_COUNT
};

enum error_index {
#define WIN32(name, meaning) ERROR_INDEX_##name,
#include "rtl/status.def"
    ERROR_INDEX_COUNT
};

static const struct rtl_status statuses[STATUS_INDEX_COUNT] = {
#define STATUS(row, error, text) \
    [STATUS_INDEX_##row] = {     \
        .name = "STATUS_" #row,  \
        .value = STATUS_##row,   \
        .win32 = (error),        \
        .meaning = (text),       \
    },
#include "rtl/status.def"
};

static const struct rtl_error errors[ERROR_INDEX_COUNT] = {
#define WIN32(row, text)    \
    [ERROR_INDEX_##row] = { \
        .name = #row,       \
        .value = (row),     \
        .meaning = (text),  \
    },
#include "rtl/status.def"
};

const struct rtl_status *rtl_status_by_value(NTSTATUS value)
{
    switch (value) {
#define STATUS(name, win32, meaning) \
    case STATUS_##name:              \
        return &statuses[STATUS_INDEX_##name];
#include "rtl/status.def"
    default:
        return NULL;
    }
}

const struct rtl_error *rtl_error_by_value(DWORD value)
{
    switch (value) {
#define WIN32(name, meaning) \
    case name:               \
        return &errors[ERROR_INDEX_##name];
#include "rtl/status.def"
    default:
        return NULL;
    }
}

static const struct rtl_name status_names[STATUS_INDEX_COUNT] = {
#define STATUS(row, error, text) [STATUS_INDEX_##row] = RTL_NAME("STATUS_" #row),
#include "rtl/status.def"
};

static const struct rtl_name error_names[ERROR_INDEX_COUNT] = {
#define WIN32(row, text) [ERROR_INDEX_##row] = RTL_NAME(#row),
#include "rtl/status.def"
};

const struct rtl_status *rtl_status_by_name(const char *name, size_t length)
{
    const size_t index = rtl_name_find(status_names, STATUS_INDEX_COUNT, name, length);

    return index < STATUS_INDEX_COUNT ? &statuses[index] : NULL;
}

const struct rtl_error *rtl_error_by_name(const char *name, size_t length)
{
    const size_t index = rtl_name_find(error_names, ERROR_INDEX_COUNT, name, length);

    return index < ERROR_INDEX_COUNT ? &errors[index] : NULL;
}

size_t rtl_status_count(void)
{
    return STATUS_INDEX_COUNT;
}

const struct rtl_status *rtl_status_at(size_t index)
{
    assert(index < STATUS_INDEX_COUNT);
    return &statuses[index];
}

size_t rtl_error_count(void)
{
    return ERROR_INDEX_COUNT;
}

const struct rtl_error *rtl_error_at(size_t index)
{
    assert(index < ERROR_INDEX_COUNT);
    return &errors[index];
}

DWORD rtl_status_to_win32(NTSTATUS value)
{
    const struct rtl_status *row = rtl_status_by_value(value);

    return row != NULL ? row->win32 : ERROR_MR_MID_NOT_FOUND;
}

static void hex_print(ULONG value, char text[11])
{
    text[0] = '0';
    text[1] = 'x';
    for (int digit = 9; digit > 1; digit--) {
        text[digit] = "0123456789ABCDEF"[value & 0xFu];
        value >>= 4;
    }
    text[10] = '\0';
}

size_t rtl_status_print(NTSTATUS value, char *buffer, size_t size)
{
    const struct rtl_status *row = rtl_status_by_value(value);
    char hex[11];
    const char *text = row != NULL ? row->name : hex;
    size_t length;

    hex_print((ULONG)value, hex);
    length = strlen(text);
    if (size > 0) {
        const size_t copied = length < size ? length : size - 1;

        memcpy(buffer, text, copied);
        buffer[copied] = '\0';
    }
    return length;
}
