/* Sources: wdm OBJECT_ATTRIBUTES, ZwOpenEvent, ZwCreateFile; access-check.md A-70. */
#include "nt/name.h"

#include "client/privilege.h"
#include "ex/pool.h"
#include "ex/rules.h"
#include "ipc/pipe.h"
#include "nt/probe.h"
#include "se/traverse.h"

#include <string.h>

/* By how much a link can make a name longer, and its end. */
#define LINK_GROWTH 17u
#define PIPE_DEVICE "\\Device\\NamedPipe"

/* ---- the name ---- */

/* All pipes are below the root directory of their device, and none below the device. */
static NTSTATUS find_pipes(const struct srm_world *w, const struct ipc_pipe_device *device,
                           struct ob_path *root)
{
    if (!rule_on(w, name, root_of_pipes, device->root, ob_fact("RootDirectory", device)))
        return STATUS_OBJECT_NAME_INVALID;
    *root = (struct ob_path){.text = L"" PIPE_DEVICE, .length = sizeof PIPE_DEVICE - 1};
    return STATUS_SUCCESS;
}

/* What the name begins in; no text if it begins at the root of all names. */
static NTSTATUS find_root(const struct nt_seeker *seeker, HANDLE handle, struct ob_path *root)
{
    struct srm_world *w = seeker->caller->header.world;
    struct nt_found found;
    NTSTATUS status;

    *root = (struct ob_path){.text = NULL};
    if (!handle)
        return STATUS_SUCCESS;
    status = nt_find_object(seeker->caller, handle, NULL, &found);
    if (!NT_SUCCESS(status))
        return status;
    if (rule_on(w, name, below_pipe_device,
                ((struct ob_header *)found.object)->type == &ipc_pipe_device_type,
                ob_fact("RootDirectory", found.object)))
        return find_pipes(w, found.object, root);
    struct ob_named *object = ob_is_named(found.object) ? found.object : NULL;

    if (!rule_on(w, name, root_holds, object && object->container && object->path,
                 ob_fact("RootDirectory", found.object)))
        return STATUS_OBJECT_TYPE_MISMATCH;
    *root = (struct ob_path){.text = object->path, .length = object->length};
    return STATUS_SUCCESS;
}

/* The caller's characters behind those of the root. */
static NTSTATUS read_name(const struct nt_seeker *seeker, const struct nt_attributes *attributes,
                          struct ob_path root, struct nt_place *place)
{
    struct srm_world *w = seeker->caller->header.world;
    UNICODE_STRING given = {.Length = 0};
    uint32_t before = root.text ? root.length + 1 : 0;
    NTSTATUS status = STATUS_SUCCESS;

    if (attributes->name)
        status = nt_capture(seeker->caller, &given, attributes->name, sizeof given);
    if (NT_SUCCESS(status) && given.Length > 0)
        status = nt_probe(seeker->caller, given.Buffer);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule(w, pool, captured_name, ex_pool_grants(w->pool, EX_ALLOCATION_CapturedName)))
        return STATUS_INSUFFICIENT_RESOURCES;
    place->path.length = before + given.Length / (uint32_t)sizeof(WCHAR);
    place->text = ex_alloc(w->pool, EX_KIND_Captured,
                           (place->path.length + LINK_GROWTH) * sizeof *place->text);
    place->path.text = place->text;
    if (root.text) {
        memcpy(place->text, root.text, root.length * sizeof *place->text);
        place->text[root.length] = '\\';
    }
    if (given.Length > 0)
        memcpy(place->text + before, given.Buffer, given.Length / sizeof(WCHAR) * sizeof(WCHAR));
    return STATUS_SUCCESS;
}

/* A name that says nothing is that of the root itself; a directory of files may end in \. */
static void drop_last_separator(const struct nt_seeker *seeker, struct ob_path *path, bool rooted)
{
    bool empty_in_root = rooted && path->length > 1 && path->text[path->length - 1] == '\\';
    bool directory = seeker->type->mapped == RTL_MAPPED_File && path->length > 1 &&
                     path->text[path->length - 1] == '\\';

    if (empty_in_root || directory)
        path->length--;
}

