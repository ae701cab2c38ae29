package io.polargosling.cli.runner;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.runner.RunnerId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the machine was told at its start.
 *
 * @param tokenFile holds the one-time token that enrols the machine
 * @param workDir absolute; everything the agent writes lies in it
 * @param heartbeat what counts until the control plane says otherwise
 */
record RunnerOptions(
        RunnerId runnerId,
        EggName eggName,
        URI mothergoose,
        Path tokenFile,
        Path workDir,
        Duration heartbeat,
        Agent agent) {

    /**
     * GitLab's agent.
     *
     * @param program absolute path
     * @param user that the shell executor's jobs run as; empty for this process's own
     */
    record Agent(Path program, Optional<String> user) {}
}
