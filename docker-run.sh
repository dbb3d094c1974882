#!/usr/bin/env bash
# Builds, starts, shows and stops StockNow in containers: one for each stage, and the servers that they need.
# It works with docker or podman, and with compose v2, docker-compose or podman-compose. `./docker-run.sh help` lists the commands.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# `.env` holds what compose reads too: images, ports. What the environment sets goes first, as with compose.
if [ -f .env ]; then
  while IFS='=' read -r name value; do
    case "$name" in '' | '#'*) continue ;; esac
    if [ -z "${!name+set}" ]; then export "$name=$value"; fi
  done <.env
fi

project="${COMPOSE_PROJECT_NAME:-stocknow}"
image="${STOCKNOW_IMAGE:-localhost/stocknow:latest}"
budget_mib=3815 # 4 GB
stages=(simulator alert-filter alert-handler storage analysis)
read -r -a servers <<<"${STOCKNOW_SERVERS-kafka namenode datanode spark}"
read -r -a extras <<<"${STOCKNOW_EXTRAS-}" # such as `s3`, or `prometheus grafana`
read -r -a extra_files <<<"${STOCKNOW_COMPOSE_FILES-}" # read after the two files of this folder
start_timeout="${STOCKNOW_START_TIMEOUT:-180}"
namenode_url="${STOCKNOW_NAMENODE_URL:-http://localhost:${NAMENODE_PORT:-9870}}"

fail() { printf '%s\n' "$*" >&2; exit 1; }

# --- what is installed -------------------------------------------------------------------------------------------------------------------

engine=''
compose=()

find_engine() {
  if [ -n "${CONTAINER_ENGINE:-}" ]; then
    command -v "$CONTAINER_ENGINE" >/dev/null || fail "CONTAINER_ENGINE names '$CONTAINER_ENGINE', which is not installed. Set it to docker or podman."
    engine="$CONTAINER_ENGINE"
  elif command -v docker >/dev/null && docker info >/dev/null 2>&1; then engine=docker
  elif command -v podman >/dev/null; then engine=podman
  elif command -v docker >/dev/null; then fail "docker is installed, but its engine does not answer. Start it, or install podman."
  else fail "Neither docker nor podman is installed. Install one of them."
  fi
}

find_compose() {
  if [ -n "${COMPOSE_COMMAND:-}" ]; then read -r -a compose <<<"$COMPOSE_COMMAND"
  elif "$engine" compose version >/dev/null 2>&1; then compose=("$engine" compose)
  elif [ "$engine" = docker ] && command -v docker-compose >/dev/null; then compose=(docker-compose)
  elif [ "$engine" = podman ] && command -v podman-compose >/dev/null; then compose=(podman-compose)
  else fail "$engine is installed, but compose is not. Install docker-compose-v2 for docker, or podman-compose for podman."
  fi
  compose+=(-p "$project" -f docker-compose.infra.yml -f docker-compose.yml)
  local file
  for file in "${extra_files[@]}"; do compose+=(-f "$file"); done
}

is_podman_compose() { [ "$(basename "${compose[0]}")" = podman-compose ]; }

# --- containers --------------------------------------------------------------------------------------------------------------------------

containers_of() { # SERVICE [ps options]: its containers, one a line
  local service="$1"; shift
  "$engine" ps "$@" --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$service" --format '{{.Names}}' | sort
}

first_of() { containers_of "$1" | head -n 1; }

state_of() { "$engine" inspect -f '{{.State.Status}}' "$1" 2>/dev/null || echo gone; }

is_stage() { case " ${stages[*]} " in *" $1 "*) ;; *) return 1 ;; esac }

# Stages answer for themselves: the image has no shell, and podman without systemd never runs a health check.
is_healthy() { # SERVICE CONTAINER
  if is_stage "$1"; then "$engine" exec "$2" /app/stocknow health >/dev/null 2>&1
  elif [ "$engine" = podman ]; then "$engine" healthcheck run "$2" >/dev/null 2>&1
  else [ "$("$engine" inspect -f '{{if .State.Health}}{{.State.Health.Status}}{{else}}healthy{{end}}' "$2")" = healthy ]
  fi
}

wait_for() { # SERVICE: until each of its containers is healthy
  local service="$1" until=$((SECONDS + start_timeout)) container names
  while true; do
    names="$(containers_of "$service")"
    if [ -n "$names" ]; then
      local all=yes
      for container in $names; do is_healthy "$service" "$container" || all=no; done
      if [ $all = yes ]; then return 0; fi
    fi
    if [ "$SECONDS" -ge "$until" ]; then
      printf '%s is not healthy after %s s. The end of its log:\n' "$service" "$start_timeout" >&2
      container="$(containers_of "$service" -a | head -n 1)"
      if [ -n "$container" ]; then "$engine" logs --tail 15 "$container" >&2 || true
      else printf 'It has no container.\n' >&2; fi
      return 1
    fi
    sleep 1
  done
}

