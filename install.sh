#!/bin/sh
# Installs atmos:  curl -fsSL https://…/install.sh | sh
#
# Needs curl or wget, tar, gzip and one of sha256sum, shasum, openssl. Asks for no rights and changes nothing but the
# one file `atmos` in the folder of ATMOS_INSTALL_DIR.
#
#   ATMOS_INSTALL_VERSION     release to install, such as 0.1.0; the newest one without it
#   ATMOS_INSTALL_DIR         where to put it; /usr/local/bin for root, else ~/.local/bin
#   ATMOS_INSTALL_MIRROR      address of the releases, in place of the ones of the repository
#   ATMOS_INSTALL_REPOSITORY  owner/repo on GitHub, in place of the one that this script came from
#   ATMOS_INSTALL_QUIET       1: only errors are told
#
# HTTPS_PROXY, NO_PROXY and the certificates that curl or wget are told of (CURL_CA_BUNDLE, SSL_CERT_FILE) count.
set -eu

# The release puts its own repository here.
repository="${ATMOS_INSTALL_REPOSITORY:-}"
work=""

main() {
  trap 'clean' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  find_platform
  find_tools
  find_source
  find_folder
  fetch_release
  check_release
  place_program
  tell_path
}

say() {
  [ "${ATMOS_INSTALL_QUIET:-}" = 1 ] || printf '%s\n' "$1" >&2
}

fail() {
  printf 'atmos is not installed: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '%s\n' "$2" >&2
  exit 1
}

clean() {
  [ -z "$work" ] || rm -rf "$work"
}

has() {
  command -v "$1" >/dev/null 2>&1
}

find_platform() {
  case "$(uname -s)" in
    Linux) os=linux ;;
    Darwin) os=darwin ;;
    *) fail "there is no release for $(uname -s)" "On Windows, unpack atmos_VERSION_windows_amd64.zip of the releases." ;;
  esac
  case "$(uname -m)" in
    x86_64 | amd64) arch=amd64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) fail "there is no release for $(uname -m)" ;;
  esac
  # A shell under Rosetta takes itself for an Intel machine.
  if [ "$os" = darwin ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || true)" = 1 ]; then arch=arm64; fi
  [ "$os" != linux ] || find_libc
}

# The program is linked to glibc; without its loader the system only says "not found".
find_libc() {
  case "$arch" in
    amd64) loader=/lib64/ld-linux-x86-64.so.2 ;;
    arm64) loader=/lib/ld-linux-aarch64.so.1 ;;
  esac
  [ -e "$loader" ] || fail "this system has no glibc ($loader is not there)" \
    "Use a system with glibc 2.27 or newer, for example a Debian image in place of Alpine."
  if has getconf && glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null); then
    glibc=${glibc#glibc }
    major=${glibc%%.*} minor=${glibc#*.} minor=${minor%%.*}
    if [ "$major" -lt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -lt 27 ]; }; then
      fail "glibc 2.27 or newer is needed, this system has $glibc"
    fi
  fi
}

find_tools() {
  if has curl; then fetcher=curl; elif has wget; then fetcher=wget; else fail "neither curl nor wget is there"; fi
  for tool in tar gzip mktemp; do has "$tool" || fail "$tool is not there"; done
  if has sha256sum; then hasher="sha256sum"
  elif has shasum; then hasher="shasum -a 256"
  elif has openssl; then hasher="openssl dgst -sha256 -r"
  else fail "nothing is there to check the download with" "Install one of sha256sum, shasum, openssl."
  fi
}

find_source() {
  if [ -n "${ATMOS_INSTALL_MIRROR:-}" ]; then
    releases=${ATMOS_INSTALL_MIRROR%/}
  elif [ -n "$repository" ]; then
    releases="https://github.com/$repository/releases"
  else
    fail "it is not known where the releases are" "Set ATMOS_INSTALL_REPOSITORY=owner/repo or ATMOS_INSTALL_MIRROR."
  fi
  version=${ATMOS_INSTALL_VERSION:-latest}
  version=${version#v}
  case "$version" in
    latest) from="$releases/latest/download" ;;
    *[!0-9A-Za-z.+-]*) fail "\"$version\" is no version" "Name a release, such as ATMOS_INSTALL_VERSION=0.1.0." ;;
    *) from="$releases/download/v$version" ;;
  esac
}

