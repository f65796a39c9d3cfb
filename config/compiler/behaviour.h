/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What the program of a partition does, if it is given by AADL threads and
 * subprograms: ARINC 653 processes that call the user's C functions, and the
 * ports, buffers and so on between them. generate.c writes it as C.
 */
#ifndef CONFIG_BEHAVIOUR_H
#define CONFIG_BEHAVIOUR_H

#include "datatype.h"
#include "module.h"

/* Objects of ARINC 653 that the start-up code creates. */
enum object_kind {
    OBJECT_SAMPLING_PORT,
    OBJECT_QUEUING_PORT,
    OBJECT_BLACKBOARD,
    OBJECT_BUFFER,
    OBJECT_EVENT,   /* an event that is there or not */
    OBJECT_COUNTER, /* a semaphore that counts events */
    OBJECT_SEMAPHORE,
    OBJECT_MUTEX,
    OBJECT_PREEMPTION_LOCK, /* nothing is created */
};

/* What happens to an event or message that finds a full queue. */
enum overflow { OVERFLOW_OLDEST, OVERFLOW_NEWEST, OVERFLOW_ERROR };

struct behaviour_object {
    enum object_kind kind;
    const char *name; /* in the partition */
    const char *id;   /* the C variable with its identifier */
    uint64_t size;    /* bytes of a message */
    uint64_t depth;   /* messages, or events */
    uint64_t refresh; /* sampling destination: ns; 0: for ever */
    int64_t ceiling;  /* mutex */
    bool source;
    bool by_priority; /* queuing discipline */
    enum overflow overflow;
};

/* A port of a thread. */
struct behaviour_port {
    const char *key; /* "port", or "group.port" */
    const struct element *feature;
    const struct datatype *type; /* NULL: an event without data */
    const char *variable;        /* what an input brought; NULL: nobody asks */
    const char *fresh;           /* bool: an event came; NULL: nobody asks */
    struct list objects;         /* struct behaviour_object: where from (one), or where to */
    const struct behaviour_argument *value; /* an output's; NULL: none */
    const struct behaviour_argument *send;  /* SEND: asked before it is sent; NULL: nobody */
    bool output;
    bool queued;      /* event, or event data */
    bool trigger;     /* dispatches the thread */
    bool asked;       /* a parameter is connected to it */
    const char *wait; /* how long to wait: a C expression */
    struct place at;
};

/* Data that subprograms get access to, or values that a thread keeps. */
struct behaviour_data {
    const struct instance *instance;
    const struct datatype *type;
    const char *variable;
    const char *initial;                 /* C initializer; NULL: zero */
    const struct behaviour_object *lock; /* NULL: none */
    struct list users;                   /* const struct module_thread */
    uint32_t order;                      /* in which locks are taken, from 1 */
};

enum argument_kind {
    ARGUMENT_IN,
    ARGUMENT_OUT,
    ARGUMENT_IN_OUT,
    ARGUMENT_ACCESS, /* a pointer to shared data */
    ARGUMENT_SEND,   /* a pointer to a bool: shall the event, or event data, be sent? */
    ARGUMENT_CAME,   /* a bool: has the event, or event data, come? */
};

/* A parameter of a C function. */
struct behaviour_parameter {
    enum argument_kind kind;
    const char *name;
    const struct datatype *type;   /* NULL: of an event */
    const struct element *feature; /* what it stands for */
};

struct behaviour_function {
    const char *name; /* in C */
    const struct classifier *classifier;
    struct list parameters;          /* struct behaviour_parameter */
    struct behaviour_sequence *body; /* it is composed of calls; NULL: the user's own */
    bool visiting;
};

struct behaviour_argument {
    const struct behaviour_parameter *parameter;
    const char *variable;
    const char *from;                  /* IN_OUT: copied before the call; NULL: nothing */
    const struct behaviour_data *data; /* ACCESS */
    bool declared;                     /* the variable is one of the sequence's own */
};

struct behaviour_call {
    const char *name;
    const struct behaviour_function *function;
    struct list arguments; /* struct behaviour_argument */
    struct list needs;     /* const char *: bool variables, one of which must be set */
    bool always;           /* none need be set */
    struct place at;
};

