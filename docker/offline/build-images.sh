#!/usr/bin/env bash
# Builds every image of the compose file and of the container tests without pulling one: from Debian packages, the Maven
# repository and this source tree. Needs root, a running Docker engine, debootstrap and Maven. Names: images.env.
# A base image is imported again if its recipe or the version of a package changed. Docker caches the other layers by their
# content. DEBIAN_MIRROR overrides the mirror of this host's package manager.
set -euo pipefail
cd "$(dirname "$0")/../.."

SUITE=bookworm
# No BuildKit: it would have to be pulled or installed as a plugin.
export DOCKER_BUILDKIT=0

log() { printf 'images: %s\n' "$*" >&2; }

for tool in docker debootstrap mvn apt-cache; do
  command -v "$tool" >/dev/null || { log "needs $tool, found none"; exit 3; }
done
docker info >/dev/null || { log "no Docker engine answers"; exit 3; }

work=$(mktemp -d /var/tmp/minerstream-images.XXXXXX)
trap 'rm -rf "$work"' EXIT

mirror() {
  # sed reads to the end. head would break the pipe, which pipefail turns into a failure.
  [ -n "${DEBIAN_MIRROR:-}" ] && echo "$DEBIAN_MIRROR" ||
    apt-get indextargets --format '$(SITE)' "Codename: $SUITE" 'Created-By: Packages' | sed -n 1p
}

# base_image NAME PACKAGE...: a minimal Debian with these packages, without documentation.
base_image() {
  local name=$1 system=$work/system-${1//[^a-z0-9]/-} packages inputs
  shift
  packages=$(IFS=,; echo "$*")
  inputs=$(
    { declare -f base_image; echo "$SUITE"; apt-cache policy "$@" | sed -n 's/^  Candidate: //p'; } | sha256sum | cut -c1-16
  )
  if [ "$(docker image inspect --format '{{index .Config.Labels "minerstream.inputs"}}' "$name" 2>/dev/null)" = "$inputs" ]; then
    log "$name is up to date"
    return
  fi
  log "$name from Debian packages ($packages)"
  debootstrap --variant=minbase --include="$packages" "$SUITE" "$system" "$(mirror)" \
    >"$system.log" 2>&1 || { tail -n 20 "$system.log" >&2; exit 1; }
  rm -rf "$system"/var/cache/apt/* "$system"/var/lib/apt/lists/* "$system"/var/log/*.log \
    "$system"/usr/share/{doc,man,info,locale}/* "$system"/dev/*
  tar -C "$system" -c . | docker import --change "LABEL minerstream.inputs=$inputs" - "$name" >/dev/null
  rm -rf "$system"
}

# image NAME CONTEXT OPTION...
image() {
  local name=$1 context=$2
  shift 2
  log "$name"
  docker build --quiet --tag "$name" "$@" "$context" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }
}

# In parallel: each unpacks and configures packages one by one.
base_image minerstream/jre:17 openjdk-17-jre-headless ca-certificates &
jre=$!
base_image minerstream/debian-postgres:15 postgresql-15
wait "$jre"

log "the distribution, if it is not built yet"
./minerstream --version >&2
mvn -B -q -Dquick -f docker/offline/kafka/pom.xml package

# shellcheck source=docker/offline/images.env
. docker/offline/images.env
image "$KAFKA_IMAGE" docker/offline/kafka
image "$REGISTRY_IMAGE" cli/target/minerstream/registry --file docker/offline/registry/Dockerfile
image "$POSTGRES_IMAGE" docker/offline/postgres

# shellcheck source=.env
. ./.env
for target in cli validator connect; do
  image "minerstream/$target:${MINERSTREAM_VERSION}" . --file docker/Dockerfile --target "$target" \
    --build-arg BASE_IMAGE=minerstream/jre:17
done
docker image ls --format 'table {{.Repository}}:{{.Tag}}\t{{.Size}}' --filter reference='minerstream/*' >&2
