#include "win32/memory.h"

#include "ex/rules.h"
#include "nt/probe.h"

NTSTATUS win32_touch(PETHREAD caller, const void *memory)
{
    struct srm_world *w = caller->header.world;

    if (rule(w, win32, memory_accessible, NT_SUCCESS(nt_probe(caller, memory))))
        return STATUS_SUCCESS;
    return world_not_modelled(w, "an exception that a bad pointer raises in the program");
}

NTSTATUS win32_read(PETHREAD caller, void *to, const void *from, size_t size)
{
    NTSTATUS status = size > 0 ? win32_touch(caller, from) : STATUS_SUCCESS;

    if (NT_SUCCESS(status) && size > 0)
        memcpy(to, from, size);
    return status;
}

/* One character in UTF-8; how many bytes that are. */
static size_t encode(uint32_t character, char bytes[4])
{
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t count = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;

    for (size_t i = count; i-- > 1; character >>= 6)
        bytes[i] = (char)(0x80 | (character & 0x3F));
    bytes[0] = (char)(lead[count > 1 ? count : 0] | character);
    return count;
}

/* Perhaps misaligned. */
static uint32_t character_at(const unsigned char *at)
{
    WCHAR character;

    memcpy(&character, at, sizeof character);
    return (uint32_t)character & 0x1FFFFFu;
}

static void read_wide(char text[WIN32_TEXT_SIZE], LPCWSTR wide)
{
    const unsigned char *at = (const unsigned char *)wide;
    size_t length = 0;
    char bytes[4];

    for (; character_at(at) != 0; at += sizeof *wide) {
        size_t count = encode(character_at(at), bytes);

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
