/* SPDX-License-Identifier: BSD-2-Clause */

/* Objects with names; the names are workspace. */

#include <limits.h>
#include <string.h>
#include "internal.h"

int posix_named_find(struct exec_list *list, const char *name, struct posix_named **found)
{
    *found = NULL;
    if (name == NULL || name[0] == '\0')
        return EINVAL;
    if (strnlen(name, PATH_MAX) >= PATH_MAX)
        return ENAMETOOLONG;
    for (struct exec_link *link = list->head.next; link != &list->head; link = link->next) {
        struct posix_named *named = EXEC_CONTAINER(link, struct posix_named, link);

        if (strcmp(named->name, name) == 0)
            *found = named;
    }
    return 0;
}

bool posix_named_add(struct exec_list *list, struct posix_named *named, const char *name)
{
    size_t size = strlen(name) + 1;

    named->name = classic_workspace_allocate(size);
    if (named->name == NULL)
        return false;
    memcpy(named->name, name, size);
    named->open_count = 1;
    exec_list_append(list, &named->link);
    return true;
}

void posix_named_unlink(struct posix_named *named)
{
    exec_list_remove(&named->link);
    classic_workspace_free(named->name);
    named->name = NULL;
}