find_folder() {
  folder=${ATMOS_INSTALL_DIR:-}
  if [ -z "$folder" ]; then
    if [ "$(id -u)" = 0 ]; then folder=/usr/local/bin
    elif [ -n "${HOME:-}" ]; then folder="$HOME/.local/bin"
    else fail "HOME is not set" "Say where to put it: ATMOS_INSTALL_DIR=/some/folder."
    fi
  fi
  case "$folder" in /*) ;; *) folder="$(pwd)/$folder" ;; esac
  [ ! -d "$folder/atmos" ] || fail "$folder/atmos is a folder" "Choose another one with ATMOS_INSTALL_DIR."
  mkdir -p "$folder" || fail "$folder cannot be made" "Choose another one with ATMOS_INSTALL_DIR."
  # Beside its place, so that one rename puts it there.
  work=$(mktemp -d "$folder/.atmos-install.XXXXXX") || fail "$folder cannot be written to" \
    "Choose another one with ATMOS_INSTALL_DIR."
}

# fetch URL FILE
fetch() {
  case "$fetcher" in
    curl) curl -fsSL --retry 3 --connect-timeout 30 -o "$2" "$1" </dev/null ;;
    wget) wget -q -O "$2" "$1" </dev/null ;;
  esac || fail "$1 cannot be had" "Check the version, the network, HTTPS_PROXY and the certificates."
}

fetch_release() {
  fetch "$from/SHA256SUMS" "$work/SHA256SUMS"
  line=$(grep -E "^[0-9a-f]{64} [ *]atmos_[0-9A-Za-z.+-]+_${os}_$arch\.tar\.gz\$" "$work/SHA256SUMS" | head -n 1) || true
  [ -n "$line" ] || fail "$from/SHA256SUMS lists no atmos for ${os}_$arch"
  expected=${line%% *} archive=${line#* ?}
  found=${archive#atmos_} found=${found%"_${os}_$arch.tar.gz"}
  [ "$version" = latest ] || [ "$version" = "$found" ] || fail "version $version was asked for, the release has $found"
  version=$found
  say "Downloading atmos $version for ${os}_$arch"
  fetch "$releases/download/v$version/$archive" "$work/$archive"
}

check_release() {
  actual=$($hasher "$work/$archive") || fail "$archive cannot be read"
  actual=${actual%% *}
  [ "$actual" = "$expected" ] || fail "$archive is not what SHA256SUMS says" "expected $expected
got      $actual"
  # Proof of who built it, where this machine can check that.
  if [ -z "${ATMOS_INSTALL_MIRROR:-}" ] && has gh && gh auth status </dev/null >/dev/null 2>&1; then
    gh attestation verify "$work/$archive" --repo "$repository" </dev/null >/dev/null ||
      fail "$archive was not built by a workflow of $repository"
    say "Checked: SHA-256, and that $repository built it"
  else
    say "Checked: SHA-256"
  fi
}

place_program() {
  tar -xzf "$work/$archive" -C "$work" atmos || fail "$archive cannot be unpacked"
  rm -f "$work/$archive"
  chmod 755 "$work/atmos"
  "$work/atmos" --version </dev/null >/dev/null || fail "the program does not start on this machine"
  mv -f "$work/atmos" "$folder/atmos" || fail "$folder/atmos cannot be replaced"
  say "Installed $folder/atmos ($version)"
}

tell_path() {
  case ":${PATH:-}:" in *":$folder:"*) return 0 ;; esac
  case "${SHELL:-}" in
    */fish) say "Put it on PATH: fish_add_path '$folder'" ;;
    */zsh) say "Put it on PATH: echo 'export PATH=\"$folder:\$PATH\"' >> ~/.zshrc" ;;
    */bash) say "Put it on PATH: echo 'export PATH=\"$folder:\$PATH\"' >> ~/.bashrc" ;;
    *) say "Put it on PATH: export PATH=\"$folder:\$PATH\"" ;;
  esac
}

# The last line, so that a download of this script that breaks off does nothing.
main
