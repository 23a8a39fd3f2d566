#!/bin/sh
# Sets up this checkout: `setup.sh run` for the program, `setup.sh check` for its tests too. A second run is instant.
# Needs python3 (3.11 or newer) with venv; installs system packages itself where that is allowed, else names the command.
set -eu

want=${1:-run}
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"

claude_version=2.1.330
# One from before live-session files and half of the hooks, as it still runs on machines that do not update.
old_claude_version=2.0.60

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup: $1"; shift; for line in "$@"; do say "  $line"; done; exit 1; }

# -- what is wanted ------------------------------------------------------------

run_packages='libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libfreetype6 libbrotli1 libxkbcommon0
 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1
 libxkbcommon-x11-0 libnss3 libnspr4 libasound2 libxcomposite1 libxdamage1 libxrandr2 libxtst6 libxkbfile1 libgbm1
 libxcb-dri3-0 libwayland-client0 libwayland-cursor0 libwayland-egl1 libdrm2 fonts-dejavu-core tmux'
check_packages='xvfb x11-utils x11-xserver-utils openbox dbus dbus-x11 libglib2.0-bin xfce4-panel dunst xdotool
 imagemagick xterm procps sway foot kitty at-spi2-core fonts-noto-cjk
 fonts-noto-color-emoji postgresql git npm'

# With Homebrew: what the program runs, and what its tests run besides.
brew_run='tmux'
brew_check='tmux postgresql@16 node'

system=$(uname -s)

# -- Python --------------------------------------------------------------------

find_python() {
    for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
        "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null || continue
        command -v "$name"
        return 0
    done
    return 1
}

# -- system packages -------------------------------------------------------------

# Ubuntu 24.04 renamed some packages for its 64-bit time type.
is_installed() {
    for name in "$1" "$1t64"; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || :) in installed) return 0 ;; esac
    done
    return 1
}

# npm and libGL come from elsewhere on some machines: what counts is that they are there.
is_there() {
    case $1 in
        npm) command -v npm >/dev/null 2>&1 ;;
        git) command -v git >/dev/null 2>&1 ;;
        *) is_installed "$1" ;;
    esac
}

missing_of() {
    for package in "$@"; do is_there "$package" || printf '%s ' "$package"; done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# The name under which this system knows the package.
named() {
    for package in "$@"; do
        if apt-cache show "${package}t64" >/dev/null 2>&1; then printf '%st64 ' "$package"; else printf '%s ' "$package"; fi
    done
}

# macOS brings every library that Qt wants; only programs can be missing.
brew_packages() {
    missing=''
    for formula in $1; do
        case $formula in
            node) program=npm ;;
            postgresql*) program=postgres ;;
            *) program=$formula ;;
        esac
        command -v "$program" >/dev/null 2>&1 && continue
        # Some formulas are kept off PATH.
        prefix=$(brew --prefix "$formula" 2>/dev/null) && [ -n "$prefix" ] && [ -x "$prefix/bin/$program" ] && continue
        missing="$missing $formula"
    done
    [ -n "$missing" ] || return 0
    say "setup: missing programs:$missing"
    command -v brew >/dev/null 2>&1 ||
        fail "they come with Homebrew (https://brew.sh); install it, then type this and try again:" "brew install$missing"
    # shellcheck disable=SC2086  # words are wanted
    brew install $missing >&2 || fail "brew did not install them; please type this and see:" "brew install$missing"
}

system_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        say "setup: this is not Debian or Ubuntu; if the program names a missing library, install its package by hand"
        return 0
    fi
    # shellcheck disable=SC2086  # words are wanted
    missing=$(missing_of $1)
    [ -n "$missing" ] || return 0
    say "setup: missing system packages: $missing"
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        fail "they may not be installed from here; please type this, then try again:" \
            "sudo apt-get install -y --no-install-recommends $missing"
    fi
    as_root apt-get update -q >&2
    # shellcheck disable=SC2046,SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(named $missing) >&2 ||
        fail "apt did not install them; please type this and see:" \
            "sudo apt-get install -y --no-install-recommends $missing"
}

# -- the pinned agent program, for the tests -------------------------------------

claude_package() {
    case $system-$(uname -m) in
        Linux-x86_64) echo claude-code-linux-x64 ;;
        Linux-aarch64) echo claude-code-linux-arm64 ;;
        Darwin-arm64) echo claude-code-darwin-arm64 ;;
        Darwin-x86_64) echo claude-code-darwin-x64 ;;
        *) fail "there is no Claude Code for $system on $(uname -m); the tests need it" ;;
    esac
}

claude_code() {
    package=$(claude_package)
    folder=.tools/claude/node_modules/@anthropic-ai/$package
    if [ -x "$folder/claude" ] && grep -q "\"version\": *\"$claude_version\"" "$folder/package.json"; then return 0; fi
    say "setup: Claude Code $claude_version into .tools/claude"
    npm install --prefix .tools/claude --ignore-scripts --no-audit --no-fund --no-save --loglevel=error \
        "@anthropic-ai/$package@$claude_version" >&2 ||
        fail "npm did not install Claude Code $claude_version, which the tests run"
}

old_claude_code() {
    folder=.tools/claude-old/node_modules/@anthropic-ai/claude-code
    if [ -f "$folder/cli.js" ] && grep -q "\"version\": *\"$old_claude_version\"" "$folder/package.json"; then return 0; fi
    say "setup: Claude Code $old_claude_version into .tools/claude-old"
    npm install --prefix .tools/claude-old --ignore-scripts --no-audit --no-fund --no-save --loglevel=error \
        "@anthropic-ai/claude-code@$old_claude_version" >&2 ||
        fail "npm did not install Claude Code $old_claude_version, which the tests run"
}

# -- all together ----------------------------------------------------------------

wanted=$( (cat packaging/setup.sh pyproject.toml; echo "${PYTHON:-}") | cksum)
is_done() { [ "$(cat ".venv/.set-up-for-$1" 2>/dev/null || :)" = "$wanted" ]; }
if [ -x .venv/bin/python ] && { is_done "$want" || { [ "$want" = run ] && is_done check; }; }; then exit 0; fi

case $system in
    Darwin) install_python='brew install python@3.12' ;;
    *) install_python='sudo apt-get install -y python3 python3-venv' ;;
esac
python=$(find_python) || fail "Python 3.11 or newer is needed; please type this, then try again:" "$install_python"
if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python has no venv module; please type this, then try again:" "$install_python"
    say "setup: a virtual environment in .venv ($("$python" -V))"
    "$python" -m venv --clear .venv
fi

case $system-$want in
    Darwin-run) brew_packages "$brew_run" ;;
    Darwin-check) brew_packages "$brew_check" ;;
    *-run) system_packages "$run_packages" ;;
    *-check) system_packages "$run_packages $check_packages" ;;
    *) fail "what shall be set up? \`setup.sh run\` or \`setup.sh check\`" ;;
esac

say "setup: Python packages"
case $want in check) extra='[dev]' ;; *) extra='' ;; esac
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".$extra" >&2 ||
    fail "pip did not install the Python packages; its words are above"
[ "$want" = run ] || { claude_code && old_claude_code; }
printf '%s\n' "$wanted" >".venv/.set-up-for-$want"
say "setup: done"
