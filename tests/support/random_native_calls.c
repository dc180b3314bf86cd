/* Random calls that take handles: Nt*, Zw* and Win32. */
#include "support/random_calls.h"

#include "support/named.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/integrity.h"

#include <string.h>

/* What user mode may pass instead of memory. Kernel mode is trusted with pointers. */
static void *pointer(struct driver *driver, bool zw, void *memory)
{
    if (zw || driver->caller->previous_mode == KernelMode || !random_once_in(&driver->random, 20))
        return memory;
    return random_once_in(&driver->random, 2) ? NULL : SRM_UNREADABLE;
}

static HANDLE open_handle(struct driver *driver)
{
    const struct ob_handle_table *handles = &driver->caller->process->handles;
    const uint32_t first = random_below(&driver->random, handles->capacity + 1);

    for (uint32_t i = 0; i < handles->capacity; i++)
        if (handles->entries[(first + i) % handles->capacity].object)
            return (HANDLE)(uintptr_t)(4 * ((first + i) % handles->capacity + 1));
    return NULL;
}

static bool leads_to(struct driver *driver, HANDLE handle, const struct ob_type *type)
{
    const struct ob_handle *entry = ob_handle_find(&driver->caller->process->handles, handle);

    return entry && ((const struct ob_header *)entry->object)->type == type;
}

HANDLE random_handle(struct driver *driver, const struct ob_type *type)
{
    HANDLE handle = NULL;

    switch (random_below(&driver->random, 12)) {
    case 0:
        return NULL;
    case 1:
        return (HANDLE)(uintptr_t)random_below(&driver->random, 400);
    case 2:
        return NtCurrentProcess();
    case 3:
        return NtCurrentThread();
    default:
        for (int i = 0; i < 4 && !leads_to(driver, handle, type); i++)
            handle = open_handle(driver);
        return handle;
    }
}

static ACCESS_MASK random_access(struct driver *driver)
{
    static const ACCESS_MASK masks[] = {
        0,
        TOKEN_QUERY,
        TOKEN_DUPLICATE,
        TOKEN_IMPERSONATE,
        TOKEN_ALL_ACCESS,
        GENERIC_ALL,
        MAXIMUM_ALLOWED,
        GENERIC_READ,
        SYNCHRONIZE,
        ACCESS_SYSTEM_SECURITY,
        WRITE_OWNER,
        TOKEN_ALL_ACCESS,
        TOKEN_ADJUST_PRIVILEGES,
        TOKEN_ADJUST_DEFAULT,
    };
    ACCESS_MASK mask = masks[random_below(&driver->random, ROWS(masks))];

    return random_once_in(&driver->random, 4)
               ? mask | masks[random_below(&driver->random, ROWS(masks))]
               : mask;
}

/* How somebody gets a handle in the first place: no call, and any rights. */
static void get_handle(struct driver *driver)
{
    void *objects[] = {any_token(driver), any_token(driver), random_thread(driver),
                       random_process(driver)};
    void *object = objects[random_below(&driver->random, ROWS(objects))];
    static const ACCESS_MASK rights[] = {0x1FFFFF, 0x1FFFFF, 0xF01FF, 0x2, 0x4, 0x840, 0x80, 0};

    if (driver->caller->process->handles.count < 40)
        handle_to(driver->caller, object, rights[random_below(&driver->random, ROWS(rights))]);
}

static void switch_mode(struct driver *driver)
{
    srm_thread_set_kernel_mode(driver->caller, random_once_in(&driver->random, 4));
}

