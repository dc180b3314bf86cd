#include "discover.h"

#include "options.h"
#include "shown.h"

#include "scenario/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char marker[] = ".ntsrm-root";

/* The state of a search; root and part are those of the operand that is looked at. */
struct search {
    struct targets *targets;
    const struct command *command;
    const char *root; /* of what is found from here on */
    bool root_given;
    const char *part;
    enum exit_code code;
};

static const char irregular[] = "is not a regular file";

const char *target_trouble(const struct target *target)
{
    struct stat status;
    if (target->trouble != NULL) {
        return target->trouble;
    }
    if (stat(target->path, &status) != 0) {
        return strerror(errno);
    }
    return S_ISREG(status.st_mode) ? NULL : irregular;
}

static char *string_copy(const char *string)
{
    size_t size = strlen(string) + 1;
    return memcpy(memory_resize(NULL, size), string, size);
}

/* Adds a copy to a list. */
static const char *string_keep(char ***list, size_t *count, const char *string)
{
    *list = memory_resize(*list, (*count + 1) * sizeof **list);
    return (*list)[(*count)++] = string_copy(string);
}

/* How many characters are slashes, or are none. */
static size_t run_length(const char *at, bool slashes)
{
    size_t length = 0;
    while (at[length] != '\0' && (at[length] == '/') == slashes) {
        length++;
    }
    return length;
}

/* Leaves out what leads nowhere, so that a file has one name however it is reached: "./", "//". */
static void path_tidy(char *path)
{
    const char *at = path;
    char *end = path;
    while (*at != '\0') {
        size_t length = run_length(at, false);
        size_t slashes = run_length(at + length, true);
        bool stays = (length == 0 && end == path) || (length > 0 && strncmp(at, ".", length) != 0);
        if (stays) {
            memmove(end, at, length + (slashes > 0));
            end += length + (slashes > 0);
        }
        at += length + slashes;
    }
    *end = '\0';
}

static struct target *target_add(struct search *search, const char *path)
{
    struct targets *targets = search->targets;
    if (targets->count == targets->capacity) {
        targets->capacity = targets->capacity == 0 ? 16 : 2 * targets->capacity;
        targets->list = memory_resize(targets->list, targets->capacity * sizeof *targets->list);
    }
    struct target *target = &targets->list[targets->count++];
    *target =
        (struct target){.path = string_copy(path), .root = search->root, .part = search->part};
    path_tidy(target->path);
    return target;
}

static void trouble(struct search *search, const char *path, const char *what)
{
    struct targets *targets = search->targets;
    if (targets->keep_troubles) {
        target_add(search, path)->trouble =
            string_keep(&targets->roots, &targets->root_count, what);
        return;
    }
    usage_error(search->command, "%s: %s", path, what);
    search->code = CODE_TROUBLE;
}

static bool ends_with(const char *string, const char *end)
{
    size_t length = strlen(string);
    size_t end_length = strlen(end);
    return length > end_length && strcmp(string + length - end_length, end) == 0;
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool is_scenario_name(const char *path)
{
    return *path_name(path) != '.' && ends_with(path, ".yaml");
}

static void folder_search(struct search *search, struct text *path);

/*
 * Something in a folder. What is called a scenario is taken for one: reading it tells soon enough
 * whether it is a regular file, and asking for each would cost as much as reading its first page.
 */
static void entry_search(struct search *search, struct text *path)
{
    struct stat status;
    if (is_scenario_name(path->bytes)) {
        target_add(search, path->bytes);
    } else if (lstat(path->bytes, &status) != 0) {
        trouble(search, path->bytes, strerror(errno));
    } else if (S_ISDIR(status.st_mode)) {
        folder_search(search, path);
    }
}

/* Kept with the targets, which refer to it. */
static const char *root_keep(struct targets *targets, const char *path)
{
    return string_keep(&targets->roots, &targets->root_count, path);
}

static void folder_keep(struct targets *targets, const char *path)
{
    string_keep(&targets->folders, &targets->folder_count, path);
}

void folder_of(const char *path, struct text *folder)
{
    const char *slash = strrchr(path, '/');
    text_reset(folder);
    if (slash == NULL) {
        text_append_string(folder, ".");
    } else {
        text_append(folder, path, slash > path ? (size_t)(slash - path) : 1);
    }
}

static bool is_marked(struct text *folder)
{
    size_t length = folder->length;
    text_append_format(folder, "/%s", marker);
    bool marked = access(folder->bytes, F_OK) == 0;
    folder->bytes[folder->length = length] = '\0';
    return marked;
}

static void folder_search(struct search *search, struct text *path)
{
    DIR *folder = opendir(path->bytes);
    size_t length = path->length;
    const char *root = search->root;
    if (folder == NULL) {
        trouble(search, path->bytes, strerror(errno));
        return;
    }
    folder_keep(search->targets, path->bytes);
    if (!search->root_given && is_marked(path)) {
        search->root = root_keep(search->targets, path->bytes);
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') {
            text_append_string(path, path->bytes[length - 1] == '/' ? "" : "/");
            text_append_string(path, entry->d_name);
            entry_search(search, path);
            path->bytes[path->length = length] = '\0';
        }
    }
    closedir(folder);
    search->root = root;
}

