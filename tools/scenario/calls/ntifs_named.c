/* Native calls that open objects by name and by pointer: Nt* and Ob* of ntifs.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/srm.h"
#include "ob/named.h"
#include "ps/thread.h"

#include <string.h>

typedef NTSTATUS open_function(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES);

static void open_by_name(struct call_frame *frame, open_function *call)
{
    frame_returns_status(
        frame, call(frame_pointer(frame, 0), frame_number(frame, 1), frame_pointer(frame, 2)));
}

static void open_key(struct call_frame *frame)
{
    open_by_name(frame, NtOpenKey);
}

static void open_event(struct call_frame *frame)
{
    open_by_name(frame, NtOpenEvent);
}

static void open_mutant(struct call_frame *frame)
{
    open_by_name(frame, NtOpenMutant);
}

static void open_section(struct call_frame *frame)
{
    open_by_name(frame, NtOpenSection);
}

/* A block for the call, whose Information is what the language shows of it. */
static PIO_STATUS_BLOCK block_for(struct call_frame *frame, unsigned parameter,
                                  IO_STATUS_BLOCK *block)
{
    void *storage = frame_pointer(frame, parameter);
    return storage && storage != SRM_UNREADABLE ? block : storage;
}

static void block_read(struct call_frame *frame, unsigned parameter, const IO_STATUS_BLOCK *block,
                       NTSTATUS status)
{
    void *storage = frame_pointer(frame, parameter);
    const ULONG information = (ULONG)block->Information;
    if (NT_SUCCESS(status) && storage) {
        memcpy(storage, &information, sizeof information);
    }
}

static void open_file(struct call_frame *frame)
{
    IO_STATUS_BLOCK block = {.Information = 0};
    NTSTATUS status =
        NtOpenFile(frame_pointer(frame, 0), frame_number(frame, 1), frame_pointer(frame, 2),
                   block_for(frame, 3, &block), frame_number(frame, 4), frame_number(frame, 5));
    block_read(frame, 3, &block, status);
    frame_returns_status(frame, status);
}

static void create_file(struct call_frame *frame)
{
    IO_STATUS_BLOCK block = {.Information = 0};
    NTSTATUS status = NtCreateFile(frame_pointer(frame, 0), frame_number(frame, 1),
                                   frame_pointer(frame, 2), block_for(frame, 3, &block), NULL,
                                   frame_number(frame, 4), frame_number(frame, 5),
                                   frame_number(frame, 6), frame_number(frame, 7), NULL, 0);
    block_read(frame, 3, &block, status);
    frame_returns_status(frame, status);
}

static void create_key(struct call_frame *frame)
{
    frame_returns_status(frame, NtCreateKey(frame_pointer(frame, 0), frame_number(frame, 1),
                                            frame_pointer(frame, 2), 0, NULL,
                                            frame_number(frame, 3), frame_pointer(frame, 4)));
}

static void create_event(struct call_frame *frame)
{
    frame_returns_status(frame,
                         NtCreateEvent(frame_pointer(frame, 0), frame_number(frame, 1),
                                       frame_pointer(frame, 2), (EVENT_TYPE)frame_number(frame, 3),
                                       frame_flag(frame, 4)));
}

static void create_mutant(struct call_frame *frame)
{
    frame_returns_status(frame, NtCreateMutant(frame_pointer(frame, 0), frame_number(frame, 1),
                                               frame_pointer(frame, 2), frame_flag(frame, 3)));
}

static void create_section(struct call_frame *frame)
{
    frame_returns_status(frame, NtCreateSection(frame_pointer(frame, 0), frame_number(frame, 1),
                                                frame_pointer(frame, 2), NULL, 0, 0,
                                                frame_handle(frame, 3)));
}

/* The types that have structures of their own. */
static const struct ob_type *type_of(uint64_t mapped)
{
    static const struct ob_type *const types[] = {
        [RTL_MAPPED_Token] = &se_token_type,
        [RTL_MAPPED_Thread] = &ps_thread_type,
        [RTL_MAPPED_Process] = &ps_process_type,
        [RTL_MAPPED_Job] = &ps_job_type,
    };
    return mapped <= RTL_MAPPED_Job ? types[mapped] : ob_named_type((enum rtl_mapped_type)mapped);
}

static void open_object_by_pointer(struct call_frame *frame)
{
    frame_returns_status(
        frame, ObOpenObjectByPointer(
                   frame_pointer(frame, 0), frame_number(frame, 1), NULL, frame_number(frame, 2),
                   frame_given(frame, 3) ? type_of(frame->in[3].number) : NULL,
                   (KPROCESSOR_MODE)frame_number(frame, 4), frame_pointer(frame, 5)));
}

#define NAME_RESULTS                                                                  \
    GIVES(STATUS_OBJECT_NAME_NOT_FOUND, "no object has this name"),                   \
        GIVES(STATUS_OBJECT_PATH_SYNTAX_BAD,                                          \
              "the name begins with no separator, or with one below RootDirectory"),  \
        GIVES(STATUS_OBJECT_NAME_INVALID, "a part of the name is empty"),             \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH,                                            \
              "the object is of another type, or RootDirectory can hold nothing"),    \
        GIVES(STATUS_INVALID_HANDLE, "RootDirectory is no handle"),                   \
        GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the name or the handle"), \
        GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written")

