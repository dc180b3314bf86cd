#include "ntsrm/run/crew.h"

#include "ex/rules.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Files are handed out in heaps, so that workers seldom meet; each may be some heaps ahead. */
#define HEAP_LIMIT     16U
#define HEAPS_A_WORKER 4U

/* Files that one worker runs, one after the other. */
struct heap {
    struct outcome_store *stores; /* heap_size of the crew's */
    size_t first, count;
    bool done;
};

struct worker {
    pthread_t thread;
    struct crew *crew;
    struct gatherer gatherer;
};

struct crew {
    const struct run_plan *plan;
    const uint32_t *order;
    size_t heap_size;
    struct worker *workers; /* the first is whoever asks for outcomes: it has no thread */
    unsigned worker_count;
    struct heap *heaps;
    size_t heap_count;
    struct outcome_store *stores;
    size_t next;          /* file that crew_next returns */
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t is_done, is_free;
    size_t handed_out, taken; /* heaps */
    bool stopped;
};

static void heap_run(struct crew *crew, struct gatherer *gatherer, struct heap *heap)
{
    for (size_t i = 0; i < heap->count; i++) {
        size_t number = heap->first + i;
        gatherer_file(gatherer, crew->order != NULL ? crew->order[number] : number,
                      &heap->stores[i]);
    }
}

static bool any_is_left(const struct crew *crew)
{
    return !crew->stopped && crew->handed_out * crew->heap_size < crew->plan->targets->count;
}

static bool all_are_ahead(const struct crew *crew)
{
    return crew->handed_out == crew->taken + crew->heap_count;
}

/* Runs the next heap; the lock is held before and after. */
static void heap_work(struct worker *worker)
{
    struct crew *crew = worker->crew;
    size_t first = crew->handed_out * crew->heap_size;
    size_t left = crew->plan->targets->count - first;
    struct heap *heap = &crew->heaps[crew->handed_out++ % crew->heap_count];
    heap->first = first;
    heap->count = left < crew->heap_size ? left : crew->heap_size;
    pthread_mutex_unlock(&crew->lock);
    heap_run(crew, &worker->gatherer, heap);
    pthread_mutex_lock(&crew->lock);
    heap->done = true;
    pthread_cond_signal(&crew->is_done);
}