static NTSTATUS from_win32(struct driver *driver, BOOL result)
{
    driver->is_win32 = true;
    return result ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static void open_process_token(struct driver *driver)
{
    const uint32_t form = random_below(&driver->random, 3);
    HANDLE handle = random_handle(driver, &ps_process_type), opened;
    const ACCESS_MASK access = random_access(driver);
    PHANDLE out = pointer(driver, form == 1, &opened);

    if (random_once_in(&driver->random, 3))
        handle = NtCurrentProcess();
    if (form == 0)
        driver->status = NtOpenProcessToken(handle, access, out);
    else if (form == 1)
        driver->status = ZwOpenProcessToken(handle, access, out);
    else
        driver->status = from_win32(driver, OpenProcessToken(handle, access, out));
}

static void open_thread_token(struct driver *driver)
{
    const uint32_t form = random_below(&driver->random, 3);
    HANDLE handle = random_handle(driver, &ps_thread_type), opened;
    const ACCESS_MASK access = random_access(driver);
    const BOOLEAN as_self = random_flag(driver);
    PHANDLE out = pointer(driver, form == 1, &opened);

    if (random_once_in(&driver->random, 2))
        handle = NtCurrentThread();
    if (form == 0)
        driver->status = NtOpenThreadToken(handle, access, as_self, out);
    else if (form == 1)
        driver->status = ZwOpenThreadToken(handle, access, as_self, out);
    else
        driver->status = from_win32(driver, OpenThreadToken(handle, access, as_self, out));
}

/* Lists in plain memory: whole ones, one that does not fit, broken ones. */
static PACL random_list(struct driver *driver, bool zw)
{
    static const USHORT sizes[] = {8, 28, 600, 7};
    const uint32_t which = random_below(&driver->random, 4);
    ACL header = {.AclRevision = ACL_REVISION, .AclSize = sizes[which], .AceCount = which == 1};
    static const unsigned char entry[] = {0, 0, 20, 0, 0, 0, 0, 0x10, 1, 1, 0, 0, 0, 0, 0, 1};

    memcpy(driver->lists[which], &header, sizeof header);
    memcpy(driver->lists[which] + 2, entry, sizeof entry);
    return random_once_in(&driver->random, 6) ? NULL : pointer(driver, zw, driver->lists[which]);
}

/* Whole ones, with parts that are broken now and then. */
static SECURITY_DESCRIPTOR random_descriptor(struct driver *driver, bool zw)
{
    return (SECURITY_DESCRIPTOR){
        .Revision = !random_once_in(&driver->random, 12),
        .Control = random_flag(driver) ? SE_DACL_PRESENT : 0,
        .Owner = random_flag(driver) ? any_token(driver)->body->sids : NULL,
        .Dacl = random_list(driver, zw),
    };
}

static void duplicate(struct driver *driver)
{
    const bool zw = random_once_in(&driver->random, 3);
    SECURITY_DESCRIPTOR descriptor = random_descriptor(driver, zw);
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = random_once_in(&driver->random, 12) ? 1 : sizeof qos,
        .ImpersonationLevel = random_level(driver, 6),
        .ContextTrackingMode = random_flag(driver),
        .EffectiveOnly = random_flag(driver),
    };
    OBJECT_ATTRIBUTES attributes = {
        .Length = random_once_in(&driver->random, 12) ? 1 : sizeof attributes,
        .SecurityDescriptor =
            random_once_in(&driver->random, 6) ? pointer(driver, zw, &descriptor) : NULL,
        .SecurityQualityOfService =
            random_once_in(&driver->random, 3) ? NULL : pointer(driver, zw, &qos),
    };
    POBJECT_ATTRIBUTES given =
        random_once_in(&driver->random, 4) ? NULL : pointer(driver, zw, &attributes);
    HANDLE copy;

    driver->status = (zw ? ZwDuplicateToken : NtDuplicateToken)(
        random_handle(driver, &se_token_type), random_access(driver), given, random_flag(driver),
        (TOKEN_TYPE)(1 +
                     random_below(&driver->random, random_once_in(&driver->random, 10) ? 3 : 2)),
        pointer(driver, zw, &copy));
}

static void set_thread(struct driver *driver)
{
    const bool zw = random_once_in(&driver->random, 3);
    HANDLE thread = random_once_in(&driver->random, 2) ? NtCurrentThread()
                                                       : random_handle(driver, &ps_thread_type);
    HANDLE token = random_handle(driver, &se_token_type);
    const ULONG length = random_once_in(&driver->random, 12) ? 2 : sizeof token;

    driver->status = (zw ? ZwSetInformationThread : NtSetInformationThread)(
        thread, random_once_in(&driver->random, 20) ? ThreadPriority : ThreadImpersonationToken,
        pointer(driver, zw, &token), length);
}

