#include "rtl/inherit.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/integrity.h"
#include "rtl/mapping.h"
#include "rtl/sid.h"

#include <string.h>

/* The entries of a list to be; they point into the lists that they come from. */
struct rows {
    struct rtl_ace *at;
    size_t count;
    size_t size; /* of the list */
};

/* Lists that entries are taken from, and to whom they go. */
struct heir {
    struct srm_world *w;
    const struct rtl_birth *birth;
    const SID *owner, *group; /* of the new object */
    bool marked;              /* what is inherited says so */
};

static const SE_SID creator_owner = {.Sid = {.Revision = SID_REVISION,
                                             .SubAuthorityCount = 1,
                                             .IdentifierAuthority = SECURITY_CREATOR_SID_AUTHORITY,
                                             .SubAuthority = {SECURITY_CREATOR_OWNER_RID}}};
static const SE_SID creator_group = {.Sid = {.Revision = SID_REVISION,
                                             .SubAuthorityCount = 1,
                                             .IdentifierAuthority = SECURITY_CREATOR_SID_AUTHORITY,
                                             .SubAuthority = {SECURITY_CREATOR_GROUP_RID}}};

#define INHERITABLE   (CONTAINER_INHERIT_ACE | OBJECT_INHERIT_ACE)
#define GENERIC_BITS  (GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL)
#define INHERIT_FLAGS (INHERITABLE | NO_PROPAGATE_INHERIT_ACE | INHERIT_ONLY_ACE)

static UCHAR without(UCHAR flags, unsigned removed)
{
    return (UCHAR)(flags & ~removed);
}

static void add(struct rows *rows, const struct rtl_ace *ace, unsigned flags)
{
    rows->at[rows->count] = *ace;
    rows->at[rows->count].flags = (UCHAR)flags;
    rows->size += rtl_ace_size(ace);
    rows->count++;
}

/* ---- one entry ---- */

/* Masks of labels and attributes are no rights. */
static bool has_rights(const struct rtl_ace *ace)
{
    return ace->type < SYSTEM_MANDATORY_LABEL_ACE_TYPE;
}

/* Does it hold what means something else on every object? */
static bool is_generic(const struct heir *heir, const struct rtl_ace *ace)
{
    return rule(heir->w, inherit, entry_generic,
                has_rights(ace) && ((ace->mask & GENERIC_BITS) != 0 ||
                                    rtl_sid_equal(ace->sid, &creator_owner.Sid) ||
                                    rtl_sid_equal(ace->sid, &creator_group.Sid)));
}

/* What it means on the new object. */
static struct rtl_ace specific(const struct heir *heir, const struct rtl_ace *ace)
{
    struct rtl_ace effective = *ace;

    if (!has_rights(ace))
        return effective;
    effective.mask = rtl_mapping_apply(heir->birth->mapping, ace->mask);
    if (rtl_sid_equal(ace->sid, &creator_owner.Sid))
        effective.sid = heir->owner;
    else if (rtl_sid_equal(ace->sid, &creator_group.Sid))
        effective.sid = heir->group;
    return effective;
}

/*
 * On a container both at once: effective here, and for what is inside of it. One entry can say both
 * unless it is generic, which would then be lost to those inside.
 */
static void add_for_both(const struct heir *heir, const struct rtl_ace *ace, UCHAR flags,
                         struct rows *rows)
{
    const struct rtl_ace effective = specific(heir, ace);

    if (!is_generic(heir, ace)) {
        add(rows, ace, flags);
        return;
    }
    add(rows, &effective, without(flags, INHERIT_FLAGS));
    add(rows, ace, flags | INHERIT_ONLY_ACE);
}

/* ---- from the container ---- */

static bool is_of_type(const struct rtl_birth *birth, const GUID *type)
{
    for (size_t i = 0; i < birth->type_count; i++)
        if (memcmp(&birth->types[i], type, sizeof *type) == 0)
            return true;
    return false;
}

