/*
 * SDDL: security descriptors as text, both ways. Grammar, canonical form and errors:
 * access-check.md section 4. Text is UTF-8; its characters are those of the wide strings that
 * the public functions take.
 *
 * Where a world is taken, its version and its contested points decide what text may say; NULL
 * stands for the newest version, for text that only describes.
 */
#ifndef RTL_SDDL_H
#define RTL_SDDL_H

#include "rtl/bytes.h"
#include "rtl/descriptor.h"

/* What the aliases of a machine, a domain and a forest are relative to; NULL: there is none. */
struct rtl_sddl_domains {
    const SID *machine, *domain, *forest;
    /* Finds other names for SIDs, of small letters, digits, '-' and '_'; may be NULL. */
    const SID *(*named)(const void *names, const char *name, size_t length);
    const void *names;
};

/* Every world is one machine, S-1-5-21-1-2-3, which is in no domain (access-check S-10). */
extern const struct rtl_sddl_domains rtl_sddl_machine;

/* Why text is no descriptor, SID or condition. */
struct rtl_sddl_problem {
    size_t offset, length; /* of the text that is wrong, in bytes */
    ULONG error;           /* ERROR_*, as the function documents it; ERROR_INVALID_FUNCTION for
                              what Windows takes and nobody knows the meaning of */
    const char *what;      /* what is wrong there, and what would be right; a whole phrase */
    bool in_sid;           /* a SID should stand there */
};

/*
 * The self-relative descriptor that the text says, laid out as Windows does (B-4), appended to
 * *out, which must be empty. False, with *problem set and *out freed, if the text is wrong.
 */
bool rtl_sddl_parse(const struct srm_world *w, const char *text, size_t length,
                    const struct rtl_sddl_domains *domains, struct rtl_bytes *out,
                    struct rtl_sddl_problem *problem);

/* A SID or an alias, the whole text. */
bool rtl_sddl_parse_sid(const struct srm_world *w, const char *text, size_t length,
                        const struct rtl_sddl_domains *domains, SE_SID *out,
                        struct rtl_sddl_problem *problem);

/*
 * Canonical text of a valid self-relative descriptor's parts, terminated and appended to *out.
 * False if an entry of it has no text (its type has no letters).
 */
bool rtl_sddl_print(const struct srm_world *w, const void *descriptor, SECURITY_INFORMATION parts,
                    const struct rtl_sddl_domains *domains, struct rtl_bytes *out);

/* The same for one entry, one SID, and the application data of a conditional entry. */
bool rtl_sddl_print_ace(const struct srm_world *w, const struct rtl_ace *ace,
                        const struct rtl_sddl_domains *domains, struct rtl_bytes *out);
void rtl_sddl_print_sid(const SID *sid, const struct rtl_sddl_domains *domains,
                        struct rtl_bytes *out);
bool rtl_sddl_print_condition(const UCHAR *data, size_t size,
                              const struct rtl_sddl_domains *domains, struct rtl_bytes *out);

/* The application data of a condition in SDDL, without the parentheses around it. */
bool rtl_sddl_parse_condition(const struct srm_world *w, const char *text, size_t length,
                              const struct rtl_sddl_domains *domains, struct rtl_bytes *out,
                              struct rtl_sddl_problem *problem);

#endif
