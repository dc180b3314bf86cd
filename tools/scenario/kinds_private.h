/*
 * The behaviours of the kinds, shared by the files that implement them.
 */
#ifndef NTSRM_TOOLS_SCENARIO_KINDS_PRIVATE_H
#define NTSRM_TOOLS_SCENARIO_KINDS_PRIVATE_H

#include "scenario/kinds.h"

#include "ps/thread.h"

/* kinds_words.c */
extern const struct kind_behaviour kind_nothing, kind_word, kind_level, kind_mask, kind_number,
    kind_status, kind_error, kind_source, kind_expiration, kind_flag, kind_luid;
/* kinds_strings.c */
extern const struct kind_behaviour kind_string, kind_unicode_string, kind_data;
/* kinds_labels.c */
extern const struct kind_behaviour kind_label, kind_trust;
/* kinds_sids.c */
extern const struct kind_behaviour kind_sid, kind_user, kind_sids, kind_session;
/* kinds_claims.c */
extern const struct kind_behaviour kind_claims;
/* kinds_groups.c */
extern const struct kind_behaviour kind_groups, kind_device_groups, kind_token_groups,
    kind_group_list;
/* kinds_privileges.c */
extern const struct kind_behaviour kind_privileges, kind_privilege, kind_token_privileges,
    kind_privilege_list, kind_privilege_set;
/* kinds_acl.c */
extern const struct kind_behaviour kind_dacl, kind_sacl;
/* kinds_descriptor.c, kinds_security.c */
extern const struct kind_behaviour kind_descriptor, kind_descriptor_text, kind_security_descriptor;
/* kinds_access.c */
extern const struct kind_behaviour kind_generic_mapping, kind_guid, kind_object_types,
    kind_results;
/* kinds_ports.c */
extern const struct kind_behaviour kind_port_message;
/* kinds_structures.c */
extern const struct kind_behaviour kind_structure, kind_pointed, kind_attribute_list,
    kind_token_information, kind_process_information;
/* kinds_objects.c */
extern const struct kind_behaviour kind_token, kind_copy_of, kind_is_token, kind_token_id,
    kind_thread, kind_process, kind_object, kind_pipe_end, kind_client_context,
    kind_subject_context, kind_state;
/* kinds_handles.c */
extern const struct kind_behaviour kind_handle, kind_new_handle, kind_handles, kind_object_id;

/* Most kinds compare pointers, lists by what they hold. */
bool same_pointer(const struct value *a, const struct value *b);

/* The list of `{exactly: list}`, or the node itself; *exactly: others must not be there. */
const struct node *without_exactly(struct runner *run, const struct node *node, bool *exactly);

/* Structures of NT's point to what they only read without saying so. */
static inline void *unconst(const void *pointer)
{
    union {
        const void *constant;
        void *variable;
    } both = {.constant = pointer};
    return both.variable;
}

/* The worse of two answers about parts is that about the whole. */
enum match match_combined(enum match whole, enum match part);

/* A structure that an earlier call gave, given back: the name of one of the same type. */
bool bound_structure_parse(struct runner *run, const struct node *node, enum kind kind,
                           struct value *value);

/* The number behind the name of one that came back; false for any other node, which is not told. */
bool bound_number_read(struct runner *run, const struct node *node, uint64_t *number);

/*
 * What a pointer inside a structure leads to: NULL, UNREADABLE, for SIDs and lists MALFORMED, or
 * else a value of that kind.
 */
bool inner_parse(struct runner *run, const struct node *node, enum kind kind, struct value *value);

/* A SID that is written as a word. Reports what is wrong. */
bool sid_parse(struct runner *run, const struct node *node, SE_SID *sid);
/* The account's name, the well-known name, or S-1-... */
void sid_print(struct runner *run, const SID *sid, struct text *text);
/* The declared account that is meant by a name that nobody declared; NULL if none is near. */
const char *account_nearest(struct runner *run, const char *text, size_t length);
/* The logon session that a word names, and what its `by` makes the origin. */
bool session_parse(struct runner *run, const struct node *node, LUID *id, LUID *origin);

