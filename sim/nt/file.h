/*
 * Files: what opening one asks beyond the descriptor. Sources: ntifs NtCreateFile; MS-FSA 2.1.5.1.
 */
#ifndef NT_FILE_H
#define NT_FILE_H

#include "nt/name.h"

/* How a file is to be opened. */
struct nt_file_wish {
    const struct nt_seeker *seeker;
    ACCESS_MASK desired;
    ULONG options; /* FILE_* */
};

/* Do the options go together? STATUS_INVALID_PARAMETER; not modelled: some of them. */
NTSTATUS nt_check_file_options(const struct nt_file_wish *wish);

/*
 * May the file at that place be opened so? *granted is what the handle will have.
 * STATUS_NOT_A_DIRECTORY; STATUS_FILE_IS_A_DIRECTORY; the statuses of nt_check_object.
 */
NTSTATUS nt_check_file(const struct nt_file_wish *wish, const struct nt_place *place,
                       ACCESS_MASK *granted);

#endif
