#include "scenario/fixtures.h"

#include "scenario/kinds_private.h"
#include "scenario/runner.h"

#include "ntsrm/srm.h"
#include "se/accounts.h"

#include <string.h>

/* ---- accounts: names for SIDs ---- */

static bool account_sid(struct runner *run, const struct node *node, SE_SID *sid)
{
    struct keyed keys;
    if (node->kind != NODE_MAPPING) {
        return sid_parse(run, node, sid);
    }
    if (!keys_collect(run, node, SPACE_ACCOUNT, &keys)) {
        return false;
    }
    const struct node *written = key_value(keys, ACCOUNT, sid);
    return written ? sid_parse(run, written, sid)
                   : problem(run, node, "an account that can log on needs a 'sid'");
}

bool fixtures_account(struct runner *run, const struct node *key, const struct node *value)
{
    SE_SID sid;
    if (word_of(run, SPACE_SID, key)) {
        return problem(run, key, "'%s' is a well-known SID and cannot be an account", key->text);
    }
    for (size_t i = 0; i < run->account_count; i++) {
        if (run->accounts[i].hash == key->hash && strcmp(run->accounts[i].text, key->text) == 0) {
            return problem(run, key, "'%s' is an account already", key->text);
        }
    }
    bool right = account_sid(run, value, &sid);
    if (!right) {
        sid = (SE_SID){.Sid = {.Revision = SID_REVISION}}; /* so that its name is known at least */
    }
    run->accounts = array_grow(run->accounts, run->account_count, &run->account_capacity,
                               sizeof *run->accounts);
    struct account *account = &run->accounts[run->account_count++];
    account->text = key->text;
    account->length = key->length;
    account->hash = key->hash;
    memcpy(&account->sid, &sid, rtl_sid_length(&sid.Sid));
    return right;
}

/* ---- accounts that can log on ---- */

static bool read_password(struct runner *run, const struct node *node, const char **password)
{
    *password = "";
    if (!node) {
        return true;
    }
    *password = node->text;
    return node->kind == NODE_SCALAR || problem_kind(run, node, "a password");
}

bool fixtures_logon_account(struct runner *run, const struct node *key, const struct node *value)
{
    struct keyed keys;
    const char *password, *why = NULL;
    SE_SID sid;
    if (value->kind != NODE_MAPPING) {
        return true;
    }
    if (!keys_collect(run, value, SPACE_ACCOUNT, &keys)) {
        return false;
    }
    bool right =
        fixtures_design(run, key_value(keys, ACCOUNT, like), key_value(keys, ACCOUNT, groups),
                        key_value(keys, ACCOUNT, privileges));
    if (!read_password(run, key_value(keys, ACCOUNT, password), &password) || !right) {
        return false;
    }
    if (run->dry || !sid_parse(run, key, &sid)) {
        return run->dry;
    }
    se_design_set_user(&run->design, &sid.Sid, 0);
    return se_account_new(run->world, key->text, password, &run->design, &why) ||
           problem(run, key, "%s", why);
}

/* ---- settings ---- */

bool fixtures_settings(struct runner *run, const struct node *settings)
{
    struct value number;
    bool right = true;
    if (!settings) {
        return true;
    }
    if (settings->kind != NODE_MAPPING) {
        return problem_kind(run, settings, "a mapping from settings");
    }
    const struct node *end = after(run, settings);
    for (const struct node *key = node_first(settings); key != end; key = after(run, key + 1)) {
        if (!word_of(run, SPACE_SETTING, key)) {
            right = problem_word(run, key, SPACE_SETTING);
        } else if (!kind_parse(run, resolved(run, key + 1), KIND_NUMBER, &number)) {
            right = false;
        } else if (!run->dry) {
            srm_world_set(run->world, key->text, (uint32_t)number.number);
        }
    }
    return right;
}
