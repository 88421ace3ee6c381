#!/bin/sh
# Installs atmos:  curl -fsSL https://github.com/OWNER/REPO/releases/latest/download/install.sh | sh
#
# Needs curl or GNU wget, tar, gzip and one of sha256sum, shasum, openssl. Asks for no rights and changes nothing but
# the one file `atmos` in its folder, by one rename; whatever goes wrong, the old one stays and nothing else is left.
#
#   ATMOS_INSTALL_VERSION     release to install, such as 0.1.0; the newest one without it
#   ATMOS_INSTALL_DIR         folder to put it in; /usr/local/bin for root, else ~/.local/bin
#   ATMOS_INSTALL_MIRROR      address of a copy of the releases page, https, http or file
#   ATMOS_INSTALL_REPOSITORY  owner/repo on GitHub, in place of the one that this script came from
#   ATMOS_INSTALL_QUIET       1: only errors are told
#
# HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and CURL_CA_BUNDLE count.
set -eu

# The release puts its own repository here.
repository="${ATMOS_INSTALL_REPOSITORY:-}"
work="" made="" child=""

main() {
  [ $# -eq 0 ] || fail "\"$1\" is not understood" "Say what you want by variables, such as ATMOS_INSTALL_VERSION=0.1.0."
  trap 'clean' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  find_tools
  find_platform
  find_source
  find_folder
  make_folder
  fetch_release
  check_release
  place_program
  tell_path
}

is_quiet() {
  case "${ATMOS_INSTALL_QUIET:-}" in "" | 0 | false) return 1 ;; esac
}

say() {
  is_quiet || printf '%s\n' "$1" >&2
}

fail() {
  printf 'atmos is not installed: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '%s\n' "$2" >&2
  exit 1
}

