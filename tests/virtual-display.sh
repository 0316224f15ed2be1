#!/usr/bin/env bash
# Runs a command on a display, a session bus and a home of its own, none of which outlive it.
# usage: tests/virtual-display.sh COMMAND...    (DRAWBRIDGE_SCREEN=1360x880 for another size)
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

home=$(mktemp -d)
server=
clean_up() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 143' INT TERM

mkdir -m 700 -p "$home"/{runtime,config/gtk-4.0,data,cache,screen}
export HOME=$home XDG_RUNTIME_DIR=$home/runtime XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache
cat >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini" <<END
[Settings]
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
gtk-enable-animations=0
gtk-cursor-blink=0
END
export GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_SCALE=1 GSETTINGS_BACKEND=memory GIO_USE_VFS=local ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0
export LC_ALL=${LC_ALL:-C.UTF-8} TZ=UTC

# A number of its own: a server that ends removes the socket of whoever takes its number meanwhile. Its pixels lie in a file,
# where tests look at them.
export DRAWBRIDGE_FRAMEBUFFER=$home/screen/Xvfb_screen0
exec {number}< <(exec Xvfb ":$((1000 + $$ % 50000))" -displayfd 1 -screen 0 "${DRAWBRIDGE_SCREEN:-1360x880}x24" \
  -fbdir "$home/screen" -nocursor -noreset -nolisten tcp 2>/dev/null)
server=$!
read -r -t 30 -u "$number" display
export DISPLAY=:$display
# What the bus starts talks on stdout too; only the command's own words belong there.
dbus-run-session -- sh -c 'exec "$@" >&3 3>&-' sh "$@" 3>&1 >&2
