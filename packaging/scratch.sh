#!/bin/sh
# Prints the folder that tests may fill: memory where there is plenty, else where temporary files go anyway.
room() { df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }'; }
free() { awk '/^MemAvailable/ { print $2 }' /proc/meminfo 2>/dev/null; }
enough=6291456 # KiB

if [ -w /dev/shm ] && [ "$(room)" -gt "$enough" ] && [ "$(free)" -gt "$enough" ]; then
    echo /dev/shm
else
    echo "${TMPDIR:-/tmp}"
fi