#define PATH_RESULT GIVES(STATUS_OBJECT_PATH_NOT_FOUND, "what should hold the object is not there")

#define CHECK_RESULTS                                                                            \
    GIVES(STATUS_ACCESS_DENIED, "the object denies the access, or what holds it the way to it"), \
        GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                                    \
              "the caller impersonates below SecurityImpersonation"),                            \
        GIVES(STATUS_PRIVILEGE_NOT_HELD, "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege")

#define ATTRIBUTES_RESULT \
    GIVES(STATUS_INVALID_PARAMETER, "no ObjectAttributes, or a Length or an attribute is wrong")

#define OPEN(word, page, how)                                                         \
    .name = "NtOpen" #word, .header = "ntifs.h", .source = (page), .family = CALL_NT, \
    .returns = KIND_STATUS,                                                           \
    PARAMETERS(FILLS(word##Handle, HANDLE), TAKES(DesiredAccess, ACCESS),             \
               MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES)),                        \
    .make = how

#define CREATE_KEY_RESULTS                                                                         \
    GIVES(STATUS_INVALID_OWNER, "the descriptor's owner may not be one"),                          \
        GIVES(STATUS_INVALID_LABEL, "its label is no integrity level"),                            \
        GIVES(STATUS_UNKNOWN_REVISION, "it is of no known revision"),                              \
        GIVES(STATUS_INVALID_SECURITY_DESCR, "its parts are nowhere"),                             \
        GIVES(STATUS_INVALID_SID, "its owner or group is no SID"),                                 \
        GIVES(STATUS_INVALID_ACL, "one of its lists is malformed"),                                \
        GIVES(STATUS_ACCESS_DENIED,                                                                \
              "what holds it does not let the caller make something, or the way there is denied"), \
        GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                                      \
              "the caller impersonates below SecurityImpersonation"),                              \
        GIVES(STATUS_PRIVILEGE_NOT_HELD,                                                           \
              "ACCESS_SYSTEM_SECURITY or a SACL without SeSecurityPrivilege, a label above the "   \
              "caller's integrity, or OBJ_PERMANENT without SeCreatePermanentPrivilege")

#define CREATE_RESULTS CREATE_KEY_RESULTS, PATH_RESULT

#define CREATE(word, page, how, ...)                                                        \
    {                                                                                       \
        .name = "NtCreate" #word, .header = "ntifs.h", .source = (page), .family = CALL_NT, \
        .returns = KIND_STATUS,                                                             \
        PARAMETERS(FILLS_NEW(word##Handle, OBJECT), TAKES(DesiredAccess, ACCESS),           \
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES), __VA_ARGS__),             \
        RESULTS(GIVES(STATUS_SUCCESS, "the object is there"),                               \
                GIVES(STATUS_OBJECT_NAME_EXISTS, "it was there, and is open: OBJ_OPENIF"),  \
                GIVES(STATUS_OBJECT_NAME_COLLISION, "it was there"),                        \
                GIVES(STATUS_INVALID_PARAMETER, "a Length or an attribute is wrong"),       \
                NAME_RESULTS_OF_NEW,                                                        \
                CREATE_RESULTS),                                                            \
        .make = how,                                                                        \
    }

#define NAME_RESULTS_OF_NEW                                                                       \
    GIVES(STATUS_OBJECT_PATH_SYNTAX_BAD,                                                          \
          "the name begins with no separator, or with one below RootDirectory"),                  \
        GIVES(STATUS_OBJECT_NAME_INVALID, "a part of the name is empty"),                         \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH,                                                        \
              "the object that is there is of another type, or what should hold it cannot"),      \
        GIVES(STATUS_INVALID_HANDLE, "RootDirectory is no handle"),                               \
        GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the name, the object or the handle"), \
        GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written")

