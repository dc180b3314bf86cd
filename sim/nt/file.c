#include "nt/file.h"

#include "client/privilege.h"
#include "ex/rules.h"
#include "nt/probe.h"

#define SYNCHRONOUS   (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)
#define EITHER_TYPE   (FILE_DIRECTORY_FILE | FILE_NON_DIRECTORY_FILE)
#define KNOWN_OPTIONS 0x00FFFFFFu

/* About how a file is read and written, and what it must be. */
#define MODELLED_OPTIONS                                                                 \
    (EITHER_TYPE | SYNCHRONOUS | FILE_WRITE_THROUGH | FILE_SEQUENTIAL_ONLY |             \
     FILE_NO_INTERMEDIATE_BUFFERING | FILE_RANDOM_ACCESS | FILE_OPEN_FOR_BACKUP_INTENT | \
     FILE_NO_COMPRESSION)

/* Of ACC A-19. */
#define RIGHTS_OF_BACKUP (READ_CONTROL | ACCESS_SYSTEM_SECURITY | FILE_GENERIC_READ | FILE_TRAVERSE)
#define RIGHTS_OF_RESTORE                                                                    \
    (WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY | FILE_GENERIC_WRITE | FILE_ADD_FILE | \
     FILE_ADD_SUBDIRECTORY | DELETE)

NTSTATUS nt_check_file_options(const struct nt_file_wish *wish)
{
    struct srm_world *w = wish->seeker->caller->header.world;
    const ULONG options = wish->options;
    bool known = (options & ~KNOWN_OPTIONS) == 0 && (options & EITHER_TYPE) != EITHER_TYPE &&
                 (options & SYNCHRONOUS) != SYNCHRONOUS;

    if (!rule_on(w, file, options_known, known, NUMBER_FACT("options", options)))
        return STATUS_INVALID_PARAMETER;
    if (!rule_on(w, file, options_modelled, (options & ~MODELLED_OPTIONS) == 0,
                 NUMBER_FACT("options", options)))
        return world_not_modelled(w, "these options of opening a file");
    return rule(w, file, may_wait, !(options & SYNCHRONOUS) || (wish->desired & SYNCHRONIZE))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PARAMETER;
}

static NTSTATUS check_what_it_is(const struct nt_file_wish *wish, const struct ob_named *file)
{
    const struct srm_world *w = file->header.world;

    if (!rule(w, file, directory_where_wanted,
              file->container || !(wish->options & FILE_DIRECTORY_FILE)))
        return STATUS_NOT_A_DIRECTORY;
    return rule(w, file, file_where_wanted,
                !file->container || !(wish->options & FILE_NON_DIRECTORY_FILE))
               ? STATUS_SUCCESS
               : STATUS_FILE_IS_A_DIRECTORY;
}

/* The rights that privileges give whoever backs up or restores. */
static ACCESS_MASK rights_of_privileges(const struct nt_file_wish *wish)
{
    const struct nt_seeker *seeker = wish->seeker;
    const struct srm_world *w = seeker->caller->header.world;
    KPROCESSOR_MODE mode = nt_checked_mode(seeker->caller, seeker->flags);
    ACCESS_MASK rights = 0;

    if (!rule(w, file, backup_intent, (wish->options & FILE_OPEN_FOR_BACKUP_INTENT) != 0))
        return 0;
    if (rule(w, file, backup_held,
             client_holds_privilege(w, seeker->subject, SE_BACKUP_PRIVILEGE, mode)))
        rights |= RIGHTS_OF_BACKUP;
    if (rule(w, file, restore_held,
             client_holds_privilege(w, seeker->subject, SE_RESTORE_PRIVILEGE, mode)))
        rights |= RIGHTS_OF_RESTORE;
    return rights;
}

/* Is the right to what the directory holds? */
static bool directory_grants(const struct nt_file_wish *wish, const struct ob_named *directory,
                             ACCESS_MASK right)
{
    const struct nt_wish on_directory = {
        .subject = *wish->seeker->subject,
        .desired = right,
        .flags = wish->seeker->flags,
    };
    ACCESS_MASK granted;

    return directory && directory->header.descriptor &&
           NT_SUCCESS(
               nt_check_object(wish->seeker->caller, &on_directory, &directory->header, &granted));
}

/* The rights to a file that come from those to its directory. */
static ACCESS_MASK rights_of_directory(const struct nt_file_wish *wish, ACCESS_MASK asked,
                                       const struct ob_named *directory)
{
    const struct srm_world *w = wish->seeker->caller->header.world;
    ACCESS_MASK rights = 0;

    if (rule(w, file, directory_lets_delete,
             (asked & DELETE) && directory_grants(wish, directory, FILE_DELETE_CHILD)))
        rights |= DELETE;
    if (rule(w, file, directory_lets_read,
             (asked & FILE_READ_ATTRIBUTES) &&
                 directory_grants(wish, directory, FILE_LIST_DIRECTORY)))
        rights |= FILE_READ_ATTRIBUTES;
    return rights;
}

/* The descriptor's answer about what is left. */
static NTSTATUS ask_descriptor(const struct nt_file_wish *wish, const struct ob_named *file,
                               ACCESS_MASK left, ACCESS_MASK *granted)
{
    const struct nt_wish on_file = {
        .subject = *wish->seeker->subject,
        .desired = left,
        .flags = wish->seeker->flags,
    };

    return nt_check_object(wish->seeker->caller, &on_file, &file->header, granted);
}

/* `given` are rights that need no answer of the descriptor. */
static NTSTATUS check_rest(const struct nt_file_wish *wish, const struct nt_place *place,
                           ACCESS_MASK asked, ACCESS_MASK given, ACCESS_MASK *granted)
{
    bool maximum = (asked & MAXIMUM_ALLOWED) != 0;
    ACCESS_MASK all = maximum ? ~(ACCESS_MASK)ACCESS_SYSTEM_SECURITY | asked : asked;
    ACCESS_MASK answer = 0;
    NTSTATUS status = ask_descriptor(wish, place->object, asked & ~given, &answer);

    if (status != STATUS_ACCESS_DENIED && !(maximum && NT_SUCCESS(status))) {
        *granted = answer | (given & all);
        return status;
    }
    ACCESS_MASK extra = rights_of_directory(wish, all, place->container);

    given |= extra;
    if (status == STATUS_ACCESS_DENIED && (asked & ~given & ~MAXIMUM_ALLOWED) != 0) {
        if ((asked & extra) != 0)
            status = ask_descriptor(wish, place->object, asked & ~given, &answer);
    } else if ((given & all) != 0) {
        status = STATUS_SUCCESS;
    }
    *granted = answer | (given & all);
    return status;
}

NTSTATUS nt_check_file(const struct nt_file_wish *wish, const struct nt_place *place,
                       ACCESS_MASK *granted)
{
    const struct srm_world *w = place->object->header.world;
    const GENERIC_MAPPING *mapping = rtl_mapping(w->profile, RTL_MAPPED_File);
    ACCESS_MASK asked = rtl_mapping_apply(mapping, wish->desired), given;
    NTSTATUS status = check_what_it_is(wish, place->object);

    if (!NT_SUCCESS(status))
        return status;
    given = rights_of_privileges(wish);
    if (rule(w, file, privileges_suffice, given != 0 && asked != 0 && (asked & ~given) == 0)) {
        *granted = asked;
        return STATUS_SUCCESS;
    }
    return check_rest(wish, place, asked, given, granted);
}
