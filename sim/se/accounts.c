#include "se/accounts.h"

#include "ex/pool.h"

#include <string.h>

struct se_account {
    struct se_account *next;
    char *name, *password;
    struct se_design design; /* whose lists and claims stand in the pool */
};

static void *keep(struct srm_world *w, const void *memory, size_t size)
{
    void *kept = ex_alloc_raw(w->pool, EX_KIND_Account, size ? size : 1);

    if (size > 0)
        memcpy(kept, memory, size);
    return kept;
}

static void keep_list(struct srm_world *w, struct se_sid_list *list)
{
    list->sids = keep(w, list->sids, list->count * sizeof *list->sids);
    list->attributes = keep(w, list->attributes, list->count * sizeof *list->attributes);
}

static void forget_list(struct srm_world *w, struct se_sid_list *list)
{
    ex_free(w->pool, list->sids);
    ex_free(w->pool, list->attributes);
}

/* All that a design points to. */
static void keep_design(struct srm_world *w, struct se_design *design)
{
    keep_list(w, &design->groups);
    keep_list(w, &design->restricting);
    keep_list(w, &design->capabilities);
    keep_list(w, &design->device_groups);
    for (int i = 0; i < SE_CLAIMS_COUNT; i++)
        design->claims[i].bytes = keep(w, design->claims[i].bytes, design->claims[i].size);
}

static void forget_design(struct srm_world *w, struct se_design *design)
{
    forget_list(w, &design->groups);
    forget_list(w, &design->restricting);
    forget_list(w, &design->capabilities);
    forget_list(w, &design->device_groups);
    for (int i = 0; i < SE_CLAIMS_COUNT; i++)
        ex_free(w->pool, design->claims[i].bytes);
}

/* What would never match, or match what it should not. */
static const char *text_problem(const char *name, const char *password)
{
    return *name == '\0'          ? "an account needs a name"
           : strpbrk(name, "\\@") ? "the name of an account has no \\ and no @"
           : strlen(name) > SE_ACCOUNT_TEXT_MOST || strlen(password) > SE_ACCOUNT_TEXT_MOST
               ? "the name or password of an account is too long"
               : NULL;
}

struct se_account *se_account_new(struct srm_world *w, const char *name, const char *password,
                                  const struct se_design *design, const char **problem)
{
    struct se_account *account;

    *problem = text_problem(name, password);
    if (!*problem)
        *problem = se_account_find(w, name) ? "there is an account of that name"
                                            : se_design_problem(design);
    if (*problem)
        return NULL;
    account = ex_alloc(w->pool, EX_KIND_Account, sizeof *account);
    account->name = keep(w, name, strlen(name) + 1);
    account->password = keep(w, password, strlen(password) + 1);
    account->design = *design;
    keep_design(w, &account->design);
    account->next = w->accounts;
    w->accounts = account;
    return account;
}

void se_accounts_forget(struct srm_world *w)
{
    while (w->accounts) {
        struct se_account *account = w->accounts;

        w->accounts = account->next;
        forget_design(w, &account->design);
        ex_free(w->pool, account->name);
        ex_free(w->pool, account->password);
        ex_free(w->pool, account);
    }
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Is the name what stands in text, up to its end or an @? */
static bool name_matches(const char *text, const char *name)
{
    for (; *text && *text != '@'; text++, name++)
        if (lower(*text) != lower(*name))
            return false;
    return *name == '\0';
}

const struct se_account *se_account_find(const struct srm_world *w, const char *name)
{
    const char *domain_end = strrchr(name, '\\');
    const struct se_account *account = w->accounts;

    if (domain_end)
        name = domain_end + 1;
    while (account && !name_matches(name, account->name))
        account = account->next;
    return account;
}

const char *se_account_name_of(const struct srm_world *w, const SID *user)
{
    const struct se_account *account = w->accounts;

    while (account && !rtl_sid_equal(&account->design.groups.sids[0].Sid, user))
        account = account->next;
    return account ? account->name : NULL;
}

bool se_account_password_matches(const struct se_account *account, const char *password)
{
    return strcmp(account->password, password) == 0;
}

const struct se_design *se_account_design(const struct se_account *account)
{
    return &account->design;
}
