/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The paravirtualization layer, partition part: identity, operating mode,
 * ports, health monitoring, module schedule and memory blocks, in the terms of
 * ARINC 653 Part 1 and 2, without their process notions: those belong to the
 * guest's executive. Nothing here blocks. See virtualizationlayercpu.h for the
 * common rules: every function can be called from thread and interrupt
 * context unless its comment says otherwise; times are in ns, as
 * _BSP_Virtual_Clock_read() gives them.
 */
#ifndef PARTITION_H
#define PARTITION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define _PARTITION_NAME_SIZE 32

/* Results of the functions here: 0 or more, or one of these. */
#define _PARTITION_OK            0
#define _PARTITION_NO_SUCH       (-1) /* no such port, schedule, partition, ... */
#define _PARTITION_NOT_PERMITTED (-2) /* the model does not allow it to this partition */
#define _PARTITION_WRONG_MODE    (-3) /* not in the present operating mode */
#define _PARTITION_WRONG_SIZE    (-4) /* a length of 0, or above or below what fits */
#define _PARTITION_WRONG_KIND    (-5) /* a source for a destination, sampling for queuing, ... */
#define _PARTITION_EMPTY         (-6) /* nothing there now */
#define _PARTITION_FULL          (-7) /* no room there now */
#define _PARTITION_BAD_ADDRESS   (-8) /* memory that the partition can't access itself */

/* ARINC 653 Part 1, OPERATING_MODE_TYPE. */
typedef enum {
    _PARTITION_IDLE = 0,
    _PARTITION_COLD_START = 1,
    _PARTITION_WARM_START = 2,
    _PARTITION_NORMAL = 3
} _Partition_Virtual_Mode;

/* ARINC 653 Part 1, START_CONDITION_TYPE. */
typedef enum {
    _PARTITION_NORMAL_START = 0,
    _PARTITION_RESTART = 1,
    _PARTITION_HM_MODULE_RESTART = 2,
    _PARTITION_HM_PARTITION_RESTART = 3
} _Partition_Virtual_Start_condition;

typedef struct {
    uint32_t identifier;             /* 1 for the first partition of the model */
    char name[_PARTITION_NAME_SIZE]; /* NUL-terminated */
    const char *argument;            /* the model's text for this partition, or "" */
    uint64_t period;                 /* ns; 0 if the model gives none */
    uint64_t duration;               /* ns per period; 0 if the model gives none */
    uint64_t major_frame;            /* ns */
    _Partition_Virtual_Start_condition start_condition;
} _Partition_Virtual_Identity;

typedef struct {
    uint64_t start; /* of the present window, ns as _BSP_Virtual_Clock_read() */
    uint64_t end;   /* the first instant that is not in it */
    uint64_t next;  /* start of this partition's next window */
} _Partition_Virtual_Window;

/* Who this partition is. No trap. */
void _Partition_Virtual_Get_identity(_Partition_Virtual_Identity *identity);

/* The present window; consistent even if a window boundary passes meanwhile.
 * No trap. */
void _Partition_Virtual_Get_window(_Partition_Virtual_Window *window);

/* Operating mode (ARINC 653 Part 1, 3.2.2) ---------------------------------- */

/* The present mode. A partition begins in COLD_START, or WARM_START after a
 * warm restart. No trap. */
_Partition_Virtual_Mode _Partition_Virtual_Get_mode(void);

/* NORMAL: initialization is over; WRONG_MODE if it was already. IDLE: the
 * partition ends, does not return. COLD_START and WARM_START: the partition
 * starts again from its pristine program, does not return; WRONG_MODE for a
 * warm start asked for in mode COLD_START. NO_SUCH: no such mode. */
int _Partition_Virtual_Set_mode(_Partition_Virtual_Mode mode);

/* Ports (ARINC 653 Part 1, 3.6) --------------------------------------------- */

/* _CPU_VIRTUAL_IRQ_PORT is raised when a message arrives at a destination
 * port, or when a receiver makes room for a queuing source port. */

#define _PARTITION_MESSAGE_SIZE_MAX 8192 /* bytes */

