#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs an image in Bochs, started by GRUB from a CD.

usage() {
    cat <<'EOF'
usage: tests/bochs/machine.sh IMAGE SECONDS [MODEL]

Prints what the image's console shows, until the module's end or for so many
seconds. The processor is a Core Duo, or the one that Bochs calls MODEL, and does an instruction
a nanosecond. Exit status: 0 the module has ended, 1 it has not, 2 wrong usage,
3 a tool is missing.
EOF
}

case ${1-} in
--help) usage; exit 0 ;;
esac
[ $# -eq 2 ] || [ $# -eq 3 ] || { usage >&2; exit 2; }
image=$1
seconds=$2
model=${3-core_duo_t2400_yonah}
data=/usr/share/bochs
for tool in bochs grub-mkrescue xorriso mformat script; do
    command -v $tool >/dev/null && continue
    echo "error: $tool is missing: apt-get install bochs bochs-term bochsbios vgabios grub-common grub-pc-bin xorriso mtools" >&2
    exit 3
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/cd/boot/grub"
cp "$image" "$work/cd/boot/image.elf" || exit 1
cat >"$work/cd/boot/grub/grub.cfg" <<'EOF'
set timeout=0
menuentry bulkhead { multiboot /boot/image.elf tsc=1000000000 timer=1000000000 }
EOF
grub-mkrescue -o "$work/cd.iso" "$work/cd" >"$work/grub.txt" 2>&1 || { cat "$work/grub.txt" >&2; exit 1; }

# Its debugger, if it has one, waits for a command; its display wants a terminal.
echo c >"$work/commands"
cat >"$work/machine" <<EOF
megs: 64
cpu: model=$model, ips=1000000000
clock: sync=none
romimage: file=$data/BIOS-bochs-latest
vgaromimage: file=$data/VGABIOS-lgpl-latest
ata0-master: type=cdrom, path=$work/cd.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=$work/console.txt
sound: driver=dummy, waveoutdrv=dummy
display_library: term
log: $work/log.txt
EOF
: >"$work/console.txt"
TERM=xterm setsid script -qfc "bochs -q -f $work/machine -rc $work/commands" /dev/null \
    >"$work/screen.txt" 2>&1 </dev/null &
machine=$!
status=1
for ((second = 0; second < seconds; second++)); do
    sleep 1
    grep -a -q '^\[bulkhead\] [0-9]* major frames, ' "$work/console.txt" && { status=0; break; }
    kill -0 "$machine" 2>/dev/null || { tail -n 5 "$work/log.txt" >&2; break; }
done
# Its terminal's end ends it.
kill -- "-$machine" 2>/dev/null
wait "$machine" 2>/dev/null
tr -d '\r' <"$work/console.txt"
exit $status
