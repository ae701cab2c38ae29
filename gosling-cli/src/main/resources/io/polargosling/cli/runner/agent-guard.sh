# Becomes the agent, and leaves behind a guard that ends it when gosling is gone.
#
# Arguments: the seconds between SIGTERM and SIGKILL, then the agent's command.
# Standard input is a pipe that gosling alone holds open and never writes to: the kernel closes it however gosling ends.
# The agent keeps the process id of this shell, which leads a session of its own, so signals reach the agent itself.

grace=$1
shift
agent=$$

# Ends everything in the agent's session but this guard: the agent gives each job a process group, not a session.
sweep() {
    read -r self <"/proc/self/stat"
    self=${self%% *}
    for stat in /proc/[0-9]*/stat; do
        line=
        { read -r line <"$stat"; } 2>/dev/null
        [ -n "$line" ] || continue
        pid=${line%% *}
        # The command's name, in parentheses, may hold blanks; what follows is state, parent, group, session.
        set -- ${line##*) }
        if [ "$4" = "$agent" ] && [ "$pid" != "$self" ]; then kill -KILL "$pid" 2>/dev/null; fi
    done
}

guard() {
    while read -r _; do :; done
    kill -TERM "$agent" 2>/dev/null
    waited=0
    while [ "$waited" -lt "$grace" ] && kill -0 "$agent" 2>/dev/null; do
        sleep 1
        waited=$((waited + 1))
    done
    sweep
}

# A background process gets /dev/null as its input, whence the detour over 3; and it is no child of the agent, which
# would not expect one.
exec 3<&0
(guard <&3 3<&- >/dev/null 2>&1 &)
exec env -i "PATH=$PATH" "HOME=$HOME" "LANG=$LANG" "$@" </dev/null 3<&-
