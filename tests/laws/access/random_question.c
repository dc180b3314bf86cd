#include "laws/access/random_question.h"

#include "laws/access/reference.h"

#include <string.h>

#define COUNT(table)           ((uint32_t)(sizeof(table) / sizeof *(table)))
#define PICK(random, table)    ((table)[random_below((random), COUNT(table))])
#define MAXIMUM_ALLOWED        0x02000000u
#define ACCESS_SYSTEM_SECURITY 0x01000000u

#define BYTE(n, i) (unsigned char)((uint32_t)(n) >> (i))
#define PART(n)    BYTE(n, 0), BYTE(n, 8), BYTE(n, 16), BYTE(n, 24)
#define SID_OF(authority, count, ...)                       \
    {                                                       \
        8 + 4 * (count),                                    \
        {                                                   \
            1, count, 0, 0, 0, 0, 0, authority, __VA_ARGS__ \
        }                                                   \
    }
#define SID_1(authority, a)    SID_OF(authority, 1, PART(a))
#define SID_2(authority, a, b) SID_OF(authority, 2, PART(a), PART(b))
#define SID_5(authority, a, b, c, d, e) \
    SID_OF(authority, 5, PART(a), PART(b), PART(c), PART(d), PART(e))

#define ALICE    SID_5(5, 21, 1, 2, 3, 1001)
#define BOB      SID_5(5, 21, 1, 2, 3, 1002)
#define PACKAGE  SID_5(15, 2, 1, 2, 3, 4)
#define CLIENT   SID_2(15, 3, 1) /* internetClient */
#define SELF     SID_1(5, 10)
#define OWNER    SID_1(3, 4)
#define EVERYONE SID_1(1, 0)

static const struct plain_sid users[] = {ALICE, ALICE, ALICE, BOB};
static const struct plain_sid groups[] = {EVERYONE, SID_2(5, 32, 545), SID_2(5, 32, 544),
                                          SID_1(5, 11), SID_2(5, 80, 7)};
static const struct plain_sid restricting[] = {SID_1(5, 12), SID_1(5, 33), EVERYONE, ALICE,
                                               SID_2(5, 32, 545)};
static const struct plain_sid packages[] = {PACKAGE, PACKAGE, SID_5(15, 2, 1, 2, 3, 5)};
static const struct plain_sid capabilities[] = {CLIENT, SID_2(15, 3, 3)};

/* Whom entries name, by theme. */
static const struct plain_sid usual[] = {
    ALICE,        ALICE, BOB,  EVERYONE,    SID_2(5, 32, 545), SID_2(5, 32, 544),
    SID_1(5, 11), OWNER, SELF, SID_1(3, 0), SID_1(5, 7)};
static const struct plain_sid of_packages[] = {PACKAGE,         SID_2(15, 2, 1), SID_2(15, 2, 1),
                                               SID_2(15, 2, 2), CLIENT,          SID_2(15, 3, 3)};
static const struct plain_sid owners[] = {ALICE,    ALICE,       BOB, SID_2(5, 32, 544),
                                          EVERYONE, SID_1(5, 12)};

static const uint32_t masks[] = {
    0x1,      0x1,        0x2,        0x2,        0x4,        0x3,     0x7,        0x120089,
    0x120116, 0x1200A0,   0x1F01FF,   0x20000,    0x40000,    0x60000, 0x80000,    0x10000,
    0x100000, 0x80000000, 0x40000000, 0x20000000, 0x10000000, 0,       0x01000001,
};

static const struct plain_mapping mappings[] = {
    {0x120089, 0x120116, 0x1200A0, 0x1F01FF}, /* File */
    {0x20019, 0x20006, 0x20039, 0xF003F},     /* Key */
    {0x2001A, 0x201E0, 0x20005, 0xF01FF},     /* Token */
    {0x20001, 0x20000, 0x120000, 0x1F0001},   /* Mutant */
    {0x1, 0x2, 0x4, 0x1F0007},
    {0x20000, 0, 0, 0x1F0001},
};

static const uint32_t levels[] = {0, 0x1000, 0x2000, 0x2000, 0x3000, 0x4000};

static const uint32_t trust_types[] = {0, 512, 1024}, trust_levels[] = {0, 1024, 4096, 8192};

/* What a question is about, beyond the usual. */
enum theme {
    THEME_USUAL,
    THEME_OBJECT = 1,
    THEME_CALLBACK = 2,
    THEME_SYSTEM_LIST = 4,
    THEME_PACKAGE = 8,
    THEME_COMPOUND = 16,
};

static enum theme theme_of(const struct plain_question *question, struct random *random)
{
    int theme = THEME_USUAL;

