#!/bin/sh
# enter.sh INSTALLED OWN PROGRAM [ARGUMENT ...]: runs a program in the root INSTALLED, with its changes kept in OWN.
# In a mount namespace of its own, which ends with the program: nothing has to be unmounted.
set -eu
installed=$1 own=$2
shift 2
# Nothing there has to outlive a crash of this machine, so no program waits for the disk, where the kernel (5.10) can:
# volatile, which leaves a mark that refuses the next mount.
(cd "$own/work" && rm -rf work/incompat)
layers="index=off,lowerdir=$installed,upperdir=$own/changes,workdir=$own/work"
mount -t overlay overlay -o "volatile,$layers" "$own/merged" 2>/dev/null ||
  mount -t overlay overlay -o "$layers" "$own/merged"
mount -t proc proc "$own/merged/proc"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$own/merged/dev/pts"
exec chroot "$own/merged" "$@"
