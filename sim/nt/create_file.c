/*
 * NtOpenFile and NtCreateFile. Sources: ntifs NtCreateFile; MS-FSA 2.1.5.1.
 */
#include "ex/rules.h"
#include "nt/file.h"
#include "nt/new_object.h"
#include "nt/pipe.h"
#include "nt/probe.h"

#include <string.h>

struct file_request {
    PETHREAD caller;
    PHANDLE handle;
    ACCESS_MASK desired;
    const OBJECT_ATTRIBUTES *given;
    PIO_STATUS_BLOCK block;
    ULONG disposition, options;
};

/* ---- dispositions ---- */

static bool replaces(ULONG disposition)
{
    return disposition == FILE_SUPERSEDE || disposition == FILE_OVERWRITE ||
           disposition == FILE_OVERWRITE_IF;
}

static bool makes(ULONG disposition)
{
    return disposition != FILE_OPEN && disposition != FILE_OVERWRITE;
}

/* What replacing a file takes besides what is asked for. */
static ACCESS_MASK rights_to_replace(ULONG disposition)
{
    return disposition == FILE_SUPERSEDE ? DELETE
                                         : FILE_WRITE_DATA | FILE_WRITE_EA | FILE_WRITE_ATTRIBUTES;
}

static NTSTATUS check_disposition(const struct file_request *request)
{
    const ULONG disposition = request->disposition;
    bool right = disposition <= FILE_OVERWRITE_IF &&
                 !(replaces(disposition) && (request->options & FILE_DIRECTORY_FILE));

    return rule_on(request->caller->header.world, new_object, disposition_known, right,
                   NUMBER_FACT("CreateDisposition", disposition))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PARAMETER;
}

/* ---- what is there ---- */

/* What the file allows; the rights to replace it are needed and not given. */
static NTSTATUS check_file(const struct file_request *request, const struct nt_seeker *seeker,
                           const struct nt_place *place, ULONG *information, ACCESS_MASK *granted)
{
    struct srm_world *w = request->caller->header.world;
    struct nt_file_wish wish = {
        .seeker = seeker,
        .desired = request->desired,
        .options = request->options,
    };
    const ACCESS_MASK asked =
        rtl_mapping_apply(rtl_mapping(w->profile, RTL_MAPPED_File), request->desired);
    ACCESS_MASK added = 0;
    NTSTATUS status;

    *information = FILE_OPENED;
    if (rule(w, new_object, replaces, replaces(request->disposition))) {
        if (!rule(w, file, replaces_no_directory, !place->object->container))
            return world_not_modelled(w, "a directory that is to be overwritten");
        added = rights_to_replace(request->disposition) & ~asked;
        wish.desired |= added;
        *information = request->disposition == FILE_SUPERSEDE ? FILE_SUPERSEDED : FILE_OVERWRITTEN;
    }
    status = nt_check_file(&wish, place, granted);
    if (!(asked & MAXIMUM_ALLOWED))
        *granted &= ~added;
    return status;
}

static NTSTATUS open_existing(const struct file_request *request, const struct nt_seeker *seeker,
                              const struct nt_place *place, ULONG *information)
{
    PETHREAD caller = request->caller;
    ACCESS_MASK granted = 0;
    NTSTATUS status = nt_object_at(seeker, place);

    if (NT_SUCCESS(status) &&
        !rule(caller->header.world, new_object, open_if_there, request->disposition != FILE_CREATE))
        status = STATUS_OBJECT_NAME_COLLISION;
    if (NT_SUCCESS(status))
        status = check_file(request, seeker, place, information, &granted);
    if (NT_SUCCESS(status))
        status = nt_handle_granted(caller);
    if (NT_SUCCESS(status))
        nt_store_handle(request->handle, nt_insert(caller, place->object, granted, seeker->flags));
    return status;
}

/* ---- what is not ---- */

static NTSTATUS make_new(const struct file_request *request, const struct nt_seeker *seeker,
                         const struct nt_attributes *attributes, const struct nt_place *place,
                         ULONG *information)
{
    struct nt_new_object wanted = {
        .seeker = seeker,
        .attributes = attributes,
        .place = place,
        .desired = request->desired,
        .container = (request->options & FILE_DIRECTORY_FILE) != 0,
    };
    NTSTATUS status;

    if (!rule(request->caller->header.world, new_object, make_if_not_there,
              makes(request->disposition)))
        return STATUS_OBJECT_NAME_NOT_FOUND;
    status = nt_admit_object(&wanted);
    if (NT_SUCCESS(status))
        nt_make_object(&wanted, request->handle);
    *information = FILE_CREATED;
    return status;
}

/* ---- pipes ---- */