static void inherit_entry(const struct heir *heir, const struct rtl_ace *ace, struct rows *rows)
{
    const struct rtl_birth *birth = heir->birth;
    const struct srm_world *w = heir->w;
    UCHAR kept = without(ace->flags, INHERIT_ONLY_ACE | INHERITED_ACE);
    UCHAR mark = heir->marked ? INHERITED_ACE : 0;
    const UCHAR wanted = birth->container ? CONTAINER_INHERIT_ACE : OBJECT_INHERIT_ACE;

    if (!rule(w, inherit, entry_inheritable, (ace->flags & INHERITABLE) != 0))
        return;
    bool stops = rule(w, inherit, entry_stops_here,
                      !birth->container || (ace->flags & NO_PROPAGATE_INHERIT_ACE));
    bool effective = rule(w, inherit, entry_for_this_kind, (ace->flags & wanted) != 0) &&
                     rule(w, inherit, entry_for_this_type,
                          !ace->inherited_type || is_of_type(birth, ace->inherited_type));

    if (effective && stops) {
        const struct rtl_ace mapped = specific(heir, ace);

        add(rows, &mapped, without(kept, INHERIT_FLAGS) | mark);
    } else if (effective) {
        add_for_both(heir, ace, (UCHAR)(kept | mark), rows);
    } else if (!stops) {
        add(rows, ace, kept | mark | INHERIT_ONLY_ACE);
    }
}

/* skip_labels: the creator has said one. */
static void inherit_list(const struct heir *heir, const ACL *list, bool skip_labels,
                         struct rows *rows)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (list && rtl_acl_next(list, &cursor, &ace))
        if (ace.sid && !(skip_labels && ace.type == SYSTEM_MANDATORY_LABEL_ACE_TYPE))
            inherit_entry(heir, &ace, rows);
}

/* ---- from the creator ---- */

static void take_entry(const struct heir *heir, const struct rtl_ace *ace, struct rows *rows)
{
    const struct srm_world *w = heir->w;
    bool inheritable = (ace->flags & INHERITABLE) != 0;
    const struct rtl_ace effective = specific(heir, ace);

    if (rule(w, inherit, given_entry_inherited, (ace->flags & INHERITED_ACE) != 0))
        return;
    if (rule(w, inherit, given_for_children, (ace->flags & INHERIT_ONLY_ACE) != 0)) {
        if (heir->birth->container)
            add(rows, ace, ace->flags);
    } else if (heir->birth->container && inheritable && !(ace->flags & NO_PROPAGATE_INHERIT_ACE)) {
        add_for_both(heir, ace, ace->flags, rows);
    } else if (heir->birth->container) {
        add(rows, &effective, ace->flags);
    } else {
        add(rows, &effective, without(ace->flags, INHERIT_FLAGS));
    }
}

static void take_list(const struct heir *heir, const ACL *list, struct rows *rows)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (rtl_acl_next(list, &cursor, &ace))
        if (ace.sid)
            take_entry(heir, &ace, rows);
}

/* ---- whole lists ---- */

static size_t entries(const ACL *list)
{
    return list ? list->AceCount : 0;
}

/* Room for whatever comes: no entry becomes more than two, and one is added. */
static struct rows begin(const struct heir *heir, size_t most)
{
    return (struct rows){
        .at = ex_alloc(heir->w->pool, EX_KIND_Captured, (2 * most + 1) * sizeof(struct rtl_ace)),
        .size = sizeof(ACL),
    };
}

static void clear(struct rows *rows)
{
    rows->count = 0;
    rows->size = sizeof(ACL);
}

/* list NULL: there is none. */
static NTSTATUS finish(const struct heir *heir, const struct rows *rows, struct rtl_acl **list)
{
    bool fits = !list || rule_on(heir->w, inherit, list_fits, rows->size <= UINT16_MAX,
                                 NUMBER_FACT("size", rows->size));

    if (list && fits)
        *list = rtl_acl_new(heir->w, rows->at, rows->count);
    ex_free(heir->w->pool, rows->at);
    return fits ? STATUS_SUCCESS : STATUS_INVALID_ACL;
}

/* ---- the DACL ---- */

enum source { FROM_CREATOR, FROM_CONTAINER, FROM_TOKEN };

static bool has_inheritable(const ACL *list)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (list && rtl_acl_next(list, &cursor, &ace))
        if (ace.flags & INHERITABLE)
            return true;
    return false;
}

