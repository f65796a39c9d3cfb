/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * A circular doubly linked list; the objects carry their links. Not protected:
 * the caller has interrupts disabled.
 */
#ifndef EXECUTIVE_LIST_H
#define EXECUTIVE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct exec_link {
    struct exec_link *next;
    struct exec_link *previous;
};

/* The head is a link that belongs to no object. */
struct exec_list {
    struct exec_link head;
};

#define EXEC_CONTAINER(pointer, type, member)                                                      \
    ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

static inline void exec_list_initialize(struct exec_list *list)
{
    list->head.next = &list->head;
    list->head.previous = &list->head;
}

static inline bool exec_list_is_empty(const struct exec_list *list)
{
    return list->head.next == &list->head;
}

/* NULL if the list is empty. */
static inline struct exec_link *exec_list_first(const struct exec_list *list)
{
    return exec_list_is_empty(list) ? NULL : list->head.next;
}

static inline void exec_list_insert_after(struct exec_link *link, struct exec_link *after)
{
    link->previous = after;
    link->next = after->next;
    after->next->previous = link;
    after->next = link;
}

static inline void exec_list_append(struct exec_list *list, struct exec_link *link)
{
    exec_list_insert_after(link, list->head.previous);
}

static inline void exec_list_prepend(struct exec_list *list, struct exec_link *link)
{
    exec_list_insert_after(link, &list->head);
}

static inline void exec_list_remove(struct exec_link *link)
{
    link->previous->next = link->next;
    link->next->previous = link->previous;
}

/* Removes and returns the first link; NULL if the list is empty. */
static inline struct exec_link *exec_list_take_first(struct exec_list *list)
{
    struct exec_link *link = exec_list_first(list);

    if (link != NULL)
        exec_list_remove(link);
    return link;
}

#endif