    if (question->type_count > 0 || random_once_in(random, 12))
        theme |= THEME_OBJECT;
    if (random_once_in(random, 4))
        theme |= THEME_CALLBACK;
    if (random_once_in(random, 8))
        theme |= THEME_COMPOUND;
    if (question->token.package.size > 0)
        theme |= THEME_PACKAGE;
    return (enum theme)theme;
}

static uint32_t random_mask(struct random *random)
{
    uint32_t mask = PICK(random, masks);

    while (random_once_in(random, 3))
        mask |= PICK(random, masks);
    return mask;
}

struct plain_sid random_plain_sid(struct random *random)
{
    return PICK(random, usual);
}

static struct plain_guid random_guid(struct random *random)
{
    struct plain_guid guid;

    memset(&guid, 0x11, sizeof guid);
    guid.bytes[0] = (unsigned char)random_below(random, PLAIN_TYPES);
    return guid;
}

static enum plain_condition random_condition(struct random *random)
{
    return (enum plain_condition)random_below(random, PLAIN_CONDITIONS);
}

static void random_others(struct random *random, struct plain_token *token)
{
    token->restricting_count = 1 + random_below(random, 3);
    for (unsigned i = 0; i < token->restricting_count; i++)
        token->restricting[i] = PICK(random, restricting);
    token->write_restricted = random_once_in(random, 3);
}

static void random_package(struct random *random, struct plain_token *token)
{
    token->package = PICK(random, packages);
    token->capability_count = random_below(random, 3);
    for (unsigned i = 0; i < token->capability_count; i++)
        token->capabilities[i] = PICK(random, capabilities);
    token->less_privileged = random_once_in(random, 3);
    token->integrity = 0x1000;
}

void random_plain_policies(struct random *random, struct plain_system *system)
{
    system->whole_request_twice = !random_once_in(random, 4);
    system->relabel_grants = random_once_in(random, 4);
    system->children_count = random_once_in(random, 4);
    system->maximum_clipped = random_once_in(random, 4);
    system->typed_as_plain = random_once_in(random, 4);
    system->package_denials_count = random_once_in(random, 4);
}

struct plain_token random_plain_token(struct random *random, const struct plain_system *system)
{
    static const uint32_t attributes[] = {7, 7, 7, 7, 0, 1, 0x10, 4, 0x14, 0xE};
    struct plain_token token = {
        .count = 1 + random_below(random, 5),
        .sids[0] = PICK(random, users),
        .attributes[0] = random_once_in(random, 8) ? 0x10 : 0,
        .integrity = PICK(random, levels),
        .mandatory_policy = random_once_in(random, 3) ? random_below(random, 4) : 3,
        .security = random_once_in(random, 3),
        .take_ownership = random_once_in(random, 4),
        .relabel = random_once_in(random, 4),
    };

    for (unsigned i = 1; i < token.count; i++) {
        token.sids[i] = PICK(random, groups);
        token.attributes[i] = PICK(random, attributes);
    }
    if (random_once_in(random, 3))
        random_others(random, &token);
    if (random_once_in(random, 3)) {
        token.trust_type = PICK(random, trust_types);
        token.trust_level = PICK(random, trust_levels);
    }
    if (system->has_lowbox && random_once_in(random, 4))
        random_package(random, &token);
    return token;
}

static unsigned char random_type(struct random *random, enum theme theme)
{
    static const unsigned char all[] = {0, 0, 0, 1, 1, 2, 0x11, 0x12};
    static const unsigned char object[] = {5, 5, 6};
    static const unsigned char callback[] = {9, 9, 10};
    static const unsigned char both[] = {11, 11, 12};

    if ((theme & THEME_COMPOUND) && random_once_in(random, 3))
        return 4;
    if ((theme & THEME_OBJECT) && (theme & THEME_CALLBACK) && random_once_in(random, 3))
        return PICK(random, both);
    if ((theme & THEME_OBJECT) && !random_once_in(random, 3))
        return PICK(random, object);
    if ((theme & THEME_CALLBACK) && !random_once_in(random, 3))
        return PICK(random, callback);
    return random_once_in(random, 8) ? PICK(random, all) : random_once_in(random, 3);
}

static struct plain_entry random_entry(struct random *random, enum theme theme)
{
    static const unsigned char flags[] = {0, 0, 0, 0, 0, 0, 8, 0x10, 3};
    struct plain_entry entry = {
        .type = random_type(random, theme),
        .flags = PICK(random, flags),
        .mask = random_mask(random),
        .sid = PICK(random, usual),
        .condition = random_condition(random),
    };

    if ((theme & THEME_PACKAGE) && random_once_in(random, 2))
        entry.sid = PICK(random, of_packages);
    else if (random_once_in(random, 5))
        entry.sid = PICK(random, restricting);
    if (entry.type == 4)
        entry.server = PICK(random, groups);
    if (entry.type == 5 || entry.type == 6 || entry.type == 11 || entry.type == 12) {
        entry.has_type = !random_once_in(random, 6);
        entry.object_type = random_guid(random);
    }
    return entry;
}

