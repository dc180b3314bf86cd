#include "scenario/fields.h"

#include "scenario/calls/rows.h"
#include "scenario/kinds_private.h"
#include "scenario/runner.h"

#include "ntsrm/minwinbase.h"
#include "ntsrm/ntlpcapi.h"
#include "ntsrm/rpc.h"
#include "ntsrm/srm.h"
#include "rtl/integrity.h"
#include "rtl/luid.h"

#include <string.h>

/* ---- the table ---- */

/* Fields are numbered through; FIRST_x is the first one of a structure. */
enum field_id {
#define STRUCTURE(id, noun, type)                       FIRST_##id, BEFORE_##id = FIRST_##id - 1,
#define FIELD(structure, name, kind, form, offset, use) ID_##structure##_##name,
#include "scenario/fields.def"
    FIELD_COUNT
};

static const struct field fields[] = {
#define FIELD(structure_id, text, what, how, where, when)              \
    [ID_##structure_id##_##text] = {.structure = SPACE_##structure_id, \
                                    .name = #text,                     \
                                    .kind = KIND_##what,               \
                                    .form = FIELD_##how,               \
                                    .use = FIELD_##when,               \
                                    .offset = (where)},
#include "scenario/fields.def"
    [FIELD_COUNT] = {.structure = SPACE_NONE},
};