/* Has the container an entry for objects of this type alone? */
static bool hands_down_by_type(const struct rtl_birth *birth)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (birth->parent_dacl && rtl_acl_next(birth->parent_dacl, &cursor, &ace))
        if ((ace.flags & INHERITABLE) && ace.inherited_type &&
            is_of_type(birth, ace.inherited_type))
            return true;
    return false;
}

/* inherited: how many entries come from the container. */
static bool given_dacl_counts(const struct heir *heir, size_t inherited)
{
    const struct rtl_birth *birth = heir->birth;
    const struct rtl_described *given = birth->given;

    if (!rule(heir->w, inherit, dacl_given, given && (given->control & SE_DACL_PRESENT)) ||
        rule(heir->w, inherit, default_of_type,
             (birth->flags & SEF_DEFAULT_DESCRIPTOR_FOR_OBJECT) && hands_down_by_type(birth)))
        return false;
    return !rule(heir->w, inherit, dacl_defaulted,
                 inherited > 0 && (given->control & SE_DACL_DEFAULTED));
}

/* Pages and MS-DTYP differ where the container's inheritable entries are none for this object. */
static enum source source_of_dacl(const struct heir *heir, size_t inherited)
{
    bool nothing_for_it = inherited == 0 && has_inheritable(heir->birth->parent_dacl);

    if (given_dacl_counts(heir, inherited))
        return FROM_CREATOR;
    return rule(heir->w, inherit, dacl_inherited,
                inherited > 0 || (nothing_for_it && !policy(heir->w, nothing_inherited)))
               ? FROM_CONTAINER
               : FROM_TOKEN;
}

static void take_given(const struct heir *heir, struct rtl_described *out, struct rows *rows)
{
    const struct rtl_birth *birth = heir->birth;
    const struct rtl_described *given = birth->given;

    clear(rows);
    take_list(heir, &given->dacl->bytes, rows);
    if (rule(heir->w, inherit, automatic, (birth->flags & SEF_DACL_AUTO_INHERIT) != 0) &&
        !rule(heir->w, inherit, dacl_protected, (given->control & SE_DACL_PROTECTED) != 0))
        inherit_list(heir, birth->parent_dacl, false, rows);
    out->control |= given->control & SE_DACL_PROTECTED;
}

/* Neither the creator nor the container says anything. */
static void take_default(const struct heir *heir, struct rows *rows)
{
    const struct rtl_birth *birth = heir->birth;
    const struct rtl_ace package = {
        .type = ACCESS_ALLOWED_ACE_TYPE,
        .mask = birth->mapping->GenericAll,
        .sid = birth->package,
    };

    take_list(heir, birth->default_dacl, rows);
    if (rule(heir->w, inherit, package_added, birth->package != NULL))
        add(rows, &package, 0);
}

static NTSTATUS make_dacl(const struct heir *heir, struct rtl_described *out)
{
    const struct rtl_birth *birth = heir->birth;
    const struct rtl_described *given = birth->given;
    const struct rtl_acl *given_dacl = given ? given->dacl : NULL;
    struct rows rows =
        begin(heir, entries(birth->parent_dacl) + entries(given_dacl ? &given_dacl->bytes : NULL) +
                        entries(birth->default_dacl));
    bool some = true; /* else everybody may do everything */

    inherit_list(heir, birth->parent_dacl, false, &rows);
    switch (source_of_dacl(heir, rows.count)) {
    case FROM_CREATOR:
        some = given_dacl != NULL;
        if (some)
            take_given(heir, out, &rows);
        break;
    case FROM_CONTAINER:
        break;
    case FROM_TOKEN:
        some = birth->default_dacl != NULL;
        clear(&rows);
        if (some)
            take_default(heir, &rows);
        break;
    }
    out->control |= SE_DACL_PRESENT;
    if (birth->flags & SEF_DACL_AUTO_INHERIT)
        out->control |= SE_DACL_AUTO_INHERITED;
    return finish(heir, &rows, some ? &out->dacl : NULL);
}

/* ---- the SACL ---- */

static bool has_label(const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->at[i].type == SYSTEM_MANDATORY_LABEL_ACE_TYPE &&
            !(rows->at[i].flags & INHERIT_ONLY_ACE))
            return true;
    return false;
}

