/*
 * An answer about a token while it is put together: bytes, and pointers among them. Everything that
 * is put goes behind what is there; without memory it is only counted, so that one function per
 * class of information both measures and writes.
 */
#ifndef SE_ANSWER_H
#define SE_ANSWER_H

#include "se/token.h"

struct se_answer {
    const struct se_information_class *class;
    const struct se_token *token;
    bool label_listed;    /* the integrity level is one of the groups */
    unsigned char *bytes; /* of any alignment; NULL: only counted */
    size_t size;          /* so far */
};

/* Some of a token's SIDs, and the label behind them. */
struct se_sids {
    const SE_SID *sids;
    const uint32_t *attributes; /* NULL: all have the same */
    uint32_t same;
    uint32_t wanted; /* left out is what lacks one of these attributes */
    uint32_t count;
    bool label_listed;
    SE_SID label;
};

/* What the label has for attributes, wherever it stands (access-check T-18). */
#define SE_LABEL_ATTRIBUTES (SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED)

struct se_sids se_answer_user_and_groups(const struct se_answer *answer);
struct se_sids se_answer_groups(const struct se_answer *answer);
struct se_sids se_answer_restricting(const struct se_answer *answer);
/* The groups that are SIDs of a logon. */
struct se_sids se_answer_logon_sids(const struct se_answer *answer);

/* How many SIDs there are, and the bytes that they take. */
uint32_t se_sids_measure(const struct se_sids *list, size_t *bytes);

void se_answer_put(struct se_answer *answer, const void *content, size_t size);
/* A structure that is a pointer to the content, which follows it; or NULL. */
void se_answer_put_pointed(struct se_answer *answer, const void *content, size_t size);
/* A SID_AND_ATTRIBUTES, and its SID. */
void se_answer_put_sid(struct se_answer *answer, const SID *sid, uint32_t attributes);
/* A TOKEN_GROUPS, and its SIDs. */
void se_answer_put_groups(struct se_answer *answer, const struct se_sids *list);
/* A TOKEN_PRIVILEGES of some that the token has. */
void se_answer_put_privileges(struct se_answer *answer, uint64_t privileges);
/* A TOKEN_GROUPS_AND_PRIVILEGES, and all that it points to. */
void se_answer_put_everything(struct se_answer *answer);

#endif