static NTSTATUS open_pipe(const struct file_request *request, const struct nt_seeker *seeker,
                          const struct nt_attributes *attributes, const struct nt_place *place,
                          ULONG *information)
{
    const struct nt_pipe_opening opening = {
        .seeker = seeker,
        .attributes = attributes,
        .place = place,
        .desired = request->desired,
        .options = request->options,
    };

    *information = FILE_OPENED;
    return nt_open_pipe(&opening, request->handle);
}

/* ---- both calls ---- */

static NTSTATUS at_place(const struct file_request *request, const struct nt_seeker *seeker,
                         const struct nt_attributes *attributes, ULONG *information)
{
    struct srm_world *w = request->caller->header.world;
    struct nt_place place;
    NTSTATUS status = nt_find_place(seeker, attributes, &place);

    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, pipe_open, name_of_pipe, place.of_pipe)) {
        status = open_pipe(request, seeker, attributes, &place, information);
        nt_place_release(w, &place);
        return status;
    }
    status =
        rule_on(w, new_object, name_taken, place.object != NULL, ob_fact("object", place.object))
            ? open_existing(request, seeker, &place, information)
            : make_new(request, seeker, attributes, &place, information);
    nt_place_release(w, &place);
    return status;
}

static NTSTATUS check_request(const struct file_request *request)
{
    struct srm_world *w = request->caller->header.world;
    const struct nt_seeker seeker = {.caller = request->caller};
    NTSTATUS status = nt_probe(request->caller, request->handle);

    if (NT_SUCCESS(status))
        status = nt_probe(request->caller, request->block);
    if (NT_SUCCESS(status))
        status = check_disposition(request);
    if (NT_SUCCESS(status))
        status = nt_check_file_options(&(struct nt_file_wish){
            .seeker = &seeker,
            .desired = request->desired,
            .options = request->options,
        });
    if (NT_SUCCESS(status) && !rule(w, name, attributes_given, request->given != NULL))
        status = STATUS_INVALID_PARAMETER;
    return status;
}

static NTSTATUS create_file(const struct file_request *request)
{
    PETHREAD caller = request->caller;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    struct nt_seeker seeker = {
        .caller = caller,
        .subject = &subject,
        .type = ob_named_type(RTL_MAPPED_File),
    };
    struct nt_attributes attributes;
    IO_STATUS_BLOCK told = {.Information = 0};
    ULONG information = 0;
    NTSTATUS status = check_request(request);

    if (NT_SUCCESS(status))
        status = nt_capture_attributes(caller, request->given, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    seeker.flags = attributes.flags;
    status = at_place(request, &seeker, &attributes, &information);
    nt_attributes_release(caller->header.world, &attributes);
    told.Information = information;
    if (NT_SUCCESS(status))
        memcpy(request->block, &told, sizeof told);
    return status;
}

NTSTATUS NtOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
                    POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
                    ULONG ShareAccess, ULONG OpenOptions)
{
    const struct file_request request = {
        .caller = ps_current_thread(),
        .handle = FileHandle,
        .desired = DesiredAccess,
        .given = ObjectAttributes,
        .block = IoStatusBlock,
        .disposition = FILE_OPEN,
        .options = OpenOptions,
    };
    struct srm_world *w = request.caller->header.world;
    NTSTATUS status;

    (void)ShareAccess; /* who else has the file open is not modelled */
    call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_File, DesiredAccess),
               NUMBER_FACT("OpenOptions", OpenOptions));
    status = create_file(&request);
    leave_status(w, status);
    return status;
}

NTSTATUS NtCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
                      POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
                      PLARGE_INTEGER AllocationSize, ULONG FileAttributes, ULONG ShareAccess,
                      ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength)
{
    const struct file_request request = {
        .caller = ps_current_thread(),
        .handle = FileHandle,
        .desired = DesiredAccess,
        .given = ObjectAttributes,
        .block = IoStatusBlock,
        .disposition = CreateDisposition,
        .options = CreateOptions,
    };
    struct srm_world *w = request.caller->header.world;
    const bool plain =
        !EaBuffer && EaLength == 0 && (FileAttributes & ~(ULONG)FILE_ATTRIBUTE_NORMAL) == 0;
    NTSTATUS status;

    (void)AllocationSize;
    (void)ShareAccess;
    call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_File, DesiredAccess),
               NUMBER_FACT("CreateDisposition", CreateDisposition),
               NUMBER_FACT("CreateOptions", CreateOptions));
    if (rule(w, file, plain, plain))
        status = create_file(&request);
    else
        status = world_not_modelled(w, "attributes of a file");
    leave_status(w, status);
    return status;
}
