/* Which bytes are a list (access-check B-2, B-3): lists broken by hand, and random ones. */
#include "support/random.h"
#include "support/suite.h"

#include "rtl/acl.h"
#include "rtl/sid.h"

#include <stdlib.h>
#include <string.h>

#define HEADER(revision, size, count) (revision), 0, (size), 0, (count), 0, 0, 0
#define ENTRY(type, size)             (type), 0, (size), 0, 1, 0, 0, 0
#define EVERYONE                      1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0

static const struct {
    const char *why;
    bool valid;
    size_t limit;
    unsigned char bytes[88];
} lists[] = {
    {"an empty list", true, 8, {HEADER(2, 8, 0)}},
    {"revision 3 and 4 are known", true, 8, {HEADER(3, 8, 0)}},
    {"revision 4 is that of object entries", true, 8, {HEADER(4, 8, 0)}},
    {"one entry", true, 28, {HEADER(2, 28, 1), ENTRY(0, 20), EVERYONE}},
    {"room behind the entries", true, 36, {HEADER(2, 36, 1), ENTRY(0, 20), EVERYONE}},
    {"room behind the SID", true, 32, {HEADER(2, 32, 1), ENTRY(1, 24), EVERYONE}},
    {"more memory than the list takes", true, 40, {HEADER(2, 28, 1), ENTRY(0, 20), EVERYONE}},
    {"a SID with 15 sub-authorities", true, 84, {HEADER(2, 84, 1), ENTRY(0, 76), 1, 15}},
    {"a SID without sub-authorities", true, 24, {HEADER(2, 24, 1), ENTRY(0, 16), 1, 0}},
    {"an entry of a type that nobody knows", true, 16, {HEADER(2, 16, 1), ENTRY(0x7F, 8)}},
    {"an object entry without GUIDs",
     true,
     32,
     {HEADER(4, 32, 1), ENTRY(5, 24), 0, 0, 0, 0, EVERYONE}},
    {"an object entry without a SID", false, 16, {HEADER(4, 16, 1), ENTRY(5, 8)}},
    {"a compound entry with one SID",
     false,
     32,
     {HEADER(3, 32, 1), ENTRY(4, 24), 1, 0, 0, 0, EVERYONE}},
    {"no room for a header", false, 7, {HEADER(2, 8, 0)}},
    {"revision 1", false, 8, {HEADER(1, 8, 0)}},
    {"revision 5", false, 8, {HEADER(5, 8, 0)}},
    {"revision 0", false, 8, {HEADER(0, 8, 0)}},
    {"a size below the header's", false, 8, {HEADER(2, 7, 0)}},
    {"a size above the limit", false, 27, {HEADER(2, 28, 1), ENTRY(0, 20), EVERYONE}},
    {"an entry more than there is room for", false, 28, {HEADER(2, 28, 2), ENTRY(0, 20), EVERYONE}},
    {"a piece of an entry's header", false, 10, {HEADER(2, 10, 1), 0, 0}},
    {"an entry that ends behind the list", false, 28, {HEADER(2, 28, 1), ENTRY(0, 24), EVERYONE}},
    {"an entry of size 0", false, 28, {HEADER(2, 28, 1), ENTRY(0, 0), EVERYONE}},
    {"an unknown entry that is only a header", true, 12, {HEADER(2, 12, 1), 0x7F, 0, 4, 0}},
    {"an entry without a mask", false, 12, {HEADER(2, 12, 1), 0, 0, 4, 0}},
    {"an unknown entry of size 0", false, 12, {HEADER(2, 12, 1), 0x7F, 0, 0, 0}},
    {"a size that is no multiple of 4", false, 12, {HEADER(2, 9, 0)}},
    {"an entry's size is no multiple of 4", false, 30, {HEADER(2, 30, 1), ENTRY(0, 22), EVERYONE}},
    {"sizes of entries whose sum alone is a multiple of 4",
     false,
     20,
     {HEADER(2, 20, 2), 0x7F, 0, 6, 0, 0, 0, 0x7F, 0, 6, 0}},
    {"an entry behind one whose size is odd",
     false,
     36,
     {HEADER(2, 36, 2), 0x7F, 0, 5, 0, 0, ENTRY(0, 20), EVERYONE}},
    {"and one that would end behind the list",
     false,
     32,
     {HEADER(2, 32, 2), 0x7F, 0, 5, 0, 0, ENTRY(0, 20), EVERYONE}},
    {"and a piece of its header",
     false,
     20,
     {HEADER(2, 20, 2), 0x7F, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 12}},
    {"an object entry whose GUID ends behind the list",
     false,
     30,
     {HEADER(4, 30, 1), ENTRY(5, 22), 1, 0, 0, 0, EVERYONE}},
    {"an object entry whose size is odd",
     false,
     34,
     {HEADER(4, 34, 1), ENTRY(5, 26), 0, 0, 0, 0, EVERYONE}},
    {"a compound entry whose size is odd, and half of its second SID",
     false,
     42,
     {HEADER(3, 42, 1), ENTRY(4, 34), 1, 0, 0, 0, EVERYONE, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0}},
    {"an entry without room for a SID", false, 20, {HEADER(2, 20, 1), ENTRY(0, 12), 1, 0}},
    {"a SID that ends behind its entry", false, 24, {HEADER(2, 24, 1), ENTRY(0, 16), 1, 1}},
    {"a SID of revision 2", false, 28, {HEADER(2, 28, 1), ENTRY(0, 20), 2, 1}},
    {"a SID of revision 0", false, 28, {HEADER(2, 28, 1), ENTRY(1, 20), 0, 1}},
    {"a SID with 16 sub-authorities", false, 28, {HEADER(2, 28, 1), ENTRY(2, 20), 1, 16}},
    {"and with room for them", false, 88, {HEADER(2, 88, 1), ENTRY(0, 80), 1, 16}},
    {"a label without a SID", false, 28, {HEADER(2, 28, 1), ENTRY(0x11, 20), 0, 0}},
};