typedef struct {
    char name[_PARTITION_NAME_SIZE]; /* NUL-terminated */
    int queuing;                     /* else sampling */
    int source;                      /* else destination */
    uint32_t message_size;           /* bytes, the largest */
    uint32_t message_count;          /* messages that the queue holds; sampling: 1 */
    uint64_t refresh_period;         /* ns, sampling destination; 0: messages stay valid */
} _Partition_Virtual_Port;

/* What came with a message, or would: flags. */
#define _PARTITION_PORT_VALID      1u /* sampling: not older than the refresh period */
#define _PARTITION_PORT_UPDATED    2u /* sampling: not read through this port before */
#define _PARTITION_PORT_OVERFLOWED 4u /* queuing: one was lost since the last receive */

typedef struct {
    uint32_t messages; /* in the queue; sampling: 1 if one was ever written */
    uint32_t flags;    /* _PARTITION_PORT_* */
    uint64_t time;     /* sampling: when the last message was written, else 0 */
} _Partition_Virtual_Port_status;

/* Ports that the model gives to the partition; they have the numbers from 0. */
uint32_t _Partition_Virtual_Port_count(void);

/* Number of the port with that name (compared in full), or NO_SUCH. No trap. */
int _Partition_Virtual_Port_find(const char *name);

/* What the model says about a port. OK or NO_SUCH. No trap. */
int _Partition_Virtual_Port_describe(int port, _Partition_Virtual_Port *description);

/* Sends length bytes through a source port: a sampling port's message is
 * replaced, a queuing port's is appended. OK, NO_SUCH, WRONG_KIND (destination),
 * WRONG_SIZE (0 or above the port's), BAD_ADDRESS, FULL: the message is lost, which
 * the receiver sees as OVERFLOWED. */
int _Partition_Virtual_Port_send(int port, const void *message, size_t length);

/* The same for a sender that keeps a message for which there is no room, and
 * offers it again later: FULL is no overflow. */
int _Partition_Virtual_Port_offer(int port, const void *message, size_t length);

/* Copies the last message of a sampling port, or takes the oldest of a
 * queuing port. Length of the message (and *flags, if flags is not NULL),
 * NO_SUCH, WRONG_KIND (source), EMPTY, WRONG_SIZE (size is too small; the
 * message stays), BAD_ADDRESS (it stays). */
int _Partition_Virtual_Port_receive(int port, void *message, size_t size, uint32_t *flags);

/* OK, NO_SUCH, BAD_ADDRESS. */
int _Partition_Virtual_Port_get_status(int port, _Partition_Virtual_Port_status *status);

/* Drops all messages of a queuing destination port. OK, NO_SUCH, WRONG_KIND. */
int _Partition_Virtual_Port_clear(int port);

/* Takes a port with something new since it was taken last: a message at a
 * destination, room at a source. Its number, or EMPTY. No trap. */
int _Partition_Virtual_Port_next_event(void);

/* Health monitoring (ARINC 653 Part 1, 3.8) ---------------------------------- */

/* The first eight are ARINC 653's ERROR_CODE_TYPE. */
typedef enum {
    _PARTITION_DEADLINE_MISSED = 0,
    _PARTITION_APPLICATION_ERROR = 1,
    _PARTITION_NUMERIC_ERROR = 2,
    _PARTITION_ILLEGAL_REQUEST = 3,
    _PARTITION_STACK_OVERFLOW = 4,
    _PARTITION_MEMORY_VIOLATION = 5,
    _PARTITION_HARDWARE_FAULT = 6,
    _PARTITION_POWER_FAIL = 7,
    _PARTITION_CONFIGURATION_ERROR = 8,
    _PARTITION_INITIALIZATION_ERROR = 9,
    _PARTITION_WINDOW_OVERRUN = 10,
    _PARTITION_FATAL_ERROR = 11
} _Partition_Virtual_Error;

/* What the model's table says; the first five are left to the partition. */
typedef enum {
    _PARTITION_ACTION_IGNORE = 0,
    _PARTITION_ACTION_LOG = 1,
    _PARTITION_ACTION_HANDLER = 2, /* its error handler decides */
    _PARTITION_ACTION_PROCESS_STOP = 3,
    _PARTITION_ACTION_PROCESS_RESTART = 4,
    _PARTITION_ACTION_PARTITION_IDLE = 5,
    _PARTITION_ACTION_PARTITION_WARM_START = 6,
    _PARTITION_ACTION_PARTITION_COLD_START = 7,
    _PARTITION_ACTION_MODULE_RESET = 8,
    _PARTITION_ACTION_MODULE_SHUTDOWN = 9
} _Partition_Virtual_Action;

