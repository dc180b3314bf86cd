/*
 * Access checks on self-relative descriptors that nobody has looked at before: four lists, each
 * asked for certain rights (F) and for the maximum (M).
 *
 *   a  3 entries, of LocalSystem, Administrators and Users; the last is a group's and grants
 *   b  50 entries: 5 that deny first, then every fifth one is a group's; the last completes
 *   c  1000 entries; only the last is a group's, and the last group's
 *   d  860 entries, the most that fit: SIDs of 15 sub-authorities that differ in the first only
 */
#include "bench.h"

#include <ntifs.h>

#include "rtl/mapping.h"
#include "rtl/sid.h"
#include "se/token.h"
#include "srm.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_ENTRIES 1000
#define MOST_SIDS    1000
#define FOREIGN      100000 /* no group's number begins here */

enum list { LIST_A, LIST_B, LIST_C, LIST_D };

static const int entry_counts[] = {
    [LIST_A] = 3,
    [LIST_B] = 50,
    [LIST_C] = 1000,
    [LIST_D] = 860,
};

/*
 * The text of the SID with that number. In list a the last group is Users; in list d the number is
 * in front, else at the end.
 */
static void write_sid(char *text, size_t size, enum list list, int number)
{
    static const char *const known[] = {"S-1-5-18", "S-1-5-32-544", "S-1-5-32-545"};

    if (list == LIST_A && number >= FOREIGN)
        snprintf(text, size, "%s", known[number - FOREIGN]);
    else if (list == LIST_D)
        snprintf(text, size, "S-1-5-%d-1-2-3-4-5-6-7-8-9-10-11-12-13-14", number);
    else
        snprintf(text, size, "S-1-5-21-1-2-3-%d", number);
}

static struct se_token *make_token(struct srm_world *world, enum list list, int sids)
{
    static char texts[MOST_SIDS][64];
    static struct srm_group groups[MOST_SIDS];
    const char *problem;

    for (int i = 0; i < sids; i++) {
        write_sid(texts[i], sizeof texts[i], list,
                  list == LIST_A && i == sids - 1 ? FOREIGN + 2 : 2000 + i);
        groups[i] = (struct srm_group){.sid = texts[i], .attributes = 7};
    }
    return srm_token_new(world,
                         &(struct srm_token_options){
                             .user = "S-1-5-21-1-2-3-1001",
                             .groups = groups,
                             .group_count = (size_t)sids,
                         },
                         &problem);
}

/* Which SID an entry is for: of a group, or of nobody here. */
static int sid_of_entry(enum list list, int entry, int sids)
{
    const bool last = entry == entry_counts[list] - 1;

    if ((last && list != LIST_A) || (list == LIST_B && entry >= 5 && entry % 5 == 0))
        return 2000 + (last ? sids - 1 : entry);
    return FOREIGN + entry;
}

static SE_SID sid_with(enum list list, int number)
{
    char text[64];
    SE_SID sid;

    write_sid(text, sizeof text, list, number);
    if (!rtl_sid_from_text(text, strlen(text), &sid))
        abort();
    return sid;
}

static struct rtl_acl *make_list(struct srm_world *world, enum list list, int sids)
{
    static struct rtl_ace rows[MOST_ENTRIES];
    static SE_SID entry_sids[MOST_ENTRIES];

    for (int i = 0; i < entry_counts[list]; i++) {
        const bool last = i == entry_counts[list] - 1;

        entry_sids[i] = sid_with(list, sid_of_entry(list, i, sids));
        rows[i] = (struct rtl_ace){
            .type = list == LIST_B && i < 5 ? ACCESS_DENIED_ACE_TYPE : ACCESS_ALLOWED_ACE_TYPE,
            .mask = list != LIST_B || last || i < 5 ? FILE_ALL_ACCESS : SYNCHRONIZE,
            .sid = &entry_sids[i].Sid,
        };
    }
    return rtl_acl_new(world, rows, (size_t)entry_counts[list]);
}

/* The bytes of a descriptor with that list, aligned. */
static void *make_bytes(struct srm_world *world, enum list list, int sids)
{
    const SECURITY_INFORMATION parts =
        OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    struct rtl_acl *dacl = make_list(world, list, sids);
    SE_SID system;
    struct rtl_descriptor *descriptor;
    void *bytes;

    if (!rtl_sid_from_name("SY", 2, &system))
        abort();
    descriptor =
        rtl_descriptor_new(world, &system.Sid, &system.Sid, dacl, SECURITY_MANDATORY_MEDIUM_RID);
    bytes = malloc(rtl_descriptor_size(descriptor, parts));
    if (!bytes)
        abort();
    rtl_descriptor_write(descriptor, parts, bytes);
    rtl_descriptor_dereference(world, descriptor);
    rtl_acl_dereference(world, dacl);
    return bytes;
}

static void check(const struct bench *bench, uint64_t times, enum list list)
{
    struct srm_world *world = srm_world_new(NULL);
    struct se_token *token = make_token(world, list, bench->sids);
    void *bytes = make_bytes(world, list, bench->sids);
    GENERIC_MAPPING mapping = *rtl_mapping(world->profile, RTL_MAPPED_File);
    SECURITY_SUBJECT_CONTEXT subject = {.PrimaryToken = token};
    const ACCESS_MASK desired = bench->desired;
    ACCESS_MASK rights;
    NTSTATUS status;
    bool granted = true;

    for (uint64_t i = 0; i < times; i++)
        granted &= SeAccessCheck(bytes, &subject, FALSE, desired, 0, NULL, &mapping, UserMode,
                                 &rights, &status);
    if (!granted) {
        fprintf(stderr, "ntsrm-bench: %s is not granted\n", bench->name);
        exit(4);
    }
    free(bytes);
    srm_release(token);
    srm_world_delete(world);
}

static void check_a(const struct bench *bench, uint64_t times)
{
    check(bench, times, LIST_A);
}

static void check_b(const struct bench *bench, uint64_t times)
{
    check(bench, times, LIST_B);
}

static void check_c(const struct bench *bench, uint64_t times)
{
    check(bench, times, LIST_C);
}

static void check_d(const struct bench *bench, uint64_t times)
{
    check(bench, times, LIST_D);
}

#define CHECK(list, count, times)                                                          \
    {.name = "access-check-" #list "F/" #count,                                            \
     .operations = (times),                                                                \
     .sids = (count),                                                                      \
     .desired = FILE_GENERIC_READ,                                                         \
     .run = check_##list},                                                                 \
    {                                                                                      \
        .name = "access-check-" #list "M/" #count, .operations = (times), .sids = (count), \
        .desired = MAXIMUM_ALLOWED, .run = check_##list,                                   \
    }

const struct bench bench_access[] = {
    CHECK(a, 10, 1000000),  CHECK(a, 1000, 1000000), CHECK(b, 10, 100000), CHECK(b, 100, 100000),
    CHECK(b, 1000, 100000), CHECK(c, 10, 5000),      CHECK(c, 1000, 5000), CHECK(d, 10, 5000),
    CHECK(d, 1000, 5000),   {.name = NULL},
};