/* ---- links ---- */

/* A link that every system has, and what it stands for; * is one part of a name. */
static const struct {
    const char *link, *target;
    bool remote;
} links[] = {
    {"\\??\\pipe", PIPE_DEVICE, false},
    {"\\??\\UNC\\*\\pipe", PIPE_DEVICE, true},
};

static WCHAR lower_case(WCHAR letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
}

/* How much of the path the pattern covers; 0 if it does not begin so, or goes on within a part. */
static uint32_t covered(struct ob_path path, const char *pattern)
{
    uint32_t at = 0;

    for (; *pattern; pattern++) {
        if (*pattern == '*') {
            while (at < path.length && path.text[at] != '\\')
                at++;
        } else if (at == path.length || lower_case(path.text[at]) != lower_case((WCHAR)*pattern)) {
            return 0;
        } else {
            at++;
        }
    }
    return at == path.length || path.text[at] == '\\' ? at : 0;
}

static void follow_link(struct nt_place *place, uint32_t length, const char *target)
{
    const uint32_t growth = (uint32_t)strlen(target);

    memmove(place->text + growth, place->text + length,
            (place->path.length - length) * sizeof *place->text);
    for (uint32_t i = 0; i < growth; i++)
        place->text[i] = (WCHAR)target[i];
    place->path.length += growth - length;
}

static void follow_links(struct nt_place *place)
{
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        const uint32_t length = covered(place->path, links[i].link);

        if (length > 0) {
            follow_link(place, length, links[i].target);
            place->remote = links[i].remote;
        }
    }
    const uint32_t device = covered(place->path, PIPE_DEVICE);

    place->of_pipe = device > 0;
    place->pipe_device = place->of_pipe && device == place->path.length;
}

static bool has_empty_part(struct ob_path path)
{
    for (uint32_t i = 0; i < path.length; i++)
        if (path.text[i] == '\\' && (i + 1 == path.length || path.text[i + 1] == '\\'))
            return true;
    return false;
}

static NTSTATUS check_syntax(const struct nt_seeker *seeker, struct ob_path root,
                             struct ob_path *path)
{
    const struct srm_world *w = seeker->caller->header.world;
    bool rooted = root.text != NULL;
    uint32_t start = rooted ? root.length + 1 : 0;
    bool separated = path->length > start && path->text[start] == '\\';

    if (!rule(w, name, begins_right, rooted ? !separated : separated))
        return STATUS_OBJECT_PATH_SYNTAX_BAD;
    drop_last_separator(seeker, path, rooted && path->length == start);
    return rule(w, name, parts_named, !has_empty_part(*path)) ? STATUS_SUCCESS
                                                              : STATUS_OBJECT_NAME_INVALID;
}

/* ---- the way ---- */

/* The right to pass through; 0 where none is needed: keys are not traversed. */
static ACCESS_MASK traverse_right(const struct ob_named *container)
{
    switch ((int)container->header.type->mapped) {
    case RTL_MAPPED_File:
        return FILE_TRAVERSE;
    case RTL_MAPPED_Directory:
        return DIRECTORY_TRAVERSE;
    default:
        return 0;
    }
}

static const struct se_token *token_of(const struct nt_seeker *seeker)
{
    return seeker->subject->ClientToken ? seeker->subject->ClientToken
                                        : seeker->subject->PrimaryToken;
}