/* What {copy-of: TOKEN} says about a token: NULL if the node is no such mapping. */
const struct node *copy_of_node(struct runner *run, const struct node *node);
/* Whether the token is a copy of the one that the node names. */
enum match copy_match(struct runner *run, const struct node *source,
                      const struct se_token *actual);

/* An ACL that the node describes, in the arena; *acl is NULL for the word NULL. */
bool acl_parse(struct runner *run, const struct node *node, ACL **acl);
/* An empty one in the arena with room for so many entries, and another entry in it. */
ACL *acl_begin(struct runner *run, size_t entries);
void acl_append(ACL *acl, const struct rtl_ace *entry);

/* Bytes in the arena. */
struct octets {
    const void *bytes;
    size_t size;
};

/* kinds_sddl.c: is it a descriptor in SDDL? Names have no colon. */
bool node_is_sddl(const struct node *node);
/* The self-relative descriptor that it says. */
bool sddl_parse(struct runner *run, const struct node *node, struct octets *out);
/* The text of a self-relative one, in which declared accounts have their names. */
void sddl_print(struct runner *run, const void *descriptor, struct text *text);
/* Bytes in hex, at most `room`; behind them zeros, until there are so many. */
bool hex_parse(struct runner *run, const struct node *node, size_t room, struct octets *out);

/* What a mapping says of a descriptor; NULL: not written. */
struct described {
    const SID *owner, *group;
    const ACL *dacl;
    bool has_dacl;
    /* To be read further: what an object can have here is less than what a call can take. */
    const struct node *sacl, *label, *form;
    const struct node *sddl, *hex; /* one of these says all but the form */
};

/* The parts of a descriptor in memory, of either form. */
struct parts {
    const SID *owner, *group;
    const ACL *dacl, *sacl;
    bool dacl_present, sacl_present;
    SECURITY_DESCRIPTOR_CONTROL control;
};

struct parts parts_of(const void *descriptor);
/* The level of the label; false if there is none. */
bool parts_label(const struct parts *parts, uint32_t *label);
/* Whether two lists, of which both may be NULL, have the same entries. */
bool acl_same(const ACL *first, const ACL *second);

/* The flags of a list that SDDL writes, and that are compared. */
#define DACL_FLAGS (SE_DACL_PROTECTED | SE_DACL_AUTO_INHERITED)
#define SACL_FLAGS (SE_SACL_PROTECTED | SE_SACL_AUTO_INHERITED)

/* kinds_sddl.c: ", sacl: [...]" if it holds more than labels; ", flags: D:PAI" if there are any. */
void sacl_print(struct runner *run, const ACL *sacl, struct text *text);
void list_flags_print(SECURITY_DESCRIPTOR_CONTROL control, struct text *text);

/* of_call: its parts may be what inner_parse says, too. */
bool described_parse(struct runner *run, const struct node *node, bool of_call,
                     struct described *described);
/* An integrity level by name or number. */
bool label_parse(struct runner *run, const struct node *node, uint32_t *label);
/* kinds_given.c: the descriptor that a mapping describes, as a call takes it, in the arena. */
bool given_descriptor_parse(struct runner *run, const struct node *node, const void **descriptor);

/* A descriptor with one reference, NULL for `none`; parts not written are those of `usual`. */
bool descriptor_parse(struct runner *run, const struct node *node,
                      const struct rtl_descriptor *usual, struct rtl_descriptor **descriptor);

/* The attributes that a group's or privilege's state stands for: a word, or a list of constants. */
bool group_attributes_parse(struct runner *run, const struct node *node, enum group_state *state,
                            uint32_t *attributes);
bool privilege_attributes_parse(struct runner *run, const struct node *node,
                                enum privilege_state *state, uint32_t *attributes);
/* What `state` says where a list of constants was written. */
enum { STATE_EXACT = 100 };

/* A mask as its constants, where it has them. type: ob_type of the object, or NULL. */
void access_print(struct runner *run, uint64_t mask, const void *type, struct text *text);

#endif
