#!/usr/bin/env bash
# A Slurm of its own below one folder, for tests: no systemd, no cgroups; needs root. A node has 4 GB, a job 500 MB
# a processor unless it asks for more.
#   cluster.sh demo                       start, array job, node lost, requeue, stop: about 30 s
#   cluster.sh start [nodes]; eval "$(cluster.sh env)"; sbatch …; cluster.sh stop
#   cluster.sh kill-node n1                node and jobs die;  start-node n1 brings it back
#   cluster.sh kill-daemon n1              slurmd dies, the job lives on: it will run twice
#   cluster.sh kill-controller             slurmctld dies;  start-controller  brings it back
#   cluster.sh heal                        no jobs, and all nodes idle again
# SLURM_TEST_{DIR,PORT,CPUS,NODE_TIMEOUT}; SLURM_TEST_ACCOUNTING=dbd adds mariadb, slurmdbd and so sacct.
# apt-get install --no-install-recommends slurmctld slurmd slurm-client munge [slurmdbd mariadb-server]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
D=${SLURM_TEST_DIR:-${TMPDIR:-/tmp}/engram-slurm}
CTLPORT=${SLURM_TEST_PORT:-17100}
NODETIMEOUT=${SLURM_TEST_NODE_TIMEOUT:-6}
CPUS=${SLURM_TEST_CPUS:-2}
ACCOUNTING=${SLURM_TEST_ACCOUNTING:-none}        # none | dbd
export SLURM_CONF=$D/slurm.conf

die() { echo "cluster.sh: $*" >&2; exit 1; }
running() { [ "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c1)" != Z ] && kill -0 "$1" 2>/dev/null; }  # a zombie is dead
alive() { [ -s "$1" ] && running "$(cat "$1")"; }
wait_for() { # seconds, what, command…
  local end=$(( $(date +%s) + $1 )) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do [ "$(date +%s)" -lt "$end" ] || die "gave up waiting for $what"; sleep 0.1; done
}

start_munge() {
  [ -s "$D/munge.key" ] || { head -c 1024 /dev/urandom > "$D/munge.key"; chmod 400 "$D/munge.key"; }
  munged --socket="$D/munge.sock" --key-file="$D/munge.key" --pid-file="$D/run/munged.pid" \
    --log-file="$D/log/munged.log" --seed-file="$D/munge.seed" --num-threads=2
  wait_for 10 munged sh -c "munge -S '$D/munge.sock' -n | unmunge -S '$D/munge.sock'"
}
# A node is a PID namespace of its own: to kill its first process is to cut its power, jobs and all.
start_node() {
  setsid unshare --pid --fork --kill-child --mount-proc \
    bash -c 'slurmd -D -N "$0" -f "$1" & sleep infinity & wait' "$1" "$SLURM_CONF" \
    >>"$D/log/node.$1.out" 2>&1 </dev/null &
  echo $! > "$D/run/node.$1.pid"
}
# Only the daemon dies; the job goes on, and the controller believes the node lost (as in a split network).
kill_daemon() {
  local init; init=$(pgrep -P "$(cat "$D/run/node.$1.pid")")
  kill -KILL "$(pgrep -P "$init" -x slurmd)"
}

