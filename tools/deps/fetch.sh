# Fetches single packages by name and version with their registries' ordinary clients; sourced by install
# and relock. Each prints what it fetched to stdout and leaves checking against the lock to the caller.

# The Debian interpreter, so that wheels fit whatever python3 stands first on PATH.
PYTHON=/usr/bin/python3

sha256_of() { sha256sum "$1" | cut -d' ' -f1; }

# Prints "folder sha256" of a Go module. Go's own sum of a module ("h1:") is a SHA-256 over the names and
# hashes of all its files, in base64; the lock holds it in hex. Go checks it against its checksum database.
fetch_gomod() {
  local scratch
  scratch=$(mktemp -d)
  (cd "$scratch" && GOTOOLCHAIN=local GOFLAGS=-mod=mod go mod download -json "$1@$2") |
    "$PYTHON" -c '
import base64, json, sys
got = json.load(sys.stdin)
if "Error" in got:
    sys.exit(got["Error"])
print(got["Dir"], base64.b64decode(got["Sum"].removeprefix("h1:")).hex())'
  rmdir "$scratch"
}

# Prints "file sha256" of a crate: `cargo info` puts the one .crate into cargo's cache, without dependencies.
fetch_crate() {
  local file home=${CARGO_HOME:-$HOME/.cargo}
  (cd / && cargo info --quiet "$1@$2" >/dev/null) ||
    fail "cargo could not fetch crate $1 $2 (cargo 1.82 or newer is needed; yours: $(cargo --version))"
  file=$(find "$home/registry/cache" -name "$1-$2.crate" | head -n 1)
  [ -n "$file" ] || fail "cargo says it fetched crate $1 $2, but its cache does not have it"
  echo "$file $(sha256_of "$file")"
}

# Prints "file sha256" of a jar of Maven Central, $1 is group:artifact. The plugin that copies it has a version, too.
fetch_maven() {
  local folder
  folder=$(mktemp -d)
  mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$1:$2" -DoutputDirectory="$folder" >&2 || fail "mvn could not fetch $1 $2"
  echo "$folder/${1#*:}-$2.jar $(sha256_of "$folder/${1#*:}-$2.jar")"
}

# Downloads the wheels of the requirement lines on stdin into folder $1. Further arguments go to pip.
fetch_wheels() {
  local folder=$1
  shift
  "$PYTHON" -m venv --help >/dev/null || fail "python3-venv is missing"
  if [ ! -x "$DEPS/python/bin/python" ]; then
    rm -rf "$DEPS/python"
    "$PYTHON" -m venv "$DEPS/python"
  fi
  cat >"$folder/requirements.txt"
  "$DEPS/python/bin/python" -m pip --disable-pip-version-check --quiet download --no-deps \
    --only-binary :all: --dest "$folder" --requirement "$folder/requirements.txt" "$@"
}
