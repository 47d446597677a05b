# The Debian half of tools/deps/install; sourced, not run. Speaks to apt only through its own clients.
# A package is taken when its version is the locked one and the signed package index gives the locked
# SHA-256 for it; apt itself then holds the downloaded file against that index.

# Debian replaces a package when it mends it, and the old version leaves the archive. A newer revision of
# the same upstream version, or a stable update of Debian 12 (marked deb12uN: how new minor releases of
# PostgreSQL and OpenSSL arrive), is therefore accepted with a warning. Arguments: locked, offered.
is_update_of() {
  dpkg --compare-versions "$2" gt "$1" || return 1
  [ "${1%-*}" = "${2%-*}" ] && return 0
  case "$2" in *[+~]deb12u[0-9]*) return 0 ;; esac
  return 1
}

# Prints "name version" of the installed packages among the locked ones.
installed_apt() {
  # dpkg-query fails when one name is unknown to it; it still prints the others.
  # shellcheck disable=SC2046
  dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Version}\n' $(lock_lines apt | cut -d' ' -f2) \
    2>/dev/null | sed -n 's/^[ih]i  *//p' || true
}

# Fills WANTED with "name version sha256" lines that have to be installed, and NEWER with the names whose
# installed version is an accepted update.
find_missing_apt() {
  local installed name version sha use have
  installed=$(installed_apt)
  WANTED=() NEWER=()
  while read -r _ name version sha use; do
    case "$use" in
      unless:*) command -v "${use#unless:}" >/dev/null && continue ;;
    esac
    have=$(sed -n "s/^$name //p" <<<"$installed" | head -n 1)
    if [ -z "$have" ] || dpkg --compare-versions "$have" lt "$version"; then
      WANTED+=("$name $version $sha")
    elif [ "$have" = "$version" ]; then
      continue
    elif is_update_of "$version" "$have"; then
      NEWER+=("$name")
    else
      fail "Debian package $name is installed as $have, but the lock names $version." \
        "Install that version (apt-get install $name=$version), or take yours into the lock: tools/deps/relock $name"
    fi
  done < <(lock_lines apt)
}

# Reads the package index (as fetched last) once for many packages: INDEX[name=version] is the SHA-256,
# CANDIDATE[name] the version apt would install. What is not offered has no entry. Arguments: name=version.
declare -A INDEX CANDIDATE
read_index() {
  local key value
  INDEX=() CANDIDATE=()
  while read -r key value; do INDEX[$key]=$value; done < <(
    apt-cache show --no-all-versions "$@" 2>/dev/null | awk '
      $1 == "Package:" { name = $2 } $1 == "Version:" { version = $2 }
      $1 == "SHA256:" { print name "=" version, $2 }'
  )
  while read -r key value; do CANDIDATE[$key]=$value; done < <(
    apt-cache policy "${@%%=*}" 2>/dev/null | awk '
      /^[^ ]/ { name = substr($1, 1, length($1) - 1) }
      $1 == "Candidate:" && $2 != "(none)" { print name, $2 }'
  )
}

# Turns one wanted "name version sha256" into name=version as the index offers it, in OFFER. Returns 1 when
# the index has neither the locked version nor an accepted update of it.
choose_offer() {
  local name=$1 version=$2 sha=$3 candidate=${CANDIDATE[$1]:-}
  local offered=${INDEX[$name=$version]:-}
  if [ -n "$offered" ]; then
    [ "$offered" = "$sha" ] || fail "Debian package $name $version: the package index gives SHA-256 $offered," \
      "the lock $sha. Do not install it before you know why; tools/deps/relock $name takes the new one."
    OFFER=$name=$version
    return 0
  fi
  [ -n "$candidate" ] && is_update_of "$version" "$candidate" || return 1
  warn "$name $version is not offered any more; taking Debian's update $candidate (checked by apt's signature)." \
    "tools/deps/relock $name records it."
  OFFER=$name=$candidate
}

