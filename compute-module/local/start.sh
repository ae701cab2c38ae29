# Starts one runner as a process of its own session and leaves "PID START" in the file pid of its folder.
set -eu
umask 077
mkdir -p "$WORK_DIR"
cd "$WORK_DIR"

# When a process started, in ticks since boot: what tells it from a later one with the same number.
started() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  set -- ${stat##*) }
  [ "$1" != Z ] && echo "${20}"
}

if [ -f pid ]; then
  read -r pid start < pid
  if [ "$(started "$pid" || true)" = "$start" ]; then exit 0; fi
fi

if [ -n "$RUN_AS" ]; then
  chown -R "$RUN_AS" "$WORK_DIR"
  set -- setpriv --reuid "$RUN_AS" --regid "$(id -g "$RUN_AS")" --init-groups --
else
  set --
fi

# env -i: nothing of OpenTofu's environment, which holds the state's key, may reach a job.
env -i PATH="$RUNNER_PATH" HOME="$RUNNER_HOME" LANG="$RUNNER_LANG" \
  setsid "$@" "$GOSLING" runner --runner-id "$RUNNER_ID" --egg-name "$EGG" --mothergoose-url "$API_URL" \
  --enrolment-token-file "$TOKEN_FILE" --work-dir "$WORK_DIR" </dev/null >>gosling.log 2>&1 &
pid=$!
start=$(started "$pid") || { echo "runner $RUNNER_ID ended at once, see $WORK_DIR/gosling.log" >&2; exit 1; }
echo "$pid $start" > pid.new
mv pid.new pid