typedef struct {
    _Partition_Virtual_Error error;
    int above_process; /* the process level can't decide: the partition's table does */
    uint32_t process;  /* these three are for the log */
    uintptr_t address;
    uint32_t code;
} _Partition_Virtual_Report;

/* Reports an error to health monitoring. An action of partition or module
 * level is carried out at once (and if it ends or restarts the partition, this
 * does not return). Returns the action, NO_SUCH for no such error. */
int _Partition_Virtual_Raise_error(const _Partition_Virtual_Report *report);

/* In a fault handler: the error that health monitoring sees in the fault with
 * this context (registers of _BSP_Virtual_Fault), and the process level's
 * action for it. It is in the log already. No trap. */
_Partition_Virtual_Error _Partition_Virtual_Fault_error(const void *registers);
_Partition_Virtual_Action _Partition_Virtual_Fault_action(const void *registers);

/* Says what executes now (a process, a task; the guest's own number), for the
 * log of faults. No trap. */
void _Partition_Virtual_Set_process(uint32_t process);

typedef struct {
    uint64_t time;      /* ns */
    uint32_t sequence;  /* entries of its partition before it */
    uint32_t partition; /* identifier, 1 for the model's first */
    _Partition_Virtual_Error error;
    int level; /* that decided: 0 process, 1 partition, 2 module */
    _Partition_Virtual_Action action;
    _Partition_Virtual_Mode mode; /* of the partition at the error */
    uint32_t process;
    uintptr_t address;
    uint32_t code;
} _Partition_Virtual_Log_entry;

/* The oldest kept entry of the partition's health log whose sequence is the
 * given one or higher. The log survives restarts. OK, NO_SUCH (partition),
 * NOT_PERMITTED (another's, unless the model allows it), EMPTY. */
int _Partition_Virtual_Log_read(uint32_t partition, uint32_t sequence,
                                _Partition_Virtual_Log_entry *entry);

/* Module schedules (ARINC 653 Part 2) ------------------------------------------ */

typedef struct {
    uint64_t last_change; /* ns; 0: the schedule never changed */
    uint32_t current;     /* number, from 0 */
    uint32_t next;        /* the same, or the one that begins with the next major frame */
} _Partition_Virtual_Schedule_status;

uint32_t _Partition_Virtual_Schedule_count(void);

/* Number of the schedule with that name, or NO_SUCH. No trap. */
int _Partition_Virtual_Schedule_find(const char *name);

/* From the next major frame on the module follows that schedule. OK, NO_SUCH,
 * NOT_PERMITTED. */
int _Partition_Virtual_Schedule_set(int schedule);
void _Partition_Virtual_Schedule_get_status(_Partition_Virtual_Schedule_status *status);

/* Memory ---------------------------------------------------------------------- */

/* A memory region that the model maps to the partition beside its own memory
 * (ARINC 653 Part 2, memory blocks). Its contents survive restarts. */
typedef struct {
    char name[_PARTITION_NAME_SIZE]; /* NUL-terminated */
    void *base;
    size_t size; /* bytes */
    int writable;
} _Partition_Virtual_Block;

uint32_t _Partition_Virtual_Block_count(void);
/* Block number index (from 0). OK or NO_SUCH. No trap. */
int _Partition_Virtual_Block_describe(uint32_t index, _Partition_Virtual_Block *block);

#define _PARTITION_PAGE_SIZE 4096

/* Makes a page of the work area (_BSP_Virtual_getworkspacearea) a guard page,
 * the access to which is the error STACK_OVERFLOW, or ordinary again.
 * OK or BAD_ADDRESS (not the start of a page there). */
int _Partition_Virtual_Set_guard(void *page, int guard);

/* Signals ---------------------------------------------------------------------- */

/* Raises _CPU_VIRTUAL_IRQ_SIGNAL in the partition with that identifier. OK,
 * NO_SUCH, NOT_PERMITTED. */
int _Partition_Virtual_Signal(uint32_t partition);

#ifdef __cplusplus
}
#endif
#endif