# A controller that was killed has forgotten the latest numbers of jobs, and would give them again.
start_controller() {
  local first; first=$(sed -n 's/^FirstJobId=//p' "$SLURM_CONF")
  sed -i "s/^FirstJobId=.*/FirstJobId=$((first + 1000))/" "$SLURM_CONF"
  slurmctld -f "$SLURM_CONF"
}
# All nodes idle, no job left: whatever was done to the cluster before.
heal() {
  alive "$D/run/slurmctld.pid" || start_controller
  scancel --user=root || true
  local name node init
  for name in "$D"/run/node.*.pid; do
    node=${name#*/node.}; node=${node%.pid}
    init=$(alive "$name" && pgrep -P "$(cat "$name")") || init=
    if [ -z "$init" ] || ! pgrep -P "$init" -x slurmd >/dev/null; then
      ! alive "$name" || kill -KILL "$(cat "$name")"
      start_node "$node"
    fi
  done
  wait_for 60 "idle nodes" idle_again "$(ls "$D"/run/node.*.pid | wc -l)"
}
# Whether so many nodes are idle; those that were drained or down are asked to come back.
idle_again() {
  local node
  for node in $(sinfo -h -N -t down,drain,drained,draining,fail -o %N | sort -u); do
    scontrol update "NodeName=$node" State=RESUME 2>/dev/null || true
  done
  [ "$(sinfo -h -N -t idle -o %N | sort -u | wc -l)" = "$1" ] && [ -z "$(squeue -h -t PD,R,CG,CF)" ]
}

start_dbd() {
  mkdir -p "$D/mysql" "$D/mysql-run"; chown mysql "$D/mysql" "$D/mysql-run"
  [ -d "$D/mysql/mysql" ] || mariadb-install-db --no-defaults --user=mysql --datadir="$D/mysql" --skip-test-db \
      --auth-root-authentication-method=socket >"$D/log/mysql-install.log" 2>&1
  mariadbd --no-defaults --user=mysql --datadir="$D/mysql" --socket="$D/mysql-run/mysql.sock" --skip-networking \
      --pid-file="$D/mysql-run/mysql.pid" --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=0 \
      --log-error="$D/mysql-run/mysql.log" >/dev/null 2>&1 &
  wait_for 30 mariadb mariadb-admin --no-defaults --socket="$D/mysql-run/mysql.sock" ping
  cat > "$D/slurmdbd.conf" <<CONF
AuthType=auth/munge
AuthInfo=socket=$D/munge.sock
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort=$((CTLPORT + 1))
SlurmUser=root
PidFile=$D/run/slurmdbd.pid
LogFile=$D/log/slurmdbd.log
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=root
StorageLoc=slurm_acct
CONF
  chmod 600 "$D/slurmdbd.conf"
  # the client library reads the socket's path from here
  MYSQL_UNIX_PORT="$D/mysql-run/mysql.sock" SLURM_CONF=$D/slurmdbd.conf slurmdbd
  wait_for 20 slurmdbd sh -c "SLURM_CONF='$SLURM_CONF' sacctmgr -n show cluster"
  sacctmgr -i add cluster engramtest >/dev/null 2>&1 || true
}

start() {
  local count=${1:-3} nodes="" i host; host=$(hostname -s)
  [ "$(id -u)" = 0 ] || die "needs root"
  alive "$D/run/slurmctld.pid" && die "already running in $D"
  mkdir -p "$D"/{run,log,state,spool}; chmod 755 "$D"
  for i in $(seq "$count"); do
    nodes+="NodeName=n$i NodeHostname=$host NodeAddr=127.0.0.1 Port=$((CTLPORT + 10 + i)) CPUs=$CPUS RealMemory=4000 State=UNKNOWN"$'\n'
  done
  local accounting="AccountingStorageType=accounting_storage/none"
  [ "$ACCOUNTING" = none ] || accounting="AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=$((CTLPORT + 1))
AccountingStoragePass=$D/munge.sock"
  local conf; conf=$(cat "$here/slurm.conf.in")
  conf=${conf//@D@/$D}; conf=${conf//@HOST@/$host}; conf=${conf//@FIRST@/$(( ($(date +%s) % 50000) * 100 + 100 ))}; conf=${conf//@CTLPORT@/$CTLPORT}
  conf=${conf//@NODETIMEOUT@/$NODETIMEOUT}; conf=${conf//@NODES@/$nodes}; conf=${conf//@ACCOUNTING@/$accounting}
  printf '%s\n' "$conf" > "$SLURM_CONF"
  start_munge
  [ "$ACCOUNTING" = none ] || start_dbd
  slurmctld -f "$SLURM_CONF"
  for i in $(seq "$count"); do start_node "n$i"; done
  wait_for 30 "$count idle nodes" sh -c "[ \"\$(sinfo -h -N -t idle -o %N | sort -u | wc -l)\" = $count ]"
}

stop() {
  local pid name
  for name in "$D"/run/node.*.pid "$D/run/slurmctld.pid" "$D/run/slurmdbd.pid" "$D/run/munged.pid" "$D/mysql-run/mysql.pid"; do
    alive "$name" || continue
    pid=$(cat "$name")
    case $name in */node.*) kill -KILL "$pid" ;; *) kill "$pid" ;; esac   # nodes with their jobs, at once
    for _ in $(seq 100); do running "$pid" || break; sleep 0.1; done
    ! running "$pid" || kill -9 "$pid"
  done
  return 0
}

# The whole story: an array job, its node's power cut, the requeue, the end.
demo() {
  local began=$EPOCHREALTIME job node; mark() { printf '%6.1f s  %s\n' "$(echo "$EPOCHREALTIME - $began" | bc)" "$*"; }
  exec 2> >(grep -v Killed >&2); start 3; mark "three idle nodes"
  job=$(sbatch --parsable --array=0-3%2 --requeue --open-mode=append -c 2 -o "$D/log/%A_%a.out" \
    --wrap 'echo "$SLURM_ARRAY_TASK_ID on $SLURMD_NODENAME, restart ${SLURM_RESTART_COUNT:-0}"; sleep 4; echo done')
  wait_for 20 "the first task" sh -c "squeue -h -j ${job}_0 -t R | grep -q ."
  node=$(squeue -h -j "${job}_0" -o %N); mark "job $job: task 0 runs on $node"
  kill -KILL "$(cat "$D/run/node.$node.pid")"; mark "$node is off, with the job on it"
  wait_for 60 "the requeue" sh -c "scontrol show job ${job}_0 | grep -q Restarts=1"; mark "task 0 is in the queue again"
  wait_for 90 "the end" sh -c "[ -z \"\$(squeue -h -j $job -t PD,R,CG,CF)\" ]"; mark "all tasks ended"
  squeue -h -j "$job" -t all -o '          %i %T'; sed 's/^/          /' "$D/log/${job}_0.out"
  stop; mark "stopped"
}

case ${1:-} in
  demo) demo ;;
  start) start "${2:-3}" ;;
  stop) stop ;;
  env) echo "export SLURM_CONF=$SLURM_CONF" ;;
  kill-node) kill -KILL "$(cat "$D/run/node.$2.pid")" ;;
  kill-daemon) kill_daemon "$2" ;;
  heal) heal ;;
  start-node) start_node "$2" ;;
  kill-controller) kill -KILL "$(cat "$D/run/slurmctld.pid")" ;;
  start-controller) start_controller ;;
  *) die "demo | start [nodes] | stop | env | kill-node NAME | kill-daemon NAME | start-node NAME | kill-controller | start-controller | heal" ;;
esac
