/* Descriptors as bytes: what they are in memory, and what they are afterwards. */
#include "support/suite.h"

#include "scenario/descriptor_bytes.h"

#include "ntsrm/winnt.h"

#include <string.h>

/* O:SYG:SYD:(OA;;CC;00000001-0002-0003-0000-000000000000;;WD), and an entry that is cut. */
static const unsigned char whole[] = {
    1, 0, 4,  0x80, 20, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, /* header */
    1, 1, 0,  0,    0,  0, 0, 5, 18, 0, 0, 0,                          /* S-1-5-18, twice */
    4, 0, 60, 0,    2,  0, 0, 0,                                       /* list */
    5, 0, 40, 0,    1,  0, 0, 0, 1,  0, 0, 0,                          /* entry, mask, GUIDs */
    1, 0, 0,  0,    2,  0, 3, 0, 0,  0, 0, 0, 0, 0, 0, 0,              /* GUID */
    1, 1, 0,  0,    0,  0, 0, 1, 0,  0, 0, 0,                          /* S-1-1-0 */
    0, 0, 12, 0,    1,  0, 0, 0, 1,  9, 0, 0,                          /* a SID that is cut */
};

START_TEST(numbers_in_memory_are_numbers)
{
    unsigned char bytes[sizeof whole];
    SECURITY_DESCRIPTOR_RELATIVE header;
    ULONG sub_authority;
    ACL list;
    GUID guid;

    memcpy(bytes, whole, sizeof whole);
    descriptor_bytes_to_memory(bytes, sizeof bytes);
    memcpy(&header, bytes, sizeof header);
    memcpy(&sub_authority, bytes + 28, sizeof sub_authority);
    memcpy(&list, bytes + 32, sizeof list);
    memcpy(&guid, bytes + 52, sizeof guid);
    ck_assert_uint_eq(header.Control, SE_SELF_RELATIVE | SE_DACL_PRESENT);
    ck_assert_uint_eq(header.Owner, 20);
    ck_assert_uint_eq(header.Dacl, 32);
    ck_assert_uint_eq(sub_authority, 18);
    ck_assert_uint_eq(list.AclSize, 60);
    ck_assert_uint_eq(list.AceCount, 2);
    ck_assert_uint_eq(guid.Data1, 1);
    ck_assert_uint_eq(guid.Data2, 2);
    ck_assert_uint_eq(guid.Data3, 3);
}
END_TEST

/* However much of them there is, and whatever stands where. */
START_TEST(bytes_come_back)
{
    unsigned char bytes[sizeof whole], expected[sizeof whole];

    for (size_t size = 0; size <= sizeof whole; size++)
        for (unsigned at = 0; at < sizeof whole; at++) {
            memcpy(expected, whole, sizeof whole);
            expected[at] = (unsigned char)(expected[at] * 7 + 13);
            memcpy(bytes, expected, sizeof bytes);
            descriptor_bytes_to_memory(bytes, size);
            descriptor_bytes_from_memory(bytes, size);
            ck_assert_mem_eq(bytes, expected, sizeof bytes);
        }
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("scenario/descriptor_bytes");

    tcase_add_test(tcase, numbers_in_memory_are_numbers);
    tcase_add_test(tcase, bytes_come_back);
    return suite_end();
}
