/*
 * The names of objects: what a name in OBJECT_ATTRIBUTES leads to. On the way the caller needs the
 * right to traverse what it passes through, unless it holds SeChangeNotifyPrivilege.
 *
 *     struct nt_place place;
 *     status = nt_find_place(&seeker, &attributes, &place);
 *     ... place.object, place.container ...
 *     nt_place_release(w, &place);
 */
#ifndef NT_NAME_H
#define NT_NAME_H

#include "nt/attributes.h"
#include "nt/open.h"
#include "ob/named.h"

/* Who looks for what. */
struct nt_seeker {
    PETHREAD caller;
    const SECURITY_SUBJECT_CONTEXT *subject;
    const struct ob_type *type;
    ULONG flags; /* OBJ_*, of the handle */
};

/* Where a name leads. No references. */
struct nt_place {
    struct ob_path path; /* the whole one; its text is the place's */
    WCHAR *text;
    struct ob_named *object;    /* NULL: nothing is there */
    struct ob_named *container; /* what it is in; NULL: a place without a descriptor */
    bool of_pipe;               /* it is below \Device\NamedPipe, or that itself: */
    bool pipe_device;
    bool directory;             /* the name ended in \ */
    bool remote;                /* it is on another computer */
};

/*
 * Sets *place only on success, which owes nt_place_release. STATUS_OBJECT_PATH_SYNTAX_BAD;
 * STATUS_OBJECT_NAME_INVALID; STATUS_OBJECT_PATH_NOT_FOUND; STATUS_OBJECT_TYPE_MISMATCH and
 * STATUS_INVALID_HANDLE for RootDirectory; STATUS_ACCESS_VIOLATION;
 * STATUS_INSUFFICIENT_RESOURCES; the statuses of nt_check_object for what is traversed.
 */
NTSTATUS nt_find_place(const struct nt_seeker *seeker, const struct nt_attributes *attributes,
                       struct nt_place *place);
/* Takes one that is zero. */
void nt_place_release(struct srm_world *w, struct nt_place *place);

/* The object that is there, of the type sought. STATUS_OBJECT_NAME_NOT_FOUND;
 * STATUS_OBJECT_TYPE_MISMATCH. */
NTSTATUS nt_object_at(const struct nt_seeker *seeker, const struct nt_place *place);

#endif
