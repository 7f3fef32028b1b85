#!/bin/sh
# Swift 6 on a Debian machine that has none: Debian 13's compiler in a folder of its own, entered with chroot.
# usage: swift-root.sh DIR CMD...   makes the folder on first use (about 2 minutes, 1.3 GB), then runs CMD in DIR.
#
# DIR has the same path inside and outside. `unshare -m` makes the mounts end with the command, so that nothing is
# left for a later `rm -rf` to fall into. Needs root. SWIFT_ROOT names another place for the folder.
set -eu
[ $# -ge 2 ] || { echo "usage: swift-root.sh DIR CMD..." >&2; exit 2; }
R=${SWIFT_ROOT:-/opt/swift-trixie}

if [ ! -x "$R/usr/libexec/swift/bin/swift" ]; then
  [ "$(id -u)" = 0 ] || { echo "swift-root.sh: making $R needs root" >&2; exit 1; }
  # Left out: debuggers, editors' servers, the embedded and static standard libraries.
  X=
  for p in 'bin/*lldb*' bin/repl_swift bin/sourcekit-lsp bin/clangd bin/docc bin/swift-format 'lib/liblldb*' \
    'lib/libsourcekit*' 'lib/libLTO*' 'lib/swift/embedded/*' 'lib/swift_static/*'; do
    X="$X --dpkgopt=path-exclude=/usr/libexec/swift/$p"
  done
  rm -rf --one-file-system "$R.new"
  # shellcheck disable=SC2086 -- a list of options
  mmdebstrap -q --variant=minbase $X \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --include=swiftlang,libc6-dev,libstdc++-14-dev trixie "$R.new"
  rm -rf --one-file-system "$R"
  mv "$R.new" "$R"
fi

D=$(realpath "$1")
shift
mkdir -p "$R$D"
# shellcheck disable=SC2016 -- expanded by the inner shell
exec unshare -m sh -c '
  R=$1 D=$2
  shift 2
  mount -t proc proc "$R/proc"
  mount --rbind /dev "$R/dev"
  mount --bind "$D" "$R$D"
  exec chroot "$R" env -C "$D" HOME=/tmp "$@"' sh "$R" "$D" "$@"
