#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Checks the form of the board support package for RTEMS.

usage() {
    cat <<'EOF'
usage: tests/rtems-bsp/form.sh

Checks what the package in guests/rtems-bsp says to RTEMS' build system: that
each item has the members of its type, that items name each other and the files
of the package completely, and that sources use no name of our kernel's ABI.
Prints a line for each check and "N passed, N failed".
EOF
}

case ${1-} in
--help) usage; exit 0 ;;
'') ;;
*) usage >&2; exit 2 ;;
esac

cd "$(dirname "$0")/../.." || exit 1
. tests/report.sh
package=guests/rtems-bsp
items=$package/spec/build/bsps/i386/paravirt
board=bsps/i386/paravirt

# Members that RTEMS' build system expects of an item, by its build-type.
members() {
    local common='SPDX-License-Identifier build-type copyrights enabled-by links type'

    case $1 in
    bsp) echo "$common arch bsp cflags cppflags family includes install source" ;;
    group) echo "$common cflags cppflags cxxflags includes install ldflags use-after use-before" ;;
    objects) echo "$common cflags cppflags cxxflags includes install source" ;;
    option) echo "$common actions default description name" ;;
    start-file) echo "$common asflags cppflags includes install-path source target" ;;
    *) echo "unknown-build-type" ;;
    esac
}

value_of() {
    sed -n "s/^$1: *//p" "$2"
}

check_members() {
    local item member

    for item in "$items"/*.yml; do
        for member in $(members "$(value_of build-type "$item")"); do
            grep -q "^$member:" "$item" || echo "$item: no member $member"
        done
        [ "$(value_of type "$item")" = build ] || echo "$item: its type is not build"
        grep -nE "$(printf '\t')| +\$" "$item" | sed "s|^|$item: tab or space at the end: |"
        cut -d: -f1 "$item" | grep -E '^[A-Za-z]' | sort | uniq -d | sed "s|^|$item: twice: |"
    done
}

# Every item of the package is reached from the board's by links.
check_links() {
    local item linked

    linked=$(sed -n 's/^  uid: \([a-z]*\)$/\1/p' "$items"/*.yml)
    for item in "$items"/*.yml; do
        item=$(basename "$item" .yml)
        [ "$item" = bspparavirt ] || grep -qx "$item" <<<"$linked" || echo "$item is linked by no item"
    done
    for item in $linked; do
        [ -f "$items/$item.yml" ] || echo "there is no item $item"
    done
}

# Sources, headers, start files and the linker script, both ways.
check_files() {
    local file named layer

    named=$(sed -nE "s|^ *- ($board/.*)|\1|p" "$items"/*.yml
        sed -nE "s|^.*\{TOP\}/($board/.*)|\1|p" "$items"/*.yml)
    layer=$(ls layer/include | sed "s|^|$board/include/|"; echo "$board/start/libpart.a")
    for file in $named; do
        [ -f "$package/$file" ] || grep -qx "$file" <<<"$layer" || echo "there is no $file"
    done
    for file in $(cd $package && find bsps -type f ! -name port.h) $layer; do
        grep -qx "$file" <<<"$named" || echo "$file is named by no item"
    done
}

check_names() {
    grep -rniE 'bulkhead|host_|int +\$0x80' $package/bsps
    grep -rn 'Bulkhead' "$items" | grep -v 'Copyright'
}

says_nothing() {
    local report

    report=$("$1")
    [ -z "$report" ] || { printf '%s\n' "$report"; return 1; }
}

for name in members links files names; do
    report_test "rtems-bsp $name" says_nothing "check_$name"
done
report_end
