/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Part 2: logbooks. The messages lie in a memory block of the logbook's name,
 * or else in the partition's own memory. A message is in progress while it is
 * copied. As that is done with interrupts disabled, it is seen only by the error
 * handler if the writer faulted, and by the next life of the partition if this
 * one ended there.
 */

#include <string.h>
#include "internal.h"
#include "apexLogbook.h"

#define MAGIC 0x4b4f4f42u

enum state { STATE_EMPTY, STATE_IN_PROGRESS, STATE_COMPLETE, STATE_ABORTED, STATE_COUNT };

struct slot {
    uint32_t state;
    uint32_t length;
    APEX_BYTE content[];
};

/* In a memory block: others may write there, so nothing of it is believed. */
struct store {
    uint32_t magic;
    uint32_t maximum_size;
    uint32_t maximum;
    uint32_t next; /* slot of the next message; the newest is before it */
};

/* A process and the error handler. */
#define WRITERS 2

/* A message in progress; slot NULL: none. */
struct writer {
    struct slot *slot;
    const struct apex_process *process;
    uint32_t stops; /* the process' then: if it has more, it was stopped there */
};

struct logbook {
    struct apex_object object;
    struct store *store;
    MESSAGE_SIZE_TYPE maximum_size;
    MESSAGE_RANGE_TYPE maximum;
    MESSAGE_RANGE_TYPE maximum_in_progress;
    struct writer writers[WRITERS];
};

APEX_CLASS(logbooks, MAX_NUMBER_OF_LOGBOOKS);

/* The store ---------------------------------------------------------------- */

static size_t slot_size(MESSAGE_SIZE_TYPE maximum_size)
{
    return sizeof(struct slot) + (((size_t)maximum_size + 3) & ~(size_t)3);
}

static size_t store_size(MESSAGE_SIZE_TYPE maximum_size, MESSAGE_RANGE_TYPE maximum)
{
    return sizeof(struct store) + slot_size(maximum_size) * (size_t)maximum;
}

static struct slot *slot_at(const struct logbook *logbook, uint32_t index)
{
    return (struct slot *)(void *)((char *)(logbook->store + 1) +
                                   index * slot_size(logbook->maximum_size));
}

/* The next one's index, also if someone has spoilt it. */
static uint32_t next_of(const struct logbook *logbook)
{
    return logbook->store->next % (uint32_t)logbook->maximum;
}

/* entry 0 is the newest. */
static struct slot *entry_of(const struct logbook *logbook, uint32_t entry)
{
    uint32_t maximum = (uint32_t)logbook->maximum;

    return slot_at(logbook, (next_of(logbook) + maximum - 1 - entry) % maximum);
}

static void clear(struct logbook *logbook)
{
    for (unsigned i = 0; i < WRITERS; i++)
        logbook->writers[i].slot = NULL;
    for (uint32_t i = 0; i < (uint32_t)logbook->maximum; i++)
        slot_at(logbook, i)->state = STATE_EMPTY;
    logbook->store->next = 0;
}

/* Keeps what an earlier life of the partition has left, if it is of this size. */
static void open_store(struct logbook *logbook)
{
    struct store *store = logbook->store;

    if (store->magic == MAGIC && store->maximum_size == (uint32_t)logbook->maximum_size &&
        store->maximum == (uint32_t)logbook->maximum) {
        for (uint32_t i = 0; i < store->maximum; i++)
            if (slot_at(logbook, i)->state == STATE_IN_PROGRESS)
                slot_at(logbook, i)->state = STATE_ABORTED;
        return;
    }
    store->maximum_size = (uint32_t)logbook->maximum_size;
    store->maximum = (uint32_t)logbook->maximum;
    clear(logbook);
    store->magic = MAGIC;
}

/* Creation ----------------------------------------------------------------- */

static bool range_is_valid(MESSAGE_SIZE_TYPE maximum_size, MESSAGE_RANGE_TYPE maximum,
                           MESSAGE_RANGE_TYPE in_progress)
{
    return maximum_size > 0 && maximum_size <= SYSTEM_LIMIT_MESSAGE_SIZE && maximum > 0 &&
           maximum <= SYSTEM_LIMIT_NUMBER_OF_MESSAGES && in_progress > 0 && in_progress <= maximum;
}