/* The token that a handle of the caller leads to, for the law about changes. */
static void aim_at(struct driver *driver, HANDLE handle)
{
    const struct ob_handle *entry = ob_handle_find(&driver->caller->process->handles, handle);

    if (entry)
        driver->target = ((const struct ob_header *)entry->object)->id;
}

struct some_privileges {
    DWORD count;
    LUID_AND_ATTRIBUTES rows[3];
};

static struct some_privileges random_privileges(struct driver *driver)
{
    static const DWORD attributes[] = {0, SE_PRIVILEGE_ENABLED, SE_PRIVILEGE_ENABLED,
                                       SE_PRIVILEGE_REMOVED};
    static const ULONG numbers[] = {SE_IMPERSONATE_PRIVILEGE,
                                    SE_CHANGE_NOTIFY_PRIVILEGE,
                                    SE_SHUTDOWN_PRIVILEGE,
                                    SE_SECURITY_PRIVILEGE,
                                    0,
                                    99};
    struct some_privileges wanted = {.count = random_below(&driver->random, 4)};

    for (int i = 0; i < 3; i++)
        wanted.rows[i] = (LUID_AND_ATTRIBUTES){
            .Luid = {.LowPart = numbers[random_below(&driver->random, ROWS(numbers))]},
            .Attributes = attributes[random_below(&driver->random, ROWS(attributes))],
        };
    return wanted;
}

static void adjust_privileges(struct driver *driver)
{
    const uint32_t form = random_below(&driver->random, 3);
    struct some_privileges wanted = random_privileges(driver), previous;
    HANDLE handle = random_handle(driver, &se_token_type);
    const BOOLEAN all = random_once_in(&driver->random, 6);
    PTOKEN_PRIVILEGES new_state =
        random_once_in(&driver->random, 20) ? NULL : pointer(driver, form == 1, &wanted);
    PTOKEN_PRIVILEGES old_state =
        random_once_in(&driver->random, 2) ? NULL : pointer(driver, form == 1, &previous);
    const ULONG length = random_once_in(&driver->random, 4) ? 4 : sizeof previous;
    ULONG written, *out = pointer(driver, form == 1, &written);

    aim_at(driver, handle);
    if (form == 0)
        driver->status = NtAdjustPrivilegesToken(handle, all, new_state, length, old_state, out);
    else if (form == 1)
        driver->status = ZwAdjustPrivilegesToken(handle, all, new_state, length, old_state, out);
    else
        driver->status = from_win32(
            driver, AdjustTokenPrivileges(handle, all, new_state, length, old_state, out));
}

struct some_groups {
    DWORD count;
    SID_AND_ATTRIBUTES rows[3];
    SE_SID sids[3];
};

/* Of that token, if there is one; now and then a SID that it may lack, or none at all. */
static void fill_groups(struct driver *driver, struct some_groups *wanted, HANDLE handle)
{
    const struct ob_handle *entry = ob_handle_find(&driver->caller->process->handles, handle);
    const struct se_token *token =
        entry && leads_to(driver, handle, &se_token_type) ? entry->object : any_token(driver);

    wanted->count = random_below(&driver->random, 4);
    for (int i = 0; i < 3; i++) {
        if (random_once_in(&driver->random, 10))
            token = any_token(driver);
        wanted->sids[i] = token->body->sids[random_below(&driver->random, token->body->count)];
        wanted->sids[i].Sid.Revision += random_once_in(&driver->random, 30);
        wanted->rows[i] = (SID_AND_ATTRIBUTES){
            .Sid = pointer(driver, false, &wanted->sids[i]),
            .Attributes = random_once_in(&driver->random, 2) ? SE_GROUP_ENABLED : 0,
        };
    }
}