memory_of() { # CONTAINER...: MiB in use, all together
  "$engine" stats --no-stream --format '{{.MemUsage}}' "$@" 2>/dev/null | awk '
    { used = $1; n = used + 0
      if (used ~ /[Gg]i?B/) n *= 1024; else if (used ~ /[Kk]i?B/) n /= 1024; else if (used !~ /[Mm]i?B/) n /= 1048576
      sum += n }
    END { printf "%.0f", sum }'
}

running() { local service; for service in "${servers[@]}" "${extras[@]}" "${stages[@]}"; do containers_of "$service"; done; }

log_of() { local container; container="$(first_of "$1")"; [ -z "$container" ] || "$engine" logs --tail "${2:-400}" "$container" 2>&1; }

# --- numbers -----------------------------------------------------------------------------------------------------------------------------

readings_per_second() { log_of simulator | grep -o 'simulator: .* out' | tail -n 1 | sed 's/.*, \(.*\) out/\1/'; }

first_missing_product() { log_of alert-handler | grep -m 1 -o 'Missing .*'; }

lake_summary() {
  local answer container
  container="$(first_of namenode)"
  if [ -n "$container" ]; then
    answer="$("$engine" exec "$container" curl -s 'http://localhost:9870/webhdfs/v1/stocknow?op=GETCONTENTSUMMARY')" || return 1
  else answer="$(curl -s "$namenode_url/webhdfs/v1/stocknow?op=GETCONTENTSUMMARY")" || return 1
  fi
  local bytes files
  bytes="$(printf '%s' "$answer" | sed -n 's/.*"length":\([0-9]*\).*/\1/p')"
  files="$(printf '%s' "$answer" | sed -n 's/.*"fileCount":\([0-9]*\).*/\1/p')"
  [ -n "$bytes" ] || return 1
  awk -v bytes="$bytes" -v files="$files" 'BEGIN { printf "%s files, %.1f MB", files, bytes / 1e6 }'
}

links() {
  [ -z "$(first_of spark)" ] || echo "  Spark        http://localhost:${SPARK_UI_PORT:-4040}"
  [ -z "$(first_of namenode)" ] || echo "  HDFS         http://localhost:${NAMENODE_PORT:-9870}"
  [ -z "$(first_of grafana)" ] || echo "  Grafana      http://localhost:${GRAFANA_PORT:-3000}"
  [ -z "$(first_of prometheus)" ] || echo "  Prometheus   http://localhost:${PROMETHEUS_PORT:-9090}"
}

# --- commands ----------------------------------------------------------------------------------------------------------------------------

build() {
  local revision=''
  if command -v git >/dev/null; then revision="$(git rev-parse --short HEAD 2>/dev/null || true)"; fi
  local options=(--build-arg "REVISION=$revision" -t "$image")
  [ -z "${SDK_IMAGE:-}" ] || options+=(--build-arg "SDK_IMAGE=$SDK_IMAGE")
  [ -z "${RUNTIME_IMAGE:-}" ] || options+=(--build-arg "RUNTIME_IMAGE=$RUNTIME_IMAGE")
  # The format of docker keeps the health check.
  [ "$engine" = docker ] || options+=(--format docker)
  [ -z "${BUILD_OPTIONS:-}" ] || read -r -a more <<<"$BUILD_OPTIONS"
  "$engine" build "${options[@]}" "${more[@]}" .
}

start() {
  "$engine" image inspect "$image" >/dev/null 2>&1 || build
  local service
  if [ "${#servers[@]}" -gt 0 ]; then
    echo "Starting ${servers[*]} ..."
    "${compose[@]}" up -d "${servers[@]}"
    for service in "${servers[@]}"; do wait_for "$service"; done
  fi
  if [ "${#extras[@]}" -gt 0 ]; then "${compose[@]}" up -d "${extras[@]}"; fi
  echo "Starting ${stages[*]} ..."
  # The servers are healthy by now; podman-compose would start them again.
  "${compose[@]}" up -d --no-deps "$@" "${stages[@]}"
  for service in "${stages[@]}"; do wait_for "$service"; done
  summary
}

summary() {
  local names rate missing until=$((SECONDS + 30))
  mapfile -t names < <(running)
  while true; do
    rate="$(readings_per_second || true)" missing="$(first_missing_product || true)"
    if { [ -n "$rate" ] && [ -n "$missing" ]; } || [ "$SECONDS" -ge "$until" ]; then break; fi
    sleep 1
  done
  echo
  echo "${#names[@]} containers are healthy."
  echo "Readings:  ${rate:-none in the last seconds}"
  echo "Report:    ${missing:-none yet}"
  echo "Memory:    $(memory_of "${names[@]}") MiB of $budget_mib MiB (4 GB)"
  links
  echo
  echo "Next:  ./docker-run.sh status   |   ./docker-run.sh analysis   |   ./docker-run.sh stop"
}