static const struct structure {
    size_t size;
    enum field_id first;
    const char *name;
} structures[] = {
#define STRUCTURE(id, noun, type) \
    [SPACE_##id - SPACE_STRUCTURES] = {.size = sizeof(type), .first = FIRST_##id, .name = #type},
#include "scenario/fields.def"
};

static const uint16_t informations[MaxTokenInfoClass] = {
#define INFORMATION(class, type) [class] = SPACE_##class,
#include "scenario/fields.def"
};

const struct field *field_at(size_t index)
{
    return index < FIELD_COUNT ? &fields[index] : NULL;
}

enum word_space information_structure(uint64_t class)
{
    return class < MaxTokenInfoClass ? (enum word_space)informations[class] : SPACE_NONE;
}

static const struct structure *structure_row(enum word_space structure)
{
    return &structures[structure - SPACE_STRUCTURES];
}

const struct field *structure_fields(enum word_space structure)
{
    return &fields[structure_row(structure)->first];
}

size_t structure_size(enum word_space structure)
{
    bool is_one = structure > SPACE_BEFORE_STRUCTURES && structure < SPACE_PARAMETERS;
    return is_one ? structure_row(structure)->size : 0;
}

const struct field *field_find(struct runner *run, enum word_space structure,
                               const struct node *key)
{
    const struct word *word = word_of(run, structure, key);
    if (word) {
        return &fields[word->value];
    }
    problem_word(run, key, structure);
    return NULL;
}

/* ---- how values lie in a structure ---- */

static void read_list(const struct field *field, const char *place, struct value *value)
{
    const TOKEN_GROUPS *groups = (const void *)place;
    const TOKEN_PRIVILEGES *privileges = (const void *)place;
    DWORD count;
    memcpy(&count, place, sizeof count);
    value->number = count;
    if (field->form == FIELD_COUNTED) {
        memcpy(&value->pointer, place + 2 * sizeof(DWORD), sizeof value->pointer);
    } else {
        value->pointer = field->form == FIELD_GROUPS ? (const void *)groups->Groups
                                                     : (const void *)privileges->Privileges;
    }
}

void field_read(const struct field *field, const void *structure, struct value *value)
{
    const char *place = (const char *)structure + field->offset;
    SID_AND_ATTRIBUTES group;
    USHORT half;
    ULONG word;
    LUID luid;
    switch (field->form) {
    case FIELD_UCHAR:
        value->number = (unsigned char)*place;
        break;
    case FIELD_USHORT:
        memcpy(&half, place, sizeof half);
        value->number = half;
        break;
    case FIELD_ULONG:
        memcpy(&word, place, sizeof word);
        value->number = word;
        break;
    case FIELD_LUID:
        memcpy(&luid, place, sizeof luid);
        value->number = rtl_luid_value(luid);
        break;
    case FIELD_LARGE_INTEGER:
        memcpy(&value->number, place, sizeof value->number);
        break;
    case FIELD_HANDLE:
        memcpy(&value->pointer, place, sizeof value->pointer);
        value->number = (uintptr_t)value->pointer;
        break;
    case FIELD_POINTER:
        memcpy(&value->pointer, place, sizeof value->pointer);
        break;
    case FIELD_SID_AND_ATTRIBUTES:
        memcpy(&group, place, sizeof group);
        *value = (struct value){.number = group.Attributes, .pointer = group.Sid};
        break;
    case FIELD_NAME:
        value->pointer = place;
        break;
    case FIELD_GROUPS:
    case FIELD_PRIVILEGES:
    case FIELD_COUNTED:
    default:
        read_list(field, place, value);
        break;
    }
}

/* Lists are only ever read. */
static void field_write(const struct field *field, char *structure, const struct value *value)
{
    char *place = structure + field->offset;
    const uintptr_t handle = (uintptr_t)value->number;
    const USHORT half = (USHORT)value->number;
    const ULONG word = (ULONG)value->number;
    const LUID luid = rtl_luid_from(value->number);
    switch ((int)field->form) {
    case FIELD_UCHAR:
        *place = (char)value->number;
        break;
    case FIELD_USHORT:
        memcpy(place, &half, sizeof half);
        break;
    case FIELD_ULONG:
        memcpy(place, &word, sizeof word);
        break;
    case FIELD_LUID:
        memcpy(place, &luid, sizeof luid);
        break;
    case FIELD_LARGE_INTEGER:
        memcpy(place, &value->number, sizeof value->number);
        break;
    case FIELD_HANDLE:
        memcpy(place, &handle, sizeof handle);
        break;
    case FIELD_SID_AND_ATTRIBUTES:
        memcpy(place, &value->pointer, sizeof value->pointer);
        memcpy(place + offsetof(SID_AND_ATTRIBUTES, Attributes), &word, sizeof word);
        break;
    case FIELD_NAME:
        memcpy(place, value->pointer, TOKEN_SOURCE_LENGTH);
        break;
    default:
        memcpy(place, &value->pointer, sizeof value->pointer);
        break;
    }
}

/* ---- pointers inside a structure, which may be bad too ---- */

/* A list that announces an entry and has none; a SID of a revision that there is not. */
static const ACL malformed_acl = {
    .AclRevision = ACL_REVISION, .AclSize = sizeof malformed_acl, .AceCount = 1};
static const SID malformed_sid = {.Revision = SID_REVISION + 1, .SubAuthorityCount = 1};

static const void *malformed(enum kind kind)
{
    if (kind == KIND_DACL || kind == KIND_SACL) {
        return &malformed_acl;
    }
    return kind == KIND_SID || kind == KIND_USER || kind == KIND_LABEL ? &malformed_sid : NULL;
}

bool inner_parse(struct runner *run, const struct node *node, enum kind kind, struct value *value)
{
    const bool quoted = node->kind != NODE_SCALAR || node->quoted;
    *value = (struct value){.number = 0};
    if (!quoted && node_is(node, "NULL")) {
        return true;
    }
    if (!quoted && node_is(node, "UNREADABLE")) {
        value->pointer = SRM_UNREADABLE;
        return run->step.user_mode ||
               problem(run, node, "a call from kernel mode believes its pointers");
    }
    if (!quoted && node_is(node, "MALFORMED") && malformed(kind)) {
        value->pointer = malformed(kind);
        return true;
    }
    return kind_parse(run, node, kind, value);
}

static bool is_pointer(const struct field *field)
{
    return field->form == FIELD_POINTER || field->form == FIELD_SID_AND_ATTRIBUTES;
}

/* ---- whole structures ---- */

bool field_parse(struct runner *run, const struct node *node, const struct field *field,
                 char *structure)
{
    struct value value = {.number = 0};
    if (field->use == FIELD_READ) {
        return problem(run, node, "'%s' comes back, but cannot be written", field->name);
    }
    if (!(is_pointer(field) ? inner_parse(run, node, field->kind, &value)
                            : kind_parse(run, node, field->kind, &value))) {
        return false;
    }
    field_write(field, structure, &value);
    return true;
}

/* What the mapping has not said. */
static bool complete(struct runner *run, const struct node *node, enum word_space structure,
                     uint64_t seen, char *bytes)
{
    const struct structure *row = structure_row(structure);
    for (const struct field *field = structure_fields(structure); field->structure == structure;
         field++, seen >>= 1) {
        if (seen & 1) {
            continue;
        }
        if (field->use == FIELD_NEEDED) {
            return problem(run, node, "%s needs '%s'", row->name, field->name);
        }
        if (field->use == FIELD_SIZE) {
            field_write(field, bytes, &(struct value){.number = row->size});
        }
    }
    return true;
}

bool structure_parse(struct runner *run, const struct node *node, enum word_space structure,
                     struct value *value)
{
    const struct structure *row = structure_row(structure);
    uint64_t seen = 0;
    bool right = true;
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, "a mapping from fields");
    }
    char *bytes = arena_alloc(&run->arena, row->size);
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        const struct field *field = field_find(run, structure, key);
        right = field && field_parse(run, resolved(run, key + 1), field, bytes) && right;
        seen |= field ? UINT64_C(1) << (field - structure_fields(structure)) : 0;
    }
    *value = (struct value){.number = row->size, .pointer = bytes};
    return complete(run, node, structure, seen, bytes) && right;
}