static void *worker_work(void *context)
{
    struct worker *worker = context;
    struct crew *crew = worker->crew;
    pthread_mutex_lock(&crew->lock);
    while (any_is_left(crew)) {
        if (all_are_ahead(crew)) {
            pthread_cond_wait(&crew->is_free, &crew->lock);
        } else {
            heap_work(worker);
        }
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* As many threads as can be had. */
static void workers_start(struct crew *crew, unsigned jobs)
{
    for (unsigned i = 0; i < jobs; i++) {
        struct worker *worker = &crew->workers[i];
        worker->crew = crew;
        gatherer_begin(&worker->gatherer, crew->plan);
        if (i > 0 && pthread_create(&worker->thread, NULL, worker_work, worker) != 0) {
            gatherer_end(&worker->gatherer);
            break;
        }
        crew->worker_count++;
    }
}

static size_t heap_size_for(size_t files, unsigned jobs)
{
    size_t fair = files / ((size_t)jobs * 2 * HEAPS_A_WORKER);
    return jobs == 1 || fair < 1 ? 1 : fair > HEAP_LIMIT ? HEAP_LIMIT : fair;
}

/* Asked only where it counts: the answer is read from a file, a tenth of the start of a program. */
static unsigned processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > 256 ? 256 : (unsigned)count;
}

/* How many of them have work. */
static unsigned workers_for(size_t files, unsigned jobs)
{
    if (files < 2) {
        return 1;
    }
    unsigned wanted = jobs > 0 ? jobs : processors();
    return files < wanted ? (unsigned)files : wanted;
}

struct crew *crew_new(const struct run_plan *plan, unsigned jobs, const uint32_t *order)
{
    struct crew *crew = memory_resize(NULL, sizeof *crew);
    size_t files = plan->targets->count;
    jobs = workers_for(files, jobs);
    *crew = (struct crew){
        .plan = plan,
        .order = order,
        .heap_size = heap_size_for(files, jobs),
        .heap_count = jobs == 1 ? 1 : (size_t)jobs * HEAPS_A_WORKER,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .is_done = PTHREAD_COND_INITIALIZER,
        .is_free = PTHREAD_COND_INITIALIZER,
    };
    crew->workers = memory_resize(NULL, jobs * sizeof *crew->workers);
    crew->heaps = memory_zeroed(crew->heap_count, sizeof *crew->heaps);
    crew->stores = memory_zeroed(crew->heap_count * crew->heap_size, sizeof *crew->stores);
    for (size_t i = 0; i < crew->heap_count; i++) {
        crew->heaps[i].stores = &crew->stores[i * crew->heap_size];
    }
    workers_start(crew, jobs);
    return crew;
}

static struct outcome_store *next_alone(struct crew *crew)
{
    struct heap *heap = &crew->heaps[0];
    struct gatherer *gatherer = &crew->workers[0].gatherer;
    if (heap->stores[0].file.more) {
        gatherer_go_on(gatherer, &heap->stores[0]);
        return &heap->stores[0];
    }
    if (crew->next >= crew->plan->targets->count) {
        return NULL;
    }
    heap->first = crew->next++;
    heap->count = 1;
    /* The versions of a file are run one after the other, and counted before the first is told. */
    gatherer->in_parts = !crew->plan->whole && crew->plan->settings->profile_count < 2;
    heap_run(crew, gatherer, heap);
    return &heap->stores[0];
}

/* The heap whose last file was returned is free for others; works until the next one is done. */
static void heap_change(struct crew *crew, size_t number)
{
    struct heap *heap = &crew->heaps[number % crew->heap_count];
    pthread_mutex_lock(&crew->lock);
    if (number > crew->taken) {
        crew->heaps[crew->taken % crew->heap_count].done = false;
        crew->taken = number;
        pthread_cond_broadcast(&crew->is_free);
    }
    while (!heap->done) {
        if (any_is_left(crew) && !all_are_ahead(crew)) {
            heap_work(&crew->workers[0]);
        } else {
            pthread_cond_wait(&crew->is_done, &crew->lock);
        }
    }
    pthread_mutex_unlock(&crew->lock);
}

struct outcome_store *crew_next(struct crew *crew)
{
    if (crew->worker_count == 1) {
        return next_alone(crew);
    }
    if (crew->next >= crew->plan->targets->count) {
        return NULL;
    }
    size_t number = crew->next / crew->heap_size;
    size_t place = crew->next % crew->heap_size;
    if (place == 0) {
        heap_change(crew, number);
    }
    crew->next++;
    return &crew->heaps[number % crew->heap_count].stores[place];
}

static void workers_stop(struct crew *crew)
{
    if (crew->worker_count == 1) {
        return;
    }
    pthread_mutex_lock(&crew->lock);
    crew->stopped = true;
    pthread_cond_broadcast(&crew->is_free);
    pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 1; i < crew->worker_count; i++) {
        pthread_join(crew->workers[i].thread, NULL);
    }
}

void crew_add_coverage(const struct crew *crew, struct ex_answers *answers)
{
    for (unsigned i = 0; i < crew->worker_count; i++) {
        const struct ex_answers *own = runner_coverage(crew->workers[i].gatherer.runner);
        for (size_t rule = 0; own != NULL && rule < RULE_COUNT; rule++) {
            answers[rule].asked_true += own[rule].asked_true;
            answers[rule].asked_false += own[rule].asked_false;
        }
    }
}

void crew_free(struct crew *crew)
{
    workers_stop(crew);
    for (unsigned i = 0; i < crew->worker_count; i++) {
        gatherer_end(&crew->workers[i].gatherer);
    }
    for (size_t i = 0; i < crew->heap_count * crew->heap_size; i++) {
        outcome_store_free(&crew->stores[i]);
    }
    free(crew->heaps);
    free(crew->stores);
    free(crew->workers);
    free(crew);
}
