/*
 * Text that is being read, from left to right and once. What reads a part of it returns false when
 * the text is wrong, and has then said why.
 */
#ifndef RTL_SDDL_READER_H
#define RTL_SDDL_READER_H

#include "rtl/sddl.h"

#include "ex/rules.h"
#include "ntsrm/winerror.h"

struct sddl_reader {
    const struct srm_world *w;
    const struct rtl_sddl_domains *domains;
    const char *text, *at, *end; /* the rest begins at `at` */
    struct rtl_bytes *out;
    struct rtl_sddl_problem *problem;
    ULONG error;     /* of what is wrong where the reader is */
    ULONG sid_error; /* of a SID that is none, there */
    bool in_entry;   /* there letters behind an alias make a name of it, which is no SID */
};

/* At the beginning of a text; what is wrong there, also with a SID, is this error. */
struct sddl_reader sddl_reader_of(const struct srm_world *w, const char *text, size_t length,
                                  const struct rtl_sddl_domains *domains, ULONG error,
                                  struct rtl_sddl_problem *problem);

/* Words of two letters are looked up by their place among all such words. */
enum {
    LETTER_A,
    LETTER_B,
    LETTER_C,
    LETTER_D,
    LETTER_E,
    LETTER_F,
    LETTER_G,
    LETTER_H,
    LETTER_I,
    LETTER_J,
    LETTER_K,
    LETTER_L,
    LETTER_M,
    LETTER_N,
    LETTER_O,
    LETTER_P,
    LETTER_Q,
    LETTER_R,
    LETTER_S,
    LETTER_T,
    LETTER_U,
    LETTER_V,
    LETTER_W,
    LETTER_X,
    LETTER_Y,
    LETTER_Z,
    LETTER_COUNT
};
#define SDDL_PAIR_COUNT (LETTER_COUNT * LETTER_COUNT)
#define SDDL_PAIR(a, b) (LETTER_##a * LETTER_COUNT + LETTER_##b)
#define SDDL_LETTERS(a, b)                 \
    {                                      \
        'A' + LETTER_##a, 'A' + LETTER_##b \
    }

/* The next character, 0 at the end. */
static inline char sddl_peek(const struct sddl_reader *reader)
{
    return reader->at < reader->end ? *reader->at : '\0';
}

static inline void sddl_skip_spaces(struct sddl_reader *reader)
{
    while (reader->at < reader->end && *reader->at == ' ')
        reader->at++;
}

static inline bool sddl_skip(struct sddl_reader *reader, char expected)
{
    if (sddl_peek(reader) != expected || reader->at == reader->end)
        return false;
    reader->at++;
    return true;
}

/* Of a letter in either case; LETTER_COUNT or more for what is none. */
static inline unsigned sddl_letter(char character)
{
    return ((unsigned)(unsigned char)character | 0x20u) - 'a';
}

/* Where the next two letters stand among all pairs, SDDL_PAIR_COUNT if there are none. */
static inline unsigned sddl_pair(const struct sddl_reader *reader)
{
    unsigned first, second;

    if (reader->end - reader->at < 2)
        return SDDL_PAIR_COUNT;
    first = sddl_letter(reader->at[0]);
    second = sddl_letter(reader->at[1]);
    return first < LETTER_COUNT && second < LETTER_COUNT ? first * LETTER_COUNT + second
                                                         : SDDL_PAIR_COUNT;
}

/* The value of a digit of whatever base, 36 for what is none. */
static inline unsigned sddl_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    return sddl_letter(digit) < LETTER_COUNT ? sddl_letter(digit) + 10 : 36;
}

/* Asks a rule; without a world, what the newest version answers. */
static inline bool sddl_ask(const struct srm_world *w, enum ex_rule_id id, bool condition)
{
    const struct ex_rule_row *row;

    if (w)
        return ex_rule(w, id, condition);
    row = ex_rule_row(id);
    return row->to == SRM_PROFILE_LAST ? condition : row->missing;
}

/* A contested point; without a world, its standard answer. */
static inline bool sddl_policy(const struct srm_world *w, enum ex_rule_id id)
{
    return w ? ex_policy(w, id) : ex_rule_row(id)->standard;
}

#define sddl_rule(w, name, condition) sddl_ask((w), RULE_sddl_##name, (condition))

/* Says what is wrong with so many characters; false. */
bool sddl_fail(struct sddl_reader *reader, const char *from, size_t length, ULONG error,
               const char *what);
/* The same of the next character, with the error of where the reader is. */
bool sddl_fail_here(struct sddl_reader *reader, const char *what);

/* Letters are the same in either case. */
bool sddl_same_word(const char *text, const char *word, size_t length);
/* False if the text does not go on with the word. */
bool sddl_skip_word(struct sddl_reader *reader, const char *word);

/* Skips "0x", "0" and nothing: 16, 8, 10. */
unsigned sddl_read_base(struct sddl_reader *reader);
/*
 * Reads as many digits as there are and says how many; a number above `most` becomes `most`, and
 * *clamped true.
 */
size_t sddl_read_digits(struct sddl_reader *reader, unsigned base, uint64_t most, uint64_t *number,
                        bool *clamped);

/* Reads a SID, which may be an alias, and writes it; its length, 0 if it is none. */
size_t sddl_read_sid(struct sddl_reader *reader, UCHAR to[SECURITY_MAX_SID_SIZE], bool *alias);

/* The mask up to the next semicolon. */
bool sddl_read_rights(struct sddl_reader *reader, ACCESS_MASK *mask);
/* In lower case, without anything in front. */
void sddl_write_number(uint64_t number, unsigned base, struct rtl_bytes *out);
void sddl_write_rights(UCHAR type, ACCESS_MASK mask, struct rtl_bytes *out);

/* An entry with its parentheses, appended to the bytes of a list. */
bool sddl_read_entry(struct sddl_reader *reader, bool in_sacl);

/* A condition or an attribute with its parentheses, appended to the bytes of an entry. */
bool sddl_read_condition(struct sddl_reader *reader);
bool sddl_read_attribute(struct sddl_reader *reader);
/* An attribute, from the application data of its entry. */
bool sddl_write_attribute(const UCHAR *data, size_t size, const struct rtl_sddl_domains *domains,
                          struct rtl_bytes *out);

#endif