static bool kind_structure_parse(struct runner *run, const struct node *node, enum kind kind,
                                 struct value *value)
{
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    return structure_parse(run, node, kind_row(kind)->words, value);
}

static void kind_structure_print(struct runner *run, enum kind kind, const struct value *value,
                                 struct text *text)
{
    const enum word_space structure = kind_row(kind)->words;
    const char *separator = "{";
    for (const struct field *field = structure_fields(structure); field->structure == structure;
         field++) {
        struct value part = {.number = 0};
        if (field->use == FIELD_SIZE) {
            continue;
        }
        field_read(field, value->pointer, &part);
        text_append_format(text, "%s%s: ", separator, field->name);
        separator = ", ";
        if (field->form == FIELD_POINTER && !part.pointer) {
            text_append_string(text, "NULL");
        } else {
            kind_print(run, field->kind, &part, text);
        }
    }
    text_append_string(text, "}");
}

const struct kind_behaviour kind_structure = {
    .parse = kind_structure_parse,
    .print = kind_structure_print,
    .same = same_pointer,
};

/* ---- a list of one attribute: the token of a process to be ---- */

static bool attribute_list_parse(struct runner *run, const struct node *node, enum kind kind,
                                 struct value *value)
{
    if (!kind_structure_parse(run, node, kind, value)) {
        return false;
    }
    PS_ATTRIBUTE_LIST *list = unconst(value->pointer);
    list->TotalLength = sizeof *list;
    list->Attributes[0].Attribute = PS_ATTRIBUTE_TOKEN;
    list->Attributes[0].Size = sizeof(HANDLE);
    return true;
}

const struct kind_behaviour kind_attribute_list = {
    .parse = attribute_list_parse,
    .print = kind_structure_print,
    .same = same_pointer,
};

/* ---- a pointer to a structure of which only the first field is written ---- */

static bool pointed_parse(struct runner *run, const struct node *node, enum kind kind,
                          struct value *value)
{
    const struct structure *row = structure_row(kind_row(kind)->words);
    char *bytes = arena_alloc(&run->arena, row->size);
    *value = (struct value){.number = row->size, .pointer = bytes};
    return field_parse(run, node, structure_fields(kind_row(kind)->words), bytes);
}

static void pointed_print(struct runner *run, enum kind kind, const struct value *value,
                          struct text *text)
{
    const struct field *field = structure_fields(kind_row(kind)->words);
    struct value part = {.number = 0};
    field_read(field, value->pointer, &part);
    kind_print(run, field->kind, &part, text);
}

const struct kind_behaviour kind_pointed = {
    .parse = pointed_parse,
    .print = pointed_print,
    .same = same_pointer,
};

/* ---- TokenInformation: what it is depends on the class ---- */

static bool token_information_parse(struct runner *run, const struct node *node, enum kind kind,
                                    struct value *value)
{
    const enum word_space structure = information_structure(run->step.information_class);
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    if (structure != SPACE_NONE) {
        return structure_parse(run, node, structure, value);
    }
    *value =
        (struct value){.number = sizeof(ULONG), .pointer = arena_alloc(&run->arena, sizeof(ULONG))};
    return node->count == 0 ||
           problem(run, node, "information of this class has no fields here; write {}");
}

void information_from_number(struct runner *run, uint64_t information_class, uint32_t number,
                             struct value *value)
{
    const enum word_space structure = information_structure(information_class);
    const struct field *field = structure_fields(structure);
    struct value part = {.number = number};
    char *bytes = arena_alloc(&run->arena, structure_size(structure));
    if (field->kind == KIND_LABEL) {
        SE_SID *sid = arena_alloc(&run->arena, sizeof *sid);
        rtl_integrity_to_sid(number, sid);
        part = (struct value){.number = SE_GROUP_INTEGRITY, .pointer = sid};
    }
    field_write(field, bytes, &part);
    value->pointer = bytes;
}

const struct kind_behaviour kind_token_information = {.parse = token_information_parse};

/* ---- PROCESS_INFORMATION: its parts are bound under names, and never compared as a whole ---- */

static bool process_information_parse(struct runner *run, const struct node *node, enum kind kind,
                                      struct value *value)
{
    (void)value;
    return problem_kind(run, node, kind_row(kind)->description);
}

const struct kind_behaviour kind_process_information = {.parse = process_information_parse};