/* The calls of a thread, or of a subprogram that is composed of calls. */
struct behaviour_sequence {
    struct list calls;     /* struct behaviour_call */
    struct list variables; /* struct behaviour_variable */
    struct map names;      /* C names that are taken */
};

struct behaviour_variable {
    const char *name;
    const struct datatype *type; /* NULL: bool */
};

/* What an error of a process leads to. */
struct behaviour_reaction {
    const struct behaviour_thread *thread;
    const char *error;  /* ERROR_CODE_TYPE */
    const char *action; /* an enumerator of the generated code */
};

struct behaviour_thread {
    const struct module_thread *thread;
    const char *name; /* C name, also the beginning of others */
    const char *entry;
    const char *id;
    struct list ports; /* struct behaviour_port */
    struct behaviour_sequence sequence;
    const struct behaviour_port *trigger;        /* NULL: none */
    const struct behaviour_function *initialize; /* NULL: none */
    int64_t priority;
    bool active;        /* in the initial mode */
    bool error_handler; /* of the partition */
};

struct behaviour_source {
    const char *text; /* as in the model */
    struct place at;
};

struct behaviour {
    struct module *module;
    const struct module_partition *partition;
    const char *name;      /* of files: letters, digits, underscores */
    struct list threads;   /* struct behaviour_thread */
    struct list objects;   /* struct behaviour_object */
    struct list data;      /* struct behaviour_data: shared */
    struct list functions; /* struct behaviour_function; those that others call come first */
    struct list sources;   /* struct behaviour_source: the user's files */
    struct list reactions; /* struct behaviour_reaction */
    const struct behaviour_function *initialize; /* of the process; NULL: none */
    struct datatypes types;
    struct map names; /* C names at file scope that are taken */
    struct map known; /* objects, by what they stand for */
    const struct channel_ends *ends;
};

/* Connections from end to end by their ends: lists of struct trace by interned
 * "address/key". */
struct channel_ends {
    struct map from;
    struct map to;
};

/* --- between behaviour.c, channel.c, function.c, call.c, parameter.c and shared.c --- */

struct arena *behaviour_arena(const struct behaviour *behaviour);

/* A C name that is not taken yet, made of the text, in a table of names. */
const char *behaviour_name(const struct behaviour *behaviour, struct map *names, const char *text);

/* Is it there in the initial mode of the component that declares it? */
bool behaviour_active(const struct element *element);

struct channel_ends *channel_ends_find(struct module *module);

/* The ports of a thread, and the objects that carry what passes them. */
void channels_find(struct behaviour *behaviour, struct behaviour_thread *thread);

/* The data that a feature of a thread gives access to; NULL after a message. */
struct behaviour_data *shared_data_of(struct behaviour *behaviour,
                                      const struct behaviour_thread *thread, const char *key,
                                      struct place at);

/* Once all threads are known: locks, and what is accessed without one. */
void shared_data_check(struct behaviour *behaviour);

/* What a thread calls when it is dispatched. */
void calls_find(struct behaviour *behaviour, struct behaviour_thread *thread);

/* Fills function->body with the calls of a subprogram implementation. */
void composed_find(struct behaviour *behaviour, struct behaviour_function *function);
/* Has the classifier calls of its own? */
bool has_calls(const struct classifier *classifier);

/* The C function of a subprogram. */
struct behaviour_function *function_of(struct behaviour *behaviour,
                                       const struct classifier *subprogram, struct place at);

/* A C function that is named, and gets all ports of a thread. */
struct behaviour_function *function_named(struct behaviour *behaviour,
                                          const struct behaviour_thread *thread, const char *name);

/* The function that an entry point property of an instance, or of a feature of
 * it (if not NULL) names; NULL if none is given. */
struct behaviour_function *entry_function(struct behaviour *behaviour,
                                          const struct instance *instance,
                                          const struct element *feature, const char *property);

/* Takes the files of Source_Text. */
void sources_add(struct behaviour *behaviour, const struct value *value);

#endif