static void adjust_groups(struct driver *driver)
{
    HANDLE handle = random_handle(driver, &se_token_type);
    const BOOLEAN reset = random_once_in(&driver->random, 4);
    struct some_groups wanted;
    uint64_t previous[40]; /* the SIDs of a few groups find room, those of many do not */
    PTOKEN_GROUPS new_state, old_state;
    ULONG written;

    fill_groups(driver, &wanted, handle);
    new_state = random_once_in(&driver->random, 20) ? NULL : pointer(driver, false, &wanted);
    old_state = random_once_in(&driver->random, 2) ? NULL : pointer(driver, false, previous);
    aim_at(driver, handle);
    driver->status = NtAdjustGroupsToken(handle, reset, new_state,
                                         random_once_in(&driver->random, 4) ? 24 : sizeof previous,
                                         old_state, pointer(driver, false, &written));
}

static void check_privileges(struct driver *driver)
{
    struct some_privileges wanted = random_privileges(driver);
    struct {
        DWORD count, control;
        LUID_AND_ATTRIBUTES rows[3];
    } set = {wanted.count, random_below(&driver->random, 2), {{.Attributes = 0}}}, before;
    BOOLEAN held = 0x55;

    memcpy(set.rows, wanted.rows, sizeof set.rows);
    before = set;
    driver->status = NtPrivilegeCheck(random_handle(driver, &se_token_type),
                                      pointer(driver, false, &set), pointer(driver, false, &held));
    if (!NT_SUCCESS(driver->status))
        require(held == 0x55 && memcmp(&set, &before, sizeof set) == 0,
                "a privilege check that failed wrote something");
}

static void compare(struct driver *driver)
{
    BOOLEAN equal = 0x55;

    driver->status =
        NtCompareTokens(random_handle(driver, &se_token_type),
                        random_handle(driver, &se_token_type), pointer(driver, false, &equal));
    if (!NT_SUCCESS(driver->status))
        require(equal == 0x55, "a comparison that failed wrote something");
}

/* What NtSetInformationToken takes, and how long it is. */
struct some_information {
    union {
        PVOID pointer;
        SID_AND_ATTRIBUTES label;
        LUID luid;
        ULONG number;
    } content;
    ULONG length;
    SE_SID sid; /* what is pointed to, where it is a SID */
};

static void fill_information(struct driver *driver, struct some_information *information, bool zw,
                             TOKEN_INFORMATION_CLASS class)
{
    static const ULONG levels[] = {0, 0x1000, 0x2000, 0x3000, 0x4000, 7};
    const struct se_body *body = any_token(driver)->body;

    memset(information, 0, sizeof *information);
    information->content.number = random_below(&driver->random, 5);
    information->length = sizeof(ULONG);
    if (class == TokenDefaultDacl || class == TokenLinkedToken) {
        information->content.pointer = class == TokenDefaultDacl
                                           ? (PVOID)random_list(driver, zw)
                                           : random_handle(driver, &se_token_type);
        information->length = sizeof(PVOID);
    } else if (class == TokenOwner || class == TokenPrimaryGroup || class == TokenIntegrityLevel) {
        if (class == TokenIntegrityLevel)
            rtl_integrity_to_sid(levels[random_below(&driver->random, ROWS(levels))],
                                 &information->sid);
        else
            information->sid = body->sids[random_below(&driver->random, body->count)];
        information->content.pointer = pointer(driver, zw, &information->sid);
        information->length =
            class == TokenIntegrityLevel ? sizeof(SID_AND_ATTRIBUTES) : sizeof(PVOID);
    } else if (class == TokenOrigin) {
        information->length = sizeof(LUID);
    }
    if (random_once_in(&driver->random, 12))
        information->length = 0;
}

static TOKEN_INFORMATION_CLASS random_class(struct driver *driver)
{
    static const TOKEN_INFORMATION_CLASS classes[] = {
        TokenDefaultDacl,
        TokenDefaultDacl,
        TokenOwner,
        TokenPrimaryGroup,
        TokenSessionId,
        TokenIntegrityLevel,
        TokenMandatoryPolicy,
        TokenUIAccess,
        TokenOrigin,
        TokenLinkedToken,
        TokenVirtualizationAllowed,
        TokenVirtualizationEnabled,
    };

    if (random_once_in(&driver->random, 10))
        return (TOKEN_INFORMATION_CLASS)random_below(&driver->random, MaxTokenInfoClass + 2);
    return classes[random_below(&driver->random, ROWS(classes))];
}

