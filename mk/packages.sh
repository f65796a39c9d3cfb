#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Installs the Debian packages of packages.txt that are missing.
#
# usage: mk/packages.sh [--check]
# --check only says which are missing. Exit status: 0 all are there, 1 some are
# missing and could not be installed, 2 wrong usage.

set -u
list=$(dirname "$0")/packages.txt
check=0
case ${1-} in
'') ;;
--check) check=1 ;;
--help) sed -n '3,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
*) sed -n '3,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
    echo "This is not a Debian system: install what mk/packages.txt names by hand." >&2
    exit 0
fi

missing=
for package in $(grep -v '^#' "$list"); do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Debian packages missing:$missing"
[ "$check" -eq 0 ] || exit 1
sudo=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "error: run as root: apt-get install$missing" >&2
        exit 1
    fi
    sudo=sudo
fi
echo "Installing them (apt-get install --no-install-recommends)..."
$sudo apt-get update -q >/dev/null || echo "warning: apt-get update failed; trying with the lists that are there" >&2
# shellcheck disable=SC2086 # a list of words
if ! $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends $missing >/dev/null; then
    echo "error: apt-get could not install:$missing" >&2
    exit 1
fi
