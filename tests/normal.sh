# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What of a console's text does not change with every instruction; to be sourced.

# Times and addresses of the health log, and counts in the table of partitions
# and of frames, become "#".
without_counts() {
    sed -E -e '/^\[bulkhead\] health log of /,$ {
        s/^(\[bulkhead\]   )[0-9.]+ s (.* address )[0-9a-f]{8}/\1# s \2#/
    }' -e '/^\[bulkhead\] partition  /,$ {
        s/^(\[bulkhead\] [^ ]+ +(IDLE|NORMAL|COLD_START|WARM_START)) +[0-9]+ +[0-9]+ +[0-9]+/\1 # # #/
        s/^(\[bulkhead\] )[0-9]+( major frames)/\1#\2/
    }' "$1"
}