struct plain_entry random_plain_entry(struct random *random, const struct plain_question *question)
{
    return random_entry(random, theme_of(question, random));
}

static void random_dacl(struct random *random, const struct plain_question *question,
                        struct plain_list *dacl)
{
    const enum theme theme = theme_of(question, random);

    *dacl = (struct plain_list){.absent = random_once_in(random, 30)};
    dacl->null = !dacl->absent && random_once_in(random, 30);
    if (dacl->absent || dacl->null)
        return;
    dacl->count = random_below(random, 8);
    for (unsigned i = 0; i < dacl->count; i++)
        dacl->entries[i] = random_entry(random, theme);
}

static struct plain_entry random_label(struct random *random)
{
    const uint32_t level = PICK(random, levels);
    const struct plain_sid sid = SID_1(16, level);

    return (struct plain_entry){
        .type = 0x11,
        .flags = random_once_in(random, 5) ? 8 : 0,
        .mask = random_once_in(random, 2) ? 1 : random_below(random, 8),
        .sid = sid,
    };
}

static struct plain_entry random_trust(struct random *random)
{
    const uint32_t type = PICK(random, trust_types), level = PICK(random, trust_levels);
    const struct plain_sid sid = SID_2(19, type, level);

    return (struct plain_entry){
        .type = 0x14,
        .flags = random_once_in(random, 5) ? 8 : 0,
        .mask = random_mask(random),
        .sid = sid,
    };
}

static struct plain_entry random_filter(struct random *random)
{
    const struct plain_sid everyone = EVERYONE;

    return (struct plain_entry){
        .type = 0x15,
        .flags = random_once_in(random, 5) ? 8 : 0,
        .mask = random_mask(random),
        .sid = everyone,
        .condition = random_condition(random),
    };
}

static void random_sacl(struct random *random, struct plain_list *sacl)
{
    const bool more = random_once_in(random, 4);

    *sacl = (struct plain_list){.absent = random_once_in(random, 3)};
    if (sacl->absent)
        return;
    for (uint32_t i = 0; i < 3; i++) {
        const uint32_t kind = random_below(random, more ? 6 : 20);

        if (kind < 2)
            sacl->entries[sacl->count++] = random_label(random);
        else if (more && kind == 2)
            sacl->entries[sacl->count++] = random_trust(random);
        else if (more && kind == 3)
            sacl->entries[sacl->count++] = random_filter(random);
    }
}

static void random_types(struct random *random, struct plain_question *question)
{
    unsigned deepest = 0;

    question->type_count = 0;
    if (!random_once_in(random, 4))
        return;
    question->type_count = 1 + random_below(random, 7);
    for (unsigned i = 0; i < question->type_count; i++) {
        const unsigned level = i == 0 ? 0 : 1 + random_below(random, deepest + 1);

        question->types[i] = (struct plain_type){.level = level > 4 ? 4 : level};
        memset(&question->types[i].guid, 0x11, sizeof question->types[i].guid);
        question->types[i].guid.bytes[0] = (unsigned char)i;
        deepest = question->types[i].level;
    }
}

static uint32_t random_desired(struct random *random, const struct plain_mapping *mapping)
{
    uint32_t desired = random_once_in(random, 3) ? 0 : random_mask(random);

    if (reference_map(mapping, desired) == 0)
        desired = 0;

    if (random_once_in(random, 3))
        desired |= MAXIMUM_ALLOWED;
    if (random_once_in(random, 10))
        desired |= ACCESS_SYSTEM_SECURITY;
    return desired;
}

void random_plain_rest(struct random *random, struct plain_question *question)
{
    const struct plain_sid none = {.size = 0};

    question->impersonating = random_once_in(random, 2);
    question->kernel_mode = random_once_in(random, 60);
    question->level =
        random_once_in(random, 12) ? random_below(random, 2) : 2 + random_below(random, 2);
    question->mapping = PICK(random, mappings);
    question->desired = random_desired(random, &question->mapping);
    question->previous = random_once_in(random, 6) ? random_mask(random) & 0x1F01FF : 0;
    question->self = random_once_in(random, 3) ? PICK(random, usual) : none;
    random_types(random, question);
    question->each_node = question->type_count > 0 && random_once_in(random, 2);
    if (question->each_node)
        question->previous = 0;
    question->descriptor.owner = PICK(random, owners);
    question->descriptor.group = PICK(random, owners);
    random_dacl(random, question, &question->descriptor.dacl);
    random_sacl(random, &question->descriptor.sacl);
}