# Fills OFFERS for everything in WANTED; 1 and UNOFFERED when the index (as fetched last) lacks something.
choose_offers() {
  local wanted keys=()
  OFFERS=() UNOFFERED=()
  for wanted in "${WANTED[@]}"; do
    wanted=${wanted% *}
    keys+=("${wanted/ /=}")
  done
  read_index "${keys[@]}"
  for wanted in "${WANTED[@]}"; do
    # shellcheck disable=SC2086
    if choose_offer $wanted; then OFFERS+=("$OFFER"); else UNOFFERED+=("${wanted% *}"); fi
  done
  [ ${#UNOFFERED[@]} = 0 ]
}

# Sets SUDO to what runs a command as root, or returns 1.
find_root() {
  SUDO=()
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null || return 1
  SUDO=(sudo)
  sudo -n true 2>/dev/null && return 0
  [ -z "${CI:-}" ] && [ -t 0 ] && sudo -v
}

# Servers are wanted for tests only, which start their own: no cluster is created, nothing is started at
# installation. Both files are ours for the time of the installation only.
keep_servers_quiet() {
  QUIET_FILES=()
  local conf=/etc/postgresql-common/createcluster.d/stellarlake.conf policy=/usr/sbin/policy-rc.d
  "${SUDO[@]}" mkdir -p "${conf%/*}"
  echo "create_main_cluster = false" | "${SUDO[@]}" tee "$conf" >/dev/null
  QUIET_FILES+=("$conf")
  if [ ! -e "$policy" ]; then
    printf '%s\n' '#!/bin/sh' 'case "$1" in postgresql*|pgbouncer*) exit 101 ;; esac' 'exit 0' |
      "${SUDO[@]}" tee "$policy" >/dev/null
    "${SUDO[@]}" chmod 755 "$policy"
    QUIET_FILES+=("$policy")
  fi
  trap '"${SUDO[@]}" rm -f "${QUIET_FILES[@]}"' EXIT
}

apt_get() {
  "${SUDO[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Options::=--force-confold "$@" </dev/null
}

install_offers() { apt_get install --no-install-recommends "${OFFERS[@]}"; }

# When the locked versions cannot be installed together (a library of theirs is already at a later
# security revision), the accepted updates of the same packages are.
use_updates() {
  local i name version candidate
  for i in "${!OFFERS[@]}"; do
    name=${OFFERS[i]%%=*} version=${OFFERS[i]#*=}
    candidate=${CANDIDATE[$name]:-$version}
    is_update_of "$version" "$candidate" || continue
    warn "$name: taking Debian's update $candidate instead of the locked $version."
    OFFERS[i]=$name=$candidate
  done
}

install_apt() {
  find_missing_apt
  [ ${#NEWER[@]} = 0 ] || warn "newer than the lock by a Debian update: ${NEWER[*]} (tools/deps/relock records them)."
  [ ${#WANTED[@]} = 0 ] && return 0
  if ! find_root; then
    fail "${#WANTED[@]} Debian packages are missing, and installing them needs root or sudo:" \
      "$(printf '  %s\n' "${WANTED[@]% *}")" "Ask an administrator to run:" \
      "  apt-get update && apt-get install --no-install-recommends $(printf '%s\n' "${WANTED[@]% *}" | tr ' \n' '= ')" \
      "and then run tools/deps/install again."
  fi
  say "installing ${#WANTED[@]} Debian packages"
  if ! choose_offers; then
    apt_get update
    choose_offers || fail "the package index does not offer, and has no Debian 12 update of:" \
      "$(printf '  %s\n' "${UNOFFERED[@]}")" "Run tools/deps/relock, look at the difference, and commit it."
  fi
  keep_servers_quiet
  if ! install_offers; then
    apt_get update
    choose_offers || fail "the package index changed under way and lacks: ${UNOFFERED[*]}"
    apt_get -s install --no-install-recommends "${OFFERS[@]}" >/dev/null || use_updates
    install_offers || fail "apt could not install the packages above."
  fi
  "${SUDO[@]}" rm -f "${QUIET_FILES[@]}"
  trap - EXIT
}