static int path_compare(const void *left, const void *right)
{
    return strcmp(((const struct target *)left)->path, ((const struct target *)right)->path);
}

/* Appends "/..". False at the top of the file system. */
static bool climb(struct text *folder)
{
    struct stat here, above;
    bool known = stat(folder->bytes, &here) == 0;
    text_append_string(folder, "/..");
    return known && stat(folder->bytes, &above) == 0 &&
           (here.st_ino != above.st_ino || here.st_dev != above.st_dev);
}

/* The root for a folder that was named: the nearest above it that is marked, else itself. */
static const char *folder_root(struct targets *targets, const char *folder)
{
    struct text path = {0};
    text_append_string(&path, folder);
    bool marked = is_marked(&path);
    while (!marked && climb(&path)) {
        marked = is_marked(&path);
    }
    const char *root = root_keep(targets, marked ? path.bytes : folder);
    text_free(&path);
    return root;
}

static void operand_folder(struct search *search, const char *operand)
{
    struct targets *targets = search->targets;
    struct text path = {0};
    size_t first = targets->count;
    text_append_string(&path, operand);
    while (path.length > 1 && path.bytes[path.length - 1] == '/') {
        path.bytes[--path.length] = '\0';
    }
    if (!search->root_given) {
        search->root = folder_root(targets, path.bytes);
    }
    folder_search(search, &path);
    if (targets->count > first) {
        qsort(targets->list + first, targets->count - first, sizeof *targets->list, path_compare);
    }
    text_free(&path);
}

/* Where an operand that names no file is split into a path and a part: at the colon, or NULL. */
static char *part_colon(char *operand)
{
    char *colon = strstr(operand, ".yaml:");
    if (colon != NULL) {
        return colon + strlen(".yaml");
    }
    colon = strrchr(operand, ':');
    return colon != NULL && colon[1] != '\0' && colon[1 + strspn(colon + 1, "0123456789")] == '\0'
               ? colon
               : NULL;
}

static void operand_search(struct search *search, char *operand)
{
    struct stat status;
    bool exists = stat(operand, &status) == 0;
    char *colon = exists ? NULL : part_colon(operand);
    search->part = NULL;
    if (colon != NULL) {
        *colon = '\0';
        search->part = colon + 1;
        exists = stat(operand, &status) == 0;
    }
    if (!exists) {
        trouble(search, operand, strerror(errno));
    } else if (S_ISDIR(status.st_mode)) {
        operand_folder(search, operand);
    } else if (S_ISREG(status.st_mode)) {
        struct text folder = {0};
        folder_of(operand, &folder);
        folder_keep(search->targets, folder.bytes);
        text_free(&folder);
        target_add(search, operand);
    } else {
        trouble(search, operand, irregular);
    }
}

/* By path, and the ones of a path in the order in which they were named. */
static int place_compare(const void *left, const void *right)
{
    const struct target *a = *(const struct target *const *)left;
    const struct target *b = *(const struct target *const *)right;
    int order = strcmp(a->path, b->path);
    return order != 0 ? order : (a > b) - (a < b);
}

/* A file that was named several times is one target with several parts. */
static void repetitions_join(struct targets *targets)
{
    struct target **sorted = memory_resize(NULL, targets->count * sizeof(struct target *));
    for (size_t i = 0; i < targets->count; i++) {
        sorted[i] = &targets->list[i];
    }
    qsort(sorted, targets->count, sizeof *sorted, place_compare);
    for (size_t i = 1; i < targets->count; i++) {
        if (strcmp(sorted[i - 1]->path, sorted[i]->path) == 0) {
            sorted[i - 1]->next_part = (size_t)(sorted[i] - targets->list);
            sorted[i]->repeated = true;
        }
    }
    free(sorted);
}

enum exit_code targets_find(struct targets *targets, const struct command *command,
                            char *const *operands, size_t count, const char *root)
{
    struct search search = {.targets = targets, .command = command};
    struct stat status;
    if (root != NULL && (stat(root, &status) != 0 || !S_ISDIR(status.st_mode))) {
        usage_error(command, "--root=%s is not a folder", root);
        return CODE_TROUBLE;
    }
    for (size_t i = 0; i < count; i++) {
        search.root = root;
        search.root_given = root != NULL;
        operand_search(&search, operands[i]);
    }
    if (count > 1 && targets->count > 1) {
        repetitions_join(targets);
    }
    return search.code;
}

static void strings_free(char **list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i]);
    }
    free(list);
}

bool targets_are_met(const struct targets *targets, const struct command *command)
{
    bool met = true;
    for (size_t i = 0; i < targets->count; i++) {
        const struct target *target = &targets->list[i];
        if (target->part != NULL && !target->met) {
            struct text shown = {0};
            append_shown(&shown, target->path, false);
            text_append_string(&shown, ":");
            append_shown(&shown, target->part, false);
            usage_error(command, "%s: there is no such case", shown.bytes);
            text_free(&shown);
            met = false;
        }
    }
    return met;
}

void targets_free(struct targets *targets)
{
    for (size_t i = 0; i < targets->count; i++) {
        free(targets->list[i].path);
    }
    free(targets->list);
    strings_free(targets->roots, targets->root_count);
    strings_free(targets->folders, targets->folder_count);
    *targets = (struct targets){0};
}