static void set_token(struct driver *driver)
{
    const uint32_t form = random_below(&driver->random, 3);
    HANDLE handle = random_handle(driver, &se_token_type);
    const TOKEN_INFORMATION_CLASS class = random_class(driver);
    struct some_information information;
    void *buffer = pointer(driver, form == 1, &information.content);
    ULONG length;

    fill_information(driver, &information, form == 1, class);
    length = information.length;

    aim_at(driver, handle);
    if (form == 0)
        driver->status = NtSetInformationToken(handle, class, buffer, length);
    else if (form == 1)
        driver->status = ZwSetInformationToken(handle, class, buffer, length);
    else
        driver->status = from_win32(driver, SetTokenInformation(handle, class, buffer, length));
}

static void close(struct driver *driver)
{
    HANDLE handle = random_handle(driver, &se_token_type);

    switch (random_below(&driver->random, 3)) {
    case 0:
        driver->status = NtClose(handle);
        break;
    case 1:
        driver->status = ZwClose(handle);
        break;
    default:
        driver->status = from_win32(driver, CloseHandle(handle));
        break;
    }
}

/* Rare, since the dead make no calls. */
static void terminate(struct driver *driver)
{
    if (!random_once_in(&driver->random, 12))
        return;
    if (random_once_in(&driver->random, 4))
        driver->status =
            (random_once_in(&driver->random, 2) ? NtTerminateProcess : ZwTerminateProcess)(
                random_handle(driver, &ps_process_type), STATUS_UNSUCCESSFUL);
    else
        driver->status =
            (random_once_in(&driver->random, 2) ? NtTerminateThread : ZwTerminateThread)(
                random_handle(driver, &ps_thread_type), STATUS_UNSUCCESSFUL);
}

static void impersonate_self(struct driver *driver)
{
    driver->status = from_win32(driver, random_once_in(&driver->random, 4)
                                            ? RevertToSelf()
                                            : ImpersonateSelf(random_level(driver, 5)));
}

/* Of two events, one below the other, so that names are taken, missing, and lead nowhere. */
static void use_event(struct driver *driver)
{
    static const char *const names[] = {"\\BaseNamedObjects\\x", "\\BaseNamedObjects\\x\\y",
                                        "\\BaseNamedObjects\\z", "z"};
    const bool zw = random_once_in(&driver->random, 3);
    struct named_name name;
    HANDLE handle;
    PHANDLE to = pointer(driver, zw, &handle);
    const ULONG flags = random_once_in(&driver->random, 2) ? OBJ_OPENIF : 0;
    POBJECT_ATTRIBUTES attributes =
        named_attributes(&name, names[random_below(&driver->random, ROWS(names))], flags);

    if (random_once_in(&driver->random, 2))
        driver->status = (zw ? ZwCreateEvent : NtCreateEvent)(to, random_access(driver), attributes,
                                                              SynchronizationEvent, FALSE);
    else
        driver->status = (zw ? ZwOpenEvent : NtOpenEvent)(to, random_access(driver), attributes);
}

const struct random_call_row native_calls[] = {
    {"(a handle comes from elsewhere)", 8, get_handle},
    {"(the previous mode changes)", 2, switch_mode},
    {"OpenProcessToken", 6, open_process_token},
    {"OpenThreadToken", 10, open_thread_token},
    {"DuplicateToken", 9, duplicate},
    {"NtSetInformationThread", 7, set_thread},
    {"AdjustTokenPrivileges", 8, adjust_privileges},
    {"NtAdjustGroupsToken", 6, adjust_groups},
    {"NtPrivilegeCheck", 3, check_privileges},
    {"NtCompareTokens", 3, compare},
    {"SetTokenInformation", 6, set_token},
    {"Event", 4, use_event},
    {"Close", 5, close},
    {"Terminate", 2, terminate},
    {"ImpersonateSelf", 5, impersonate_self},
};
const size_t native_call_count = sizeof native_calls / sizeof *native_calls;
