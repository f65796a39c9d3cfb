#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Checks the sources themselves.

usage() {
    cat <<'EOF'
usage: tests/check.sh [--format]

Checks who includes whom (ARCHITECTURE.md), the layout (clang-format), licence
lines, file lengths, that the kernel's core has no conditional compilation, and
that the layer's functions are in its manual.
Prints a line for each check and "N passed, N failed". --format lays the
sources out instead.
EOF
}

cd "$(dirname "$0")/.." || exit 1
. tests/report.sh

sources() {
    git ls-files -- '*.c' '*.h' '*.S' | while read -r file; do
        [ ! -f "$file" ] || echo "$file"
    done
}

# "FILE HEADER" for every #include of the folders given.
includes() {
    grep -HoE '^[[:space:]]*#[[:space:]]*include[[:space:]]+[<"][^>"]+' \
        $(sources | grep -E "^($1)") /dev/null |
        sed -E 's/:[[:space:]]*#[[:space:]]*include[[:space:]]+[<"]/ /'
}

# forbid FOLDERS HEADERS WHY [EXCEPT]: no file there may include such a header.
forbid() {
    includes "$1" | grep -E "^[^ ]+ ($2)" | grep -vE "${4:-^$}" |
        sed "s|\$|: $3|"
}

check_layers() {
    local own

    forbid 'kernel/(core|include)/' 'arch/' 'the core sees ports only through kernel/arch.h' \
        '^kernel/include/kernel/arch.h arch/types.h'
    forbid 'kernel/(core|include)/' '(timer|serial|irqchip)/|board.h' 'the core knows no devices'
    forbid 'kernel/' 'virtualizationlayer|partition\.h|rtems|executive|host\.h' \
        'the kernel knows nothing of guests'
    forbid 'layer/include/' 'bulkhead/|kernel/|host' 'the layer is host-neutral'
    forbid 'layer/' 'kernel/|rtems|executive/' 'the layer knows neither kernel nor guests'
    forbid 'guests/|examples/' 'kernel/|bulkhead/|host\.h' 'guests know the layer only'
    forbid 'guests/executive/' 'rtems|apex' 'the executive knows no personality' \
        'guests/executive/libc/'
    forbid 'abi/' 'kernel/|virtualizationlayer' 'the ABI depends on nothing'
    forbid 'config/' 'kernel/' 'the compiler knows the ABI only'
    forbid 'tools/' 'kernel/' 'tools share only two checks with the kernel' \
        ' kernel/(elf|config)\.h'
    own=$(git ls-files 'config/compiler/*.h' 'tools/*.h' | sed 's|.*/||' | paste -sd'|' - |
        sed 's/\./\\./g')
    forbid '(kernel|abi|layer|guests|examples|bench)/' "($own)\$" 'nothing includes config/ or tools/' \
        ' (kernel|executive)/'
}

check_format() {
    sources | grep -E '\.[ch]$' | xargs clang-format --dry-run -Werror 2>&1
}

check_licence() {
    git ls-files -- '*.c' '*.h' '*.S' '*.sh' '*.mk' Makefile '*.ld' '*.y' '*.l' |
        while read -r file; do
            [ ! -f "$file" ] || head -n 2 "$file" | grep -q 'SPDX-License-Identifier: BSD-2-Clause' ||
                echo "$file: no licence line"
        done
}

check_length() {
    sources | grep -E '\.[ch]$' | while read -r file; do
        lines=$(wc -l <"$file")
        limit=500
        case $file in tests/*) limit=600 ;; esac
        [ "$lines" -le $limit ] || echo "$file: $lines lines; $limit are the limit"
    done
}

check_core() {
    grep -nE '^[[:space:]]*#[[:space:]]*(if|ifdef|ifndef|elif)' kernel/core/*.c |
        sed 's/$/: no conditional compilation in the core/'
}

check_headers() {
    local header flags

    for header in abi/include/bulkhead/*.h abi/include/bulkhead/arch/*.h kernel/include/kernel/*.h \
        layer/include/*.h; do
        flags="-Iabi/include"
        case $header in kernel/*) flags="$flags -Ikernel/include -Ikernel/arch/null/include" ;; esac
        # shellcheck disable=SC2086 # a list of words
        gcc -std=c11 -Wall -Wextra -Werror -fsyntax-only $flags -x c "$header" 2>&1
    done
}

# Each function of the layer is in its manual.
check_manual() {
    local header function

    for header in layer/include/*.h; do
        # Comments may name what is none.
        for function in $(sed -e 's:/\*.*\*/::' -e '/\/\*/,/\*\//d' "$header" |
            grep -oE '_(CPU|BSP|Partition)_Virtual_[A-Za-z0-9_]+\(' | tr -d '(' | sort -u); do
            grep -qF "$function(" docs/layer.md || echo "$header: $function() is not in docs/layer.md"
        done
    done
}

# A check fails by what it says.
says_nothing() {
    local report

    report=$("$1")
    [ -z "$report" ] || { printf '%s\n' "$report"; return 1; }
}

case ${1-} in
--help) usage; exit 0 ;;
--format) sources | grep -E '\.[ch]$' | xargs clang-format -i; exit ;;
'') ;;
*) usage >&2; exit 2 ;;
esac

for name in layers format licence length core headers manual; do
    report_test "$name" says_nothing "check_$name"
done
report_end