status() {
  local service container health unhealthy=0 count=0
  printf '%-28s %-10s %-10s %s\n' CONTAINER STATE HEALTH MEMORY
  for service in "${servers[@]}" "${extras[@]}" "${stages[@]}"; do
    for container in $(containers_of "$service" -a); do
      count=$((count + 1)) health=-
      if [ "$(state_of "$container")" = running ]; then
        if is_healthy "$service" "$container"; then health=healthy; else health=UNHEALTHY unhealthy=$((unhealthy + 1)); fi
      else unhealthy=$((unhealthy + 1))
      fi
      printf '%-28s %-10s %-10s %s\n' "$container" "$(state_of "$container")" "$health" \
        "$("$engine" stats --no-stream --format '{{.MemUsage}}' "$container" 2>/dev/null || echo -)"
    done
  done
  if [ "$count" = 0 ]; then echo "Nothing is there. ./docker-run.sh start starts it."; return 1; fi
  echo
  echo "Stages and their lag:"
  for service in "${stages[@]}"; do
    for container in $(containers_of "$service"); do "$engine" exec "$container" /app/stocknow health 2>&1 | sed 's/^/  /' || true; done
  done
  echo "Lake: $(lake_summary || echo 'unknown, as the NameNode does not answer')"
  links
  [ "$unhealthy" = 0 ]
}

stop() {
  "${compose[@]}" stop
  echo "Stopped; all data is kept. ./docker-run.sh start continues, ./docker-run.sh clean deletes."
}

clean() {
  if [ "${1:-}" != --yes ]; then
    local answer=''
    printf 'This deletes the containers and all their data: topics, the lake, answers. Type yes to continue: '
    read -r answer || true
    [ "$answer" = yes ] || fail "Nothing was deleted. For a script: ./docker-run.sh clean --yes"
  fi
  if is_podman_compose; then "${compose[@]}" down --volumes
  else "${compose[@]}" down --volumes --remove-orphans
  fi
}

# A container of its own, so that the answers also come while no stage runs.
once() { # ARGUMENTS OF THE PROGRAM
  "${compose[@]}" run --rm --no-deps -T -e STOCKNOW__Analysis__Repeat=false analysis "$@"
}

logs() {
  [ "$#" -le 1 ] || fail "logs takes one service. Write ./docker-run.sh logs [service]."
  if [ "$#" = 1 ]; then
    local container
    for container in $(containers_of "$1" -a); do "$engine" logs --tail 200 "$container"; return; done
    fail "There is no container of '$1'. Services: ${servers[*]} ${extras[*]} ${stages[*]}"
  fi
  local service
  for service in "${servers[@]}" "${extras[@]}" "${stages[@]}"; do
    for container in $(containers_of "$service" -a); do echo "== $container"; "$engine" logs --tail 40 "$container" 2>&1; done
  done
}

help() {
  cat <<'HELP'
Usage: ./docker-run.sh COMMAND

  start [--scale stage=n]  builds the image when it is missing, starts everything, waits until it is healthy, and ends with numbers
  stop                     stops everything and keeps the data
  restart                  stop, then start
  build                    builds the image again
  logs [service]           shows the end of the logs, of all or of one service
  status                   shows each container with health and memory, each stage with its lag, the size of the lake, and links
  clean [--yes]            deletes the containers and all data, after a question
  analysis                 asks the manager's questions now and prints the answers
  clean-analysis           the same, with nothing but the answers
  audit                    proves that no reading is lost and none is there twice
  help                     this text

Services: kafka namenode datanode spark, simulator alert-filter alert-handler storage analysis.
In .env or in the environment: STOCKNOW_EXTRAS="prometheus grafana" or "s3" starts these too; STOCKNOW_SERVERS="" starts none, where Kafka
and HDFS are elsewhere; STOCKNOW_COMPOSE_FILES names more compose files; STOCKNOW_IMAGE, SDK_IMAGE and RUNTIME_IMAGE name images.
More: docs/deployment.md
HELP
}

command="${1:-help}"
[ $# = 0 ] || shift
case "$command" in
  help | -h | --help) help; exit 0 ;;
  start | stop | restart | build | logs | status | clean | analysis | clean-analysis | audit) ;;
  *) printf "'%s' is not a command.\n\n" "$command" >&2; help >&2; exit 2 ;;
esac
find_engine
more=()
if [ "$command" != build ]; then find_compose; fi
case "$command" in
  restart) stop; start "$@" ;;
  analysis) once --stages=analysis "$@" ;;
  clean-analysis) once --stages=analysis --quiet "$@" ;;
  audit) once audit "$@" ;;
  *) "$command" "$@" ;;
esac