static RETURN_CODE_TYPE create(const char *name, MESSAGE_SIZE_TYPE maximum_size,
                               MESSAGE_RANGE_TYPE maximum, MESSAGE_RANGE_TYPE in_progress,
                               LOGBOOK_ID_TYPE *id)
{
    _Partition_Virtual_Block block = {.base = NULL};
    bool valid = range_is_valid(maximum_size, maximum, in_progress);
    size_t needed = valid ? store_size(maximum_size, maximum) : 0;
    bool lasts = apex_memory_block_find(name, &block);
    RETURN_CODE_TYPE code =
        apex_object_check(&logbooks, name, sizeof(struct logbook) + (lasts ? 0 : needed + 16));
    struct logbook *logbook;

    if (code != NO_ERROR)
        return code;
    if (!valid)
        return INVALID_PARAM;
    if (lasts && (!block.writable || block.size < needed))
        return INVALID_CONFIG;
    if (apex_is_normal())
        return INVALID_MODE;
    logbook = apex_object_create(&logbooks, name, sizeof(*logbook));
    logbook->store = lasts ? block.base : apex_allocate(needed);
    logbook->maximum_size = maximum_size;
    logbook->maximum = maximum;
    logbook->maximum_in_progress = in_progress;
    open_store(logbook);
    *id = logbook->object.id;
    return NO_ERROR;
}

void CREATE_LOGBOOK(LOGBOOK_NAME_TYPE LOGBOOK_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                    MESSAGE_RANGE_TYPE MAX_NB_LOGGED_MESSAGES,
                    MESSAGE_RANGE_TYPE MAX_NB_IN_PROGRESS_MESSAGES, LOGBOOK_ID_TYPE *LOGBOOK_ID,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = create(LOGBOOK_NAME, MAX_MESSAGE_SIZE, MAX_NB_LOGGED_MESSAGES,
                          MAX_NB_IN_PROGRESS_MESSAGES, LOGBOOK_ID);
}

void GET_LOGBOOK_ID(LOGBOOK_NAME_TYPE LOGBOOK_NAME, LOGBOOK_ID_TYPE *LOGBOOK_ID,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct logbook *logbook = apex_object_find(&logbooks, LOGBOOK_NAME);

    *RETURN_CODE = logbook == NULL ? INVALID_CONFIG : NO_ERROR;
    if (logbook != NULL)
        *LOGBOOK_ID = logbook->object.id;
}

/* Writing ------------------------------------------------------------------ */

/* What stopped processes were writing is not going to be complete. */
static void abort_stopped(struct logbook *logbook)
{
    for (unsigned i = 0; i < WRITERS; i++) {
        struct writer *writer = &logbook->writers[i];

        if (writer->slot != NULL && writer->process != NULL &&
            writer->process->stops != writer->stops) {
            writer->slot->state = STATE_ABORTED;
            writer->slot = NULL;
        }
    }
}

/* A full ring may come to a message in progress: it is lost. */
static struct slot *take_slot(struct logbook *logbook)
{
    struct slot *slot = slot_at(logbook, next_of(logbook));

    for (unsigned i = 0; i < WRITERS; i++)
        if (logbook->writers[i].slot == slot)
            logbook->writers[i].slot = NULL;
    logbook->store->next = next_of(logbook) + 1;
    return slot;
}

/* NULL: as many messages as there may be are in progress. */
static struct writer *free_writer(struct logbook *logbook)
{
    for (unsigned i = 0; i < WRITERS && i < (unsigned)logbook->maximum_in_progress; i++)
        if (logbook->writers[i].slot == NULL)
            return &logbook->writers[i];
    return NULL;
}

static RETURN_CODE_TYPE write(struct logbook *logbook, MESSAGE_ADDR_TYPE address,
                              MESSAGE_SIZE_TYPE length)
{
    const struct apex_process *self = apex_self();
    struct writer *writer;

    abort_stopped(logbook);
    writer = free_writer(logbook);
    if (writer == NULL)
        return NOT_AVAILABLE;
    writer->slot = take_slot(logbook);
    writer->process = self; /* NULL, the main process: if it faults all is over */
    writer->stops = self == NULL ? 0 : self->stops;
    writer->slot->length = (uint32_t)length;
    writer->slot->state = STATE_IN_PROGRESS;
    memcpy(writer->slot->content, address, (size_t)length);
    writer->slot->state = STATE_COMPLETE;
    writer->slot = NULL;
    return NO_ERROR;
}