clean() {
  if [ -n "$child" ]; then
    kill "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  [ -z "$work" ] || rm -rf "$work"
  # Folders that were made for nothing; one with a program in it stays.
  while [ "$made" != "${kept:-}" ] && { rmdir "$made" 2>/dev/null || [ ! -e "$made" ]; }; do made=${made%/*}; done
}

has() {
  command -v "$1" >/dev/null 2>&1
}

find_tools() {
  for tool in uname id mkdir mktemp rm rmdir mv chmod sed tar gzip; do
    has "$tool" || fail "$tool is not on PATH (${PATH:-empty})"
  done
  # A curl that is there need not start; BusyBox's wget takes any certificate.
  if has curl && curl --version >/dev/null 2>&1; then fetcher=curl
  else
    case "$(wget --version 2>/dev/null)" in
      *"GNU Wget"*) fetcher=wget ;;
      *) fail "neither curl nor GNU wget is there, or they do not start" ;;
    esac
    # It knows these in lower case only.
    https_proxy=${https_proxy:-${HTTPS_PROXY:-}} no_proxy=${no_proxy:-${NO_PROXY:-}}
    export https_proxy no_proxy
  fi
  hasher=""
  for tool in sha256sum shasum openssl; do [ -n "$hasher" ] || ! has "$tool" || hasher=$tool; done
  [ -n "$hasher" ] || fail "nothing is there to check the download with" "Install one of sha256sum, shasum, openssl."
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
  glibc_hint="Use a system with glibc 2.27 or newer, for example a Debian image in place of Alpine."
  [ -e "$loader" ] || fail "this system has no glibc ($loader is not there)" "$glibc_hint"
  if glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null); then
    glibc=${glibc#glibc }
    major=${glibc%%.*} minor=${glibc#*.} minor=${minor%%.*}
    case "$major$minor" in "" | *[!0-9]*) return 0 ;; esac
    if [ "$major" -lt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -lt 27 ]; }; then
      fail "glibc 2.27 or newer is needed, this system has $glibc" "$glibc_hint"
    fi
  elif [ -e "/lib/ld-musl-$(uname -m).so.1" ]; then
    fail "this system has musl in place of glibc, and $loader only stands for it" "$glibc_hint"
  fi
}

find_source() {
  case "${ATMOS_INSTALL_MIRROR:-}" in
    https://* | http://* | file:///*) releases=${ATMOS_INSTALL_MIRROR%/} ;;
    "")
      case "$repository" in
        "") fail "it is not known where the releases are" "Set ATMOS_INSTALL_REPOSITORY=owner/repo or ATMOS_INSTALL_MIRROR." ;;
        */*/* | /* | */ | *[!0-9A-Za-z._/-]*) fail "\"$repository\" is no owner/repo of GitHub" ;;
        */*) releases="https://github.com/$repository/releases" ;;
        *) fail "\"$repository\" is no owner/repo of GitHub" ;;
      esac
      ;;
    *) fail "ATMOS_INSTALL_MIRROR does not begin with https://, http:// or file:///" ;;
  esac
  # A file with lines of Windows leaves a mark at their ends.
  version=$(printf '%s' "${ATMOS_INSTALL_VERSION:-latest}" | sed 's/[[:space:]]//g')
  case "$version" in
    latest) from="$releases/latest/download" ;;
    *)
      version=${version#v}
      is_version "$version" ||
        fail "\"$version\" is no version" "Name a release, such as ATMOS_INSTALL_VERSION=0.1.0."
      from="$releases/download/v$version"
      ;;
  esac
}

is_version() {
  case "$1" in
    *[!0-9A-Za-z.+-]*) return 1 ;;
    [0-9]*.[0-9]*.[0-9]*) return 0 ;;
    *) return 1 ;;
  esac
}

find_folder() {
  folder=${ATMOS_INSTALL_DIR:-}
  other="Choose another folder with ATMOS_INSTALL_DIR."
  if [ -z "$folder" ] && [ "$(id -u)" = 0 ]; then folder=/usr/local/bin; fi
  # In quotes the shell leaves a tilde as it is.
  case "$folder" in
    "" | [~]/*)
      [ -n "${HOME:-}" ] || fail "HOME is not set" "Say where to put it: ATMOS_INSTALL_DIR=/some/folder."
      folder=${folder#*/}
      folder="$HOME/${folder:-.local/bin}"
      ;;
  esac
  case "$folder" in /*) ;; *) folder="$(pwd)/$folder" ;; esac
  folder=${folder%/}
  case "$folder" in *[[:cntrl:]:]*) fail "a folder with a colon or a control character cannot be on PATH" "$other" ;; esac
  [ ! -d "$folder/atmos" ] || fail "$folder/atmos is a folder" "$other"
}

make_folder() {
  kept=$folder
  while [ -n "$kept" ] && [ ! -e "$kept" ]; do kept=${kept%/*}; done
  made=$folder
  mkdir -p "$folder" || fail "$folder cannot be made" "$other"
  # Beside its place, so that one rename puts it there.
  work=$(mktemp -d "$folder/.atmos-install.XXXXXX") || fail "$folder cannot be written to" "$other"
}

# fetch ADDRESS FILE. In the background, because a shell hears signals in `wait` and not while it waits for a program.
fetch() {
  case "$fetcher" in
    curl)
      # Whoever began encrypted is not led elsewhere without.
      case "$1" in https:*) redirects="=https" ;; *) redirects="=http,https" ;; esac
      curl -fSL "$meter" --proto-redir "$redirects" --retry 3 --connect-timeout 30 --speed-limit 1 --speed-time 60 \
        -o "$2" "$1" &
      ;;
    wget)
      ca=${SSL_CERT_FILE:-${CURL_CA_BUNDLE:-}}
      # It tells its errors only together with what it did.
      wget -nv --tries=3 --timeout=60 ${ca:+"--ca-certificate=$ca"} -O "$2" "$1" 2>"$work/talk" &
      ;;
  esac
  child=$!
  if wait "$child"; then child="" && return 0; fi
  child=""
  [ "$fetcher" = curl ] || without_password <"$work/talk" >&2
  fail "$(printf '%s\n' "$1" | without_password) cannot be had" \
    "Check the version, the network, the room on the disk, HTTPS_PROXY and SSL_CERT_FILE."
}

without_password() {
  sed 's#//[^/@]*@#//#'
}

fetch_release() {
  meter=-s
  fetch "$from/SHA256SUMS" "$work/SHA256SUMS"
  read_sums
  say "Downloading atmos $version for ${os}_$arch"
  if [ -t 2 ] && ! is_quiet; then meter="-#"; fi
  fetch "$releases/download/v$version/$archive" "$work/$archive"
}

# Finds the archive for this machine, its version and its checksum.
read_sums() {
  archive="" cr=$(printf '\r')
  while read -r sum name || [ -n "$sum" ]; do
    name=${name%"$cr"} name=${name#"*"}
    found=${name#atmos_} found=${found%"_${os}_$arch.tar.gz"}
    [ "$name" = "atmos_${found}_${os}_$arch.tar.gz" ] || continue
    is_version "$found" || continue
    case "${#sum}$sum" in 64*[!0-9a-f]*) continue ;; 64*) ;; *) continue ;; esac
    [ -z "$archive" ] || fail "SHA256SUMS of the release lists two archives for ${os}_$arch, $archive and $name"
    archive=$name expected=$sum listed=$found
  done <"$work/SHA256SUMS"
  [ -n "$archive" ] || fail "SHA256SUMS of the release lists no atmos for ${os}_$arch"
  [ "$version" = latest ] || [ "$version" = "$listed" ] ||
    fail "version $version was asked for, the release has $listed"
  version=$listed
}

check_release() {
  actual=$(digest <"$work/$archive") || fail "$archive cannot be read"
  actual=${actual%% *}
  [ "$actual" = "$expected" ] || fail "$archive is not what SHA256SUMS says" "expected $expected
got      $actual"
  # Proof of who built it, where this machine can check that; a copy on a mirror has the same one.
  if [ -n "$repository" ] && has gh && gh attestation verify --help >/dev/null 2>&1 &&
    gh auth status </dev/null >/dev/null 2>&1; then
    gh attestation verify "$work/$archive" --repo "$repository" \
      --signer-workflow "$repository/.github/workflows/release.yml" </dev/null >/dev/null ||
      fail "it is not proved that the release workflow of $repository built $archive"
    say "Checked: SHA-256, and that the release workflow of $repository built it"
  else
    say "Checked: SHA-256. Who built it was not checked: that takes gh, logged in to GitHub."
  fi
}

digest() {
  case "$hasher" in
    sha256sum) sha256sum ;;
    shasum) shasum -a 256 ;;
    openssl) openssl dgst -sha256 -r ;;
  esac
}

place_program() {
  tar -xzf "$work/$archive" -C "$work" atmos || fail "$archive cannot be unpacked"
  rm -f "$work/$archive"
  chmod 755 "$work/atmos"
  # The depth keeps it from becoming another release that a variable asks for.
  ATMOS_REEXEC_DEPTH=1 "$work/atmos" --version </dev/null >/dev/null || fail "the program does not start on this machine" \
    "It needs glibc 2.27 with libgcc_s on Linux, a folder whose programs may run, and \`ulimit -v unlimited\`."
  mv -f "$work/atmos" "$folder/atmos" || fail "$folder/atmos cannot be replaced"
  say "Installed $folder/atmos ($version)"
}

tell_path() {
  case ":${PATH:-}:" in
    *":$folder:"*)
      first=$(command -v atmos) || return 0
      [ "$first" = "$folder/atmos" ] || say "Another one comes first on PATH: $first"
      return 0
      ;;
  esac
  line="export PATH=\"$(printf '%s' "$folder" | sed 's/[\\"$`]/\\&/g'):\$PATH\""
  case "$(shell_in_use)" in
    fish) say "Put it on PATH: fish_add_path '$(printf '%s' "$folder" | sed "s/[\\\\']/\\\\&/g")'" ;;
    zsh) tell_line .zshrc ;;
    bash) if [ "$os" = darwin ]; then tell_line .bash_profile; else tell_line .bashrc; fi ;;
    *) say "Put it on PATH: $line" ;;
  esac
}

tell_line() {
  say "Put it on PATH: echo '$(printf '%s' "$line" | sed "s/'/'\\\\''/g")' >>~/$1"
}

# The shell that started this one, if it is one that people type into, else the one that they log in to.
shell_in_use() {
  parent=""
  if [ -r "/proc/$PPID/comm" ]; then read -r parent <"/proc/$PPID/comm" || true; fi
  case "$parent" in
    bash | fish | zsh) printf '%s' "$parent" ;;
    *) printf '%s' "${SHELL:-}" | sed 's#.*/##' ;;
  esac
}

# The last line, so that a download of this script that breaks off does nothing.
main "$@"