const struct call calls_ntifs_named[] = {
    {
        .name = "NtCreateFile",
        .header = "ntifs.h",
        .source = "ntifs NtCreateFile; MS-FSA 2.1.5.1",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(FILLS_NEW(FileHandle, OBJECT), TAKES(DesiredAccess, ACCESS),
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES),
                   FILLS(IoStatusBlock, FILE_RESULT), MAY_TAKE(FileAttributes, NUMBER),
                   MAY_TAKE(ShareAccess, FILE_SHARE),
                   TAKES(CreateDisposition, FILE_DISPOSITION),
                   MAY_TAKE(CreateOptions, FILE_OPTIONS)),
        RESULTS(GIVES(STATUS_SUCCESS, "the file is there, and open"),
                GIVES(STATUS_OBJECT_NAME_COLLISION, "FILE_CREATE, and it was there"),
                GIVES(STATUS_PIPE_NOT_AVAILABLE, "no instance of the pipe listens"),
                GIVES(STATUS_OBJECT_NAME_NOT_FOUND, "it is not there and is not to be made"),
                GIVES(STATUS_NOT_A_DIRECTORY, "FILE_DIRECTORY_FILE, and it is none"),
                GIVES(STATUS_FILE_IS_A_DIRECTORY, "FILE_NON_DIRECTORY_FILE, and it is one"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "no ObjectAttributes, a Length or an attribute is wrong, or options "
                      "and disposition do not go together"),
                NAME_RESULTS_OF_NEW, CREATE_RESULTS),
        .make = create_file,
    },
    {
        .name = "NtCreateKey",
        .header = "ntifs.h",
        .source = "wdm ZwCreateKey",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(FILLS_NEW(KeyHandle, OBJECT), TAKES(DesiredAccess, ACCESS),
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES),
                   MAY_TAKE(CreateOptions, KEY_OPTIONS), MAY_FILL(Disposition, KEY_RESULT)),
        RESULTS(GIVES(STATUS_SUCCESS, "the key is there, and open"),
                GIVES(STATUS_OBJECT_NAME_NOT_FOUND, "the key above it is not there"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "no ObjectAttributes, or a Length or an attribute is wrong"),
                NAME_RESULTS_OF_NEW, CREATE_KEY_RESULTS),
        .make = create_key,
    },
    CREATE(Event, "ntifs ZwCreateEvent", create_event, TAKES(EventType, EVENT_TYPE),
           MAY_TAKE(InitialState, BOOLEAN)),
    CREATE(Mutant, "phnt NtCreateMutant", create_mutant, MAY_TAKE(InitialOwner, BOOLEAN)),
    CREATE(Section, "wdm ZwCreateSection", create_section, MAY_TAKE(FileHandle, HANDLE)),
    {
        .name = "NtOpenFile",
        .header = "ntifs.h",
        .source = "ntifs NtOpenFile; MS-FSA 2.1.5.1",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(FILLS(FileHandle, HANDLE), TAKES(DesiredAccess, ACCESS),
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES),
                   FILLS(IoStatusBlock, FILE_RESULT), MAY_TAKE(ShareAccess, FILE_SHARE),
                   MAY_TAKE(OpenOptions, FILE_OPTIONS)),
        RESULTS(GIVES(STATUS_SUCCESS, "the handle is open"),
                GIVES(STATUS_PIPE_NOT_AVAILABLE, "no instance of the pipe listens"),
                GIVES(STATUS_NOT_A_DIRECTORY, "FILE_DIRECTORY_FILE, and it is none"),
                GIVES(STATUS_FILE_IS_A_DIRECTORY, "FILE_NON_DIRECTORY_FILE, and it is one"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "no ObjectAttributes, a Length or an attribute is wrong, or options "
                      "that do not go together"),
                NAME_RESULTS, PATH_RESULT, CHECK_RESULTS),
        .make = open_file,
    },
    {
        OPEN(Key, "wdm ZwOpenKey", open_key),
        RESULTS(GIVES(STATUS_SUCCESS, "the handle is open"), ATTRIBUTES_RESULT, NAME_RESULTS,
                CHECK_RESULTS),
    },
    {
        OPEN(Event, "wdm ZwOpenEvent", open_event),
        RESULTS(GIVES(STATUS_SUCCESS, "the handle is open"), ATTRIBUTES_RESULT, NAME_RESULTS,
                PATH_RESULT, CHECK_RESULTS),
    },
    {
        OPEN(Mutant, "phnt NtOpenMutant", open_mutant),
        RESULTS(GIVES(STATUS_SUCCESS, "the handle is open"), ATTRIBUTES_RESULT, NAME_RESULTS,
                PATH_RESULT, CHECK_RESULTS),
    },
    {
        OPEN(Section, "wdm ZwOpenSection", open_section),
        RESULTS(GIVES(STATUS_SUCCESS, "the handle is open"), ATTRIBUTES_RESULT, NAME_RESULTS,
                PATH_RESULT, CHECK_RESULTS),
    },
    {
        .name = "ObOpenObjectByPointer",
        .header = "ntifs.h",
        .source = "ntifs ObOpenObjectByPointer",
        .family = CALL_KERNEL,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(Object, OBJECT), MAY_TAKE(HandleAttributes, HANDLE_FLAGS),
                   TAKES(DesiredAccess, ACCESS), MAY_TAKE(ObjectType, OBJECT_TYPE),
                   TAKES(AccessMode, MODE), FILLS(Handle, HANDLE)),
        RESULTS(GIVES(STATUS_SUCCESS, "the handle is open"),
                GIVES(STATUS_OBJECT_TYPE_MISMATCH, "the object is of another type"),
                GIVES(STATUS_INVALID_PARAMETER, "an attribute that does not exist"),
                GIVES(STATUS_ACCESS_DENIED, "the object denies the access"),
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,
                      "the caller impersonates below SecurityImpersonation"),
                GIVES(STATUS_PRIVILEGE_NOT_HELD,
                      "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the handle")),
        .make = open_object_by_pointer,
    },
    {.name = NULL},
};