static NTSTATUS traverse(const struct nt_seeker *seeker, const struct ob_named *container)
{
    const struct srm_world *w = seeker->caller->header.world;
    const struct rtl_descriptor *descriptor = container->header.descriptor;
    ACCESS_MASK right = traverse_right(container), granted;

    if (!rule_on(w, name, traversed, right != 0, ob_fact("container", container)))
        return STATUS_SUCCESS;
    if (descriptor) {
        const struct rtl_view view = rtl_view_of(descriptor);

        if (se_fast_traverse_check(w, token_of(seeker), &view,
                                   rtl_mapping(w->profile, container->header.type->mapped), right))
            return STATUS_SUCCESS;
    }
    const struct nt_wish wish = {
        .subject = *seeker->subject,
        .desired = right,
        .flags = seeker->flags,
    };
    return nt_check_object(seeker->caller, &wish, &container->header, &granted);
}

/* One container on the way, which ends in front of a separator. */
static NTSTATUS pass(const struct nt_seeker *seeker, struct ob_path path, bool unchecked,
                     struct nt_place *place)
{
    const struct srm_world *w = seeker->caller->header.world;
    bool keys = seeker->type->mapped == RTL_MAPPED_Key;
    struct ob_named *object = ob_named_find(w, path);

    place->container = object;
    if (!rule(w, name, path_goes_on, object ? object->container : ob_named_place(w, path)))
        return rule(w, name, missing_key, keys) ? STATUS_OBJECT_NAME_NOT_FOUND
                                                : STATUS_OBJECT_PATH_NOT_FOUND;
    return object && !unchecked ? traverse(seeker, object) : STATUS_SUCCESS;
}

static NTSTATUS walk(const struct nt_seeker *seeker, struct nt_place *place)
{
    struct srm_world *w = seeker->caller->header.world;
    bool unchecked = rule_on(w, name, traverse_unchecked,
                             nt_checked_mode(seeker->caller, seeker->flags) == KernelMode ||
                                 se_token_has_enabled(token_of(seeker), SE_CHANGE_NOTIFY_PRIVILEGE),
                             TOKEN("caller's token", token_of(seeker)));
    NTSTATUS status = STATUS_SUCCESS;

    for (uint32_t i = 1; i < place->path.length && NT_SUCCESS(status); i++)
        if (place->text[i] == '\\')
            status =
                pass(seeker, (struct ob_path){.text = place->text, .length = i}, unchecked, place);
    if (NT_SUCCESS(status))
        place->object = ob_named_find(w, place->path);
    return status;
}

NTSTATUS nt_find_place(const struct nt_seeker *seeker, const struct nt_attributes *attributes,
                       struct nt_place *place)
{
    struct srm_world *w = seeker->caller->header.world;
    struct ob_path root;
    NTSTATUS status = find_root(seeker, attributes->root, &root);

    *place = (struct nt_place){.object = NULL};
    if (NT_SUCCESS(status))
        status = read_name(seeker, attributes, root, place);
    if (NT_SUCCESS(status)) {
        place->directory = place->path.length > 0 && place->text[place->path.length - 1] == '\\';
        status = check_syntax(seeker, root, &place->path);
    }
    if (NT_SUCCESS(status)) {
        follow_links(place);
        if (rule(w, name, of_pipe, place->of_pipe))
            place->object = ob_named_find(w, place->path);
        else
            status = walk(seeker, place);
    }
    if (!NT_SUCCESS(status))
        nt_place_release(w, place);
    return status;
}

void nt_place_release(struct srm_world *w, struct nt_place *place)
{
    if (place->text)
        ex_free(w->pool, place->text);
    *place = (struct nt_place){.object = NULL};
}

NTSTATUS nt_object_at(const struct nt_seeker *seeker, const struct nt_place *place)
{
    const struct srm_world *w = seeker->caller->header.world;

    if (!rule_on(w, name, leads_to_object, place->object != NULL, ob_fact("object", place->object)))
        return STATUS_OBJECT_NAME_NOT_FOUND;
    return rule_on(w, name, type_matches, place->object->header.type == seeker->type,
                   ob_fact("object", place->object))
               ? STATUS_SUCCESS
               : STATUS_OBJECT_TYPE_MISMATCH;
}