void WRITE_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                   MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct logbook *logbook = apex_object_get(&logbooks, LOGBOOK_ID);

    if (logbook == NULL || LENGTH <= 0 || LENGTH > logbook->maximum_size)
        *RETURN_CODE = INVALID_PARAM;
    else
        *RETURN_CODE = write(logbook, MESSAGE_ADDR, LENGTH);
    exec_leave(level);
}

/* With room for two messages in progress there is always one left, as the error
 * handler is the only other one that can write while a process has failed. */
void OVERWRITE_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                       MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct logbook *logbook = apex_object_get(&logbooks, LOGBOOK_ID);

    if (logbook == NULL)
        *RETURN_CODE = INVALID_PARAM;
    else if (logbook->maximum_in_progress < 2)
        *RETURN_CODE = INVALID_CONFIG;
    else if (LENGTH <= 0 || LENGTH > logbook->maximum_size)
        *RETURN_CODE = INVALID_PARAM;
    else
        *RETURN_CODE = write(logbook, MESSAGE_ADDR, LENGTH);
    exec_leave(level);
}

/* Reading ------------------------------------------------------------------ */

static RETURN_CODE_TYPE read(struct logbook *logbook, const struct slot *slot,
                             MESSAGE_ADDR_TYPE address, MESSAGE_SIZE_TYPE *length,
                             WRITE_STATUS_TYPE *write_status)
{
    uint32_t state = slot->state;
    uint32_t size = slot->length;

    *length = 0;
    *write_status = ABORTED;
    if (state == STATE_EMPTY)
        return NO_ACTION;
    if (state == STATE_IN_PROGRESS)
        *write_status = IN_PROGRESS;
    if (state != STATE_COMPLETE || size > (uint32_t)logbook->maximum_size)
        return NO_ERROR;
    memcpy(address, slot->content, size);
    *length = (MESSAGE_SIZE_TYPE)size;
    *write_status = COMPLETE;
    return NO_ERROR;
}

void READ_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_RANGE_TYPE LOGBOOK_ENTRY,
                  MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                  WRITE_STATUS_TYPE *WRITE_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct logbook *logbook = apex_object_get(&logbooks, LOGBOOK_ID);

    if (logbook == NULL || LOGBOOK_ENTRY < 0 || LOGBOOK_ENTRY >= logbook->maximum) {
        *RETURN_CODE = INVALID_PARAM;
    } else {
        abort_stopped(logbook);
        *RETURN_CODE = read(logbook, entry_of(logbook, (uint32_t)LOGBOOK_ENTRY), MESSAGE_ADDR,
                            LENGTH, WRITE_STATUS);
    }
    exec_leave(level);
}

void CLEAR_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct logbook *logbook = apex_object_get(&logbooks, LOGBOOK_ID);

    *RETURN_CODE = logbook == NULL ? INVALID_PARAM : NO_ERROR;
    if (logbook != NULL)
        clear(logbook);
    exec_leave(level);
}

static LOGBOOK_STATUS_TYPE status_of(struct logbook *logbook)
{
    APEX_INTEGER counts[STATE_COUNT] = {0};

    abort_stopped(logbook);
    for (uint32_t i = 0; i < (uint32_t)logbook->maximum; i++) {
        uint32_t state = slot_at(logbook, i)->state;

        counts[state < STATE_COUNT ? state : STATE_ABORTED]++;
    }
    return (LOGBOOK_STATUS_TYPE){
        .MAX_MESSAGE_SIZE = logbook->maximum_size,
        .MAX_NB_LOGGED_MESSAGES = logbook->maximum,
        .MAX_NB_IN_PROGRESS_MESSAGES = logbook->maximum_in_progress,
        .NB_LOGGED_MESSAGES = counts[STATE_COMPLETE] + counts[STATE_ABORTED],
        .NB_IN_PROGRESS_MESSAGES = counts[STATE_IN_PROGRESS],
        .NB_ABORTED_MESSAGES = counts[STATE_ABORTED],
    };
}

void GET_LOGBOOK_STATUS(LOGBOOK_ID_TYPE LOGBOOK_ID, LOGBOOK_STATUS_TYPE *LOGBOOK_STATUS,
                        RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct logbook *logbook = apex_object_get(&logbooks, LOGBOOK_ID);

    *RETURN_CODE = logbook == NULL ? INVALID_PARAM : NO_ERROR;
    if (logbook != NULL)
        *LOGBOOK_STATUS = status_of(logbook);
    exec_leave(level);
}
