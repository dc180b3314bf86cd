#include "win32/memory.h"

#include "ex/rules.h"
#include "ntsrm/winbase.h"
#include "rtl/sddl/unicode.h"
#include "ex/pool.h"

NTSTATUS win32_read(PETHREAD caller, void *to, const void *from, size_t size)
{
    NTSTATUS status = size > 0 ? win32_touch(caller, from) : STATUS_SUCCESS;

    if (NT_SUCCESS(status) && size > 0)
        memcpy(to, from, size);
    return status;
}

/* Perhaps misaligned. */
static uint32_t character_at(const unsigned char *at)
{
    WCHAR character;

    memcpy(&character, at, sizeof character);
    return (uint32_t)character & 0x1FFFFFu;
}

/*
 * Where a wide character is 16 bits wide, a pair of them may be one character. What is none becomes
 * bytes that no text in UTF-8 holds.
 */
static uint32_t take_character(const unsigned char **at)
{
    const uint32_t first = character_at(*at);
    uint32_t second = 0;

    *at += sizeof(WCHAR);
    if (sizeof(WCHAR) > 2 || first < 0xD800 || first > 0xDBFF)
        return first;
    second = character_at(*at);
    if (second < 0xDC00 || second > 0xDFFF)
        return first;
    *at += sizeof(WCHAR);
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

static void read_wide(char text[WIN32_TEXT_SIZE], LPCWSTR wide)
{
    const unsigned char *at = (const unsigned char *)wide;
    size_t length = 0;
    char bytes[4];

    while (character_at(at) != 0) {
        size_t count = sddl_encode(take_character(&at), bytes);

        if (length + count >= WIN32_TEXT_SIZE)
            break;
        memcpy(text + length, bytes, count);
        length += count;
    }
    text[length] = '\0';
}

static void read_narrow(char text[WIN32_TEXT_SIZE], LPCSTR narrow)
{
    size_t length = 0;

    while (length + 1 < WIN32_TEXT_SIZE && narrow[length])
        length++;
    memcpy(text, narrow, length);
    text[length] = '\0';
}

NTSTATUS win32_read_text(PETHREAD caller, char text[WIN32_TEXT_SIZE], struct win32_string string)
{
    NTSTATUS status = STATUS_SUCCESS;

    text[0] = '\0';
    if (string.wide)
        status = win32_touch(caller, string.wide);
    else if (string.narrow)
        status = win32_touch(caller, string.narrow);
    if (!NT_SUCCESS(status))
        return status;
    if (string.wide)
        read_wide(text, string.wide);
    else if (string.narrow)
        read_narrow(text, string.narrow);
    return STATUS_SUCCESS;
}

NTSTATUS win32_read_all(PETHREAD caller, struct win32_string string, struct rtl_bytes *text)
{
    const unsigned char *wide = (const unsigned char *)string.wide;
    const void *const memory = wide ? (const void *)wide : string.narrow;
    const NTSTATUS status = memory ? win32_touch(caller, memory) : STATUS_SUCCESS;

    *text = (struct rtl_bytes){.bytes = NULL};
    if (!NT_SUCCESS(status))
        return status;
    if (string.narrow)
        rtl_bytes_text(text, string.narrow);
    while (wide && character_at(wide) != 0)
        sddl_write_character(take_character(&wide), text);
    return STATUS_SUCCESS;
}

static void put_wide(struct rtl_bytes *wide, uint32_t unit)
{
    const WCHAR character = (WCHAR)unit;

    rtl_bytes_append(wide, &character, sizeof character);
}

void win32_widen(const struct rtl_bytes *text, struct rtl_bytes *wide)
{
    size_t at = 0;

    while (at < text->size) {
        uint32_t character;

        at += sddl_character((const char *)text->bytes + at, text->size - at, &character);
        if (sizeof(WCHAR) > 2 || character < 0x10000) {
            put_wide(wide, character);
        } else {
            put_wide(wide, 0xD800 + ((character - 0x10000) >> 10));
            put_wide(wide, 0xDC00 + ((character - 0x10000) & 0x3FF));
        }
    }
}

HLOCAL LocalFree(HLOCAL hMem)
{
    struct srm_world *w = ps_current_world();

    if (hMem)
        ex_free(w->pool, hMem);
    return NULL;
}
