/* Files, keys, events and the other objects that have no state of their own. */
#include "scenario/fixtures.h"

#include "scenario/kinds_private.h"
#include "scenario/runner.h"

#include "ob/named.h"

#include <string.h>

/* What is not written of a descriptor. */
static const struct rtl_descriptor usual = {
    .references = 1,
    .has_owner = true,
    .has_group = true,
    .owner.Sid = {.Revision = SID_REVISION,
                  .SubAuthorityCount = 1,
                  .IdentifierAuthority = SECURITY_NT_AUTHORITY,
                  .SubAuthority = {SECURITY_LOCAL_SYSTEM_RID}},
    .group.Sid = {.Revision = SID_REVISION,
                  .SubAuthorityCount = 1,
                  .IdentifierAuthority = SECURITY_NT_AUTHORITY,
                  .SubAuthority = {SECURITY_LOCAL_SYSTEM_RID}},
    .integrity = SECURITY_MANDATORY_MEDIUM_RID,
    .label_mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
};

/* ---- type ---- */

/* The others are declared where their state can be said. */
static const char *section_of(enum rtl_mapped_type type)
{
    return type == RTL_MAPPED_Token ? "tokens" : type == RTL_MAPPED_Job ? "jobs" : "processes";
}

static bool read_type(struct runner *run, const struct node *key, const struct node *node,
                      const struct ob_type **type)
{
    struct value value = {.number = 0};
    if (!node) {
        return problem(run, key, "the object '%s' has no type", key->text);
    }
    if (!kind_parse(run, node, KIND_OBJECT_TYPE, &value)) {
        return false;
    }
    if (value.number >= RTL_MAPPED_COUNT) {
        return problem_kind(run, node, "the name of a type");
    }
    const enum rtl_mapped_type mapped = (enum rtl_mapped_type)value.number;
    *type = ob_named_type(mapped);
    if (!*type) {
        problem(run, node, "an object cannot be a %s here", rtl_mapped_name(mapped));
        return problem_help(run, "declare it under '%s'", section_of(mapped));
    }
    return true;
}

/* ---- can it hold others? ---- */

static bool always_holds(enum rtl_mapped_type type)
{
    return type == RTL_MAPPED_Key || type == RTL_MAPPED_Directory || type == RTL_MAPPED_DsObject;
}

static bool read_container(struct runner *run, const struct node *node, enum rtl_mapped_type type,
                           bool *container)
{
    struct value value = {.number = always_holds(type)};
    if (node && !kind_parse(run, node, KIND_BOOLEAN, &value)) {
        return false;
    }
    *container = value.number != 0;
    if (node && type != RTL_MAPPED_File && *container != always_holds(type)) {
        return problem(run, node, "an object of type %s %s", rtl_mapped_name(type),
                       *container ? "holds no other objects" : "is always a container");
    }
    return true;
}

/* ---- path ---- */

static bool is_path(const char *text)
{
    bool right = text[0] == '\\';
    for (const char *at = text; right && *at; at++) {
        right = at[0] != '\\' || (at[1] != '\0' && at[1] != '\\');
    }
    return right;
}

static char lower_case(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter;
}

/* How many characters both begin with. */
static size_t common(const char *one, const char *other)
{
    size_t length = 0;
    while (one[length] && lower_case(one[length]) == lower_case(other[length])) {
        length++;
    }
    return length;
}

/* Against one that was declared before. */
static bool check_neighbour(struct runner *run, const struct node *node, const struct name *name,
                            const struct name *other)
{
    const size_t length = common(name->path, other->path);
    const char end = name->path[length], other_end = other->path[length];
    if (end == '\0' && other_end == '\0') {
        return problem(run, node, "'%s' has this path already", other->text);
    }
    if ((end == '\\' && other_end == '\0' && !other->container) ||
        (end == '\0' && other_end == '\\' && !name->container)) {
        const struct name *holder = end == '\\' ? other : name;
        problem(run, node, "'%s' would be inside of '%s', which is no container",
                end == '\\' ? name->text : other->text, holder->text);
        return problem_help(run, "write 'container: true' for '%s'", holder->text);
    }
    return true;
}

static bool read_path(struct runner *run, const struct node *node, struct name *name,
                      struct ob_path *path)
{
    struct value value = {.pointer = NULL};
    *path = (struct ob_path){.text = NULL};
    if (!node) {
        return true;
    }
    if (!kind_parse(run, node, KIND_UNICODE_STRING, &value)) {
        return false;
    }
    if (!is_path(node->text)) {
        problem_kind(run, node, "a path from the root of all names");
        return problem_help(run, "such as '\\??\\C:\\docs\\report' or '\\BaseNamedObjects\\ready'");
    }
    name->path = node->text;
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *other = run->names.names[i];
        if (other != name && other->kind == NAME_OBJECT && other->path &&
            !check_neighbour(run, node, name, other)) {
            return false;
        }
    }
    const UNICODE_STRING *text = value.pointer;
    *path = (struct ob_path){
        .text = text->Buffer,
        .length = text->Length / (uint32_t)sizeof(WCHAR),
    };
    return true;
}

bool fixtures_object(struct runner *run, const struct node *key, const struct node *value)
{
    struct keyed keys;
    struct ob_path path;
    const struct ob_type *type;
    struct rtl_descriptor *descriptor = NULL;
    struct name *name = names_find(run, key->text, key->length, key->hash);
    if (!keys_collect(run, value, SPACE_OBJECT, &keys) ||
        !read_type(run, key, key_value(keys, OBJECT, type), &type) ||
        !read_container(run, key_value(keys, OBJECT, container), type->mapped, &name->container) ||
        !read_path(run, key_value(keys, OBJECT, path), name, &path)) {
        return false;
    }
    const struct node *security = key_value(keys, OBJECT, descriptor);
    if (security && !descriptor_parse(run, security, &usual, &descriptor)) {
        return false;
    }
    name->state = NAME_READY;
    if (!run->dry) {
        name->object = ob_named_new(run->world, type, path, name->container, descriptor);
    }
    return true;
}