/* A copy that ends where the limit says, so that the sanitizer sees who reads on. */
static ACL *tight_copy(const void *bytes, size_t size)
{
    ACL *copy = malloc(size);

    require(copy != NULL, "no memory");
    return memcpy(copy, bytes, size);
}

START_TEST(list_is_valid_or_not)
{
    ACL *acl = tight_copy(lists[_i].bytes, lists[_i].limit);

    ck_assert_msg(rtl_acl_valid(acl, lists[_i].limit) == lists[_i].valid, "%s", lists[_i].why);
    free(acl);
}
END_TEST

/* Reads what a valid list holds, up to the last byte of each SID. */
static void read_all(const ACL *acl)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;
    unsigned count = 0;

    while (rtl_acl_next(acl, &cursor, &ace)) {
        count++;
        require(cursor.offset <= acl->AclSize, "the reader left the list");
        if (ace.sid)
            require(rtl_sid_valid(ace.sid) && rtl_sid_equal(ace.sid, ace.sid), "no SID");
    }
    require(count == acl->AceCount, "%u entries instead of %u", count, acl->AceCount);
}

START_TEST(valid_list_can_be_read)
{
    if (lists[_i].valid) {
        ACL *acl = tight_copy(lists[_i].bytes, lists[_i].limit);

        read_all(acl);
        free(acl);
    }
}
END_TEST

START_TEST(entry_of_an_unknown_type_has_no_sid)
{
    static const unsigned char bytes[] = {HEADER(4, 16, 1), ENTRY(0x7F, 8)};
    ACL *acl = tight_copy(bytes, sizeof bytes);
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    ck_assert(rtl_acl_next(acl, &cursor, &ace));
    ck_assert_ptr_null(ace.sid);
    ck_assert_uint_eq(ace.mask, 1);
    free(acl);
}
END_TEST

/* Random bytes that look a little like a list: whatever is accepted stays inside its bytes. */
START_TEST(accepted_bytes_are_never_left)
{
    struct random random = random_from(number_from_environment("NTSRM_TEST_SEED", 1));
    unsigned accepted = 0;

    for (int round = 0; round < 20000; round++) {
        const size_t odd = random_below(&random, 2) ? random_below(&random, 4) : 0;
        const size_t size = 8 + 4 * (size_t)random_below(&random, 20) + odd;
        unsigned char bytes[88];
        ACL *acl;

        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)random_below(&random, random_below(&random, 2) ? 24 : 3);
        bytes[0] = (unsigned char)(1 + random_below(&random, 4));
        bytes[2] = (unsigned char)(size - random_below(&random, 2) * 4);
        bytes[3] = 0;
        bytes[4] = (unsigned char)random_below(&random, 4);
        bytes[5] = 0;
        acl = tight_copy(bytes, size);
        if (rtl_acl_valid(acl, size)) {
            accepted++;
            read_all(acl);
        }
        free(acl);
    }
    ck_assert_uint_gt(accepted, 100);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/acl_valid");

    tcase_add_loop_test(tcase, list_is_valid_or_not, 0, ROWS(lists));
    tcase_add_loop_test(tcase, valid_list_can_be_read, 0, ROWS(lists));
    tcase_add_test(tcase, entry_of_an_unknown_type_has_no_sid);
    tcase_add_test(tcase, accepted_bytes_are_never_left);
    return suite_end();
}