static void take_given_sacl(const struct heir *heir, struct rtl_described *out, struct rows *rows)
{
    const struct rtl_birth *birth = heir->birth;
    const struct rtl_described *given = birth->given;

    if (given->sacl)
        take_list(heir, &given->sacl->bytes, rows);
    if (rule(heir->w, inherit, sacl_automatic, (birth->flags & SEF_SACL_AUTO_INHERIT) != 0) &&
        !rule(heir->w, inherit, sacl_protected, (given->control & SE_SACL_PROTECTED) != 0))
        inherit_list(heir, birth->parent_sacl, rtl_described_has_label(given), rows);
    out->control |= given->control & SE_SACL_PROTECTED;
}

/* No-write-up; `level` is where its SID lives. */
static void add_label(ULONG integrity, SE_SID *level, struct rows *rows)
{
    rtl_integrity_to_sid(integrity, level);
    add(rows,
        &(struct rtl_ace){
            .type = SYSTEM_MANDATORY_LABEL_ACE_TYPE,
            .mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
            .sid = &level->Sid,
        },
        0);
}

static NTSTATUS make_sacl(const struct heir *heir, struct rtl_described *out)
{
    const struct rtl_birth *birth = heir->birth;
    const struct rtl_described *given = birth->given;
    const struct rtl_acl *given_sacl = given ? given->sacl : NULL;
    struct rows rows =
        begin(heir, entries(birth->parent_sacl) + entries(given_sacl ? &given_sacl->bytes : NULL));
    SE_SID level;
    bool some;

    if (rule(heir->w, inherit, sacl_given, given && (given->control & SE_SACL_PRESENT)))
        take_given_sacl(heir, out, &rows);
    else
        inherit_list(heir, birth->parent_sacl, false, &rows);
    if (rule(heir->w, inherit, label_of_creator,
             birth->integrity < SECURITY_MANDATORY_MEDIUM_RID && !has_label(&rows)))
        add_label(birth->integrity, &level, &rows);
    some = rows.count > 0 || given_sacl;
    if (some)
        out->control |= SE_SACL_PRESENT;
    if (some && (birth->flags & SEF_SACL_AUTO_INHERIT))
        out->control |= SE_SACL_AUTO_INHERITED;
    return finish(heir, &rows, some ? &out->sacl : NULL);
}

/* ---- owner and group ---- */

static const SID *choose_owner(const struct srm_world *w, const struct rtl_birth *birth)
{
    if (rule(w, inherit, owner_given, birth->given && birth->given->has_owner))
        return &birth->given->owner.Sid;
    return rule(w, inherit, owner_of_container,
                (birth->flags & SEF_DEFAULT_OWNER_FROM_PARENT) && birth->parent_owner)
               ? birth->parent_owner
               : birth->owner;
}

static const SID *choose_group(const struct srm_world *w, const struct rtl_birth *birth)
{
    if (rule(w, inherit, group_given, birth->given && birth->given->has_group))
        return &birth->given->group.Sid;
    return rule(w, inherit, group_of_container,
                (birth->flags & SEF_DEFAULT_GROUP_FROM_PARENT) && birth->parent_group)
               ? birth->parent_group
               : birth->group;
}

NTSTATUS rtl_inherit(struct srm_world *w, const struct rtl_birth *birth, struct rtl_described *out)
{
    struct rtl_described made = {.has_owner = true, .has_group = true};
    struct heir heir = {
        .w = w,
        .birth = birth,
        .owner = choose_owner(w, birth),
        .group = choose_group(w, birth),
        .marked = (birth->flags & SEF_DACL_AUTO_INHERIT) != 0,
    };
    NTSTATUS status;

    if (!rule(w, inherit, has_owner, heir.owner != NULL))
        return STATUS_INVALID_OWNER;
    if (!rule(w, inherit, has_group, heir.group != NULL))
        return STATUS_INVALID_PRIMARY_GROUP;
    rtl_sid_copy(&made.owner, heir.owner);
    rtl_sid_copy(&made.group, heir.group);
    status = make_dacl(&heir, &made);
    if (!NT_SUCCESS(status))
        return status;
    heir.marked = (birth->flags & SEF_SACL_AUTO_INHERIT) != 0;
    status = make_sacl(&heir, &made);
    if (NT_SUCCESS(status))
        *out = made;
    else
        rtl_described_release(w, &made);
    return status;
}
