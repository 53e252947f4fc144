#!/bin/sh
# One archive on a Slurm cluster: every task of the array converts a shard, and a job after them joins the shards.
#
#   sbatch --array=1-64 sheaf-array.sh JOB.toml /shared/out
#
# /shared/out/shard-I-of-N holds the letters of task I, /shared/out/all what one run over all letters would have made. A task
# that is killed, or whose node is lost, is queued again and goes on where it was. Letters and pipeline must have the same
# paths on all nodes. Before another number of tasks is tried, remove the shards: a folder holds one shard of one number.
#SBATCH --job-name=sheaf
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=3G
#SBATCH --time=20:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:TERM@300
set -eu
job=$1
out=$2

if [ "${SHEAF_JOIN:-}" ]; then
    set --
    i=1
    while [ "$i" -le "$SHEAF_JOIN" ]; do
        set -- "$@" "$out/shard-$i-of-$SHEAF_JOIN"
        i=$((i + 1))
    done
    exec sheaf merge --gather -p "$job" "$@" -o "$out/all"
fi

# The job that joins waits for all tasks to end well, and is queued by the first of them, once.
if [ "$SLURM_ARRAY_TASK_ID" = "$SLURM_ARRAY_TASK_MIN" ] && [ "${SLURM_RESTART_COUNT:-0}" = 0 ]; then
    sbatch --job-name=sheaf-merge --dependency="afterok:$SLURM_ARRAY_JOB_ID" --ntasks=1 --cpus-per-task=1 \
        --export="ALL,SHEAF_JOIN=$SLURM_ARRAY_TASK_COUNT" "$0" "$job" "$out"
fi

# In the background, so that the shell hears of SIGTERM and can pass it on: the letters under way end, and the task is queued
# again.
sheaf batch -q "$job" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --jobs "$SLURM_CPUS_PER_TASK" \
    -o "$out/shard-$SLURM_ARRAY_TASK_ID-of-$SLURM_ARRAY_TASK_COUNT" &
batch=$!
stopped=
trap 'stopped=1; kill -TERM "$batch"' TERM
status=0
wait "$batch" || status=$?
if [ "$stopped" ]; then
    wait "$batch" || true
    scontrol requeue "$SLURM_ARRAY_JOB_ID"_"$SLURM_ARRAY_TASK_ID"
    exit 1
fi
# 1: some letters failed, 3: some are doubtful. The shard is complete all the same; `sheaf status` says which they are.
case $status in
0 | 1 | 3) exit 0 ;;
*) exit "$status" ;;
esac
