#include "rtl/sddl/reader.h"

struct sddl_reader sddl_reader_of(const struct srm_world *w, const char *text, size_t length,
                                  const struct rtl_sddl_domains *domains, ULONG error,
                                  struct rtl_sddl_problem *problem)
{
    if (length == 0) /* then it may be nowhere */
        text = "";
    return (struct sddl_reader){
        .w = w,
        .domains = domains,
        .text = text,
        .at = text,
        .end = text + length,
        .problem = problem,
        .error = error,
        .sid_error = error,
    };
}

bool sddl_fail(struct sddl_reader *reader, const char *from, size_t length, ULONG error,
               const char *what)
{
    const size_t offset = (size_t)(from - reader->text);
    const size_t rest = (size_t)(reader->end - from);

    *reader->problem = (struct rtl_sddl_problem){
        .offset = offset,
        .length = length < rest ? length : rest,
        .error = error,
        .what = what,
    };
    return false;
}

bool sddl_fail_here(struct sddl_reader *reader, const char *what)
{
    return sddl_fail(reader, reader->at, 1, reader->error, what);
}

bool sddl_same_word(const char *text, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != word[i] &&
            (sddl_letter(word[i]) >= LETTER_COUNT || sddl_letter(text[i]) != sddl_letter(word[i])))
            return false;
    return true;
}

bool sddl_skip_word(struct sddl_reader *reader, const char *word)
{
    const size_t length = strlen(word);

    if ((size_t)(reader->end - reader->at) < length || !sddl_same_word(reader->at, word, length))
        return false;
    reader->at += length;
    return true;
}

unsigned sddl_read_base(struct sddl_reader *reader)
{
    if (sddl_peek(reader) != '0')
        return 10;
    if (reader->end - reader->at < 2)
        return 10;
    if (sddl_letter(reader->at[1]) == LETTER_X) {
        reader->at += 2;
        return 16;
    }
    return sddl_digit(reader->at[1]) < 10 ? 8 : 10;
}

size_t sddl_read_digits(struct sddl_reader *reader, unsigned base, uint64_t most, uint64_t *number,
                        bool *clamped)
{
    const char *first = reader->at;
    const uint64_t last = most / base; /* behind it another digit is too many */
    uint64_t value = 0;

    *clamped = false;
    for (; reader->at < reader->end && sddl_digit(*reader->at) < base; reader->at++) {
        const unsigned digit = sddl_digit(*reader->at);

        if (value > last || digit > most - value * base) {
            value = most;
            *clamped = true;
        } else {
            value = value * base + digit;
        }
    }
    *number = value;
    return (size_t)(reader->at - first);
}
