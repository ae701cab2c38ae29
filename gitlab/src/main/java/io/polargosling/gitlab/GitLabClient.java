package io.polargosling.gitlab;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabDeployKeys;
import io.polargosling.domain.gitlab.GitLabHooks;
import io.polargosling.domain.gitlab.GitLabJobs;
import io.polargosling.domain.gitlab.GitLabProjects;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.GitLabSchedules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * GitLab's REST API, version 4, of any number of servers; what one of them does is of no effect on calls to another.
 * Safe for use by several threads.
 *
 * <p>A call keeps within what the server allows, waits a little for its turn, and is repeated, with growing pauses,
 * when the server is busy or silent; one that may have done its work is not. An answer 404 counts as
 * {@link io.polargosling.domain.problem.InvalidException} where the port does not say otherwise: the project or group
 * of an egg is not there, or not for this token.
 */
public final class GitLabClient implements GitLab {

    private final RestJobs jobs;
    private final RestRunners runners;
    private final RestHooks hooks;
    private final RestProjects projects;
    private final RestSchedules schedules;
    private final RestDeployKeys deployKeys;

    /**
     * How to call.
     *
     * @param caFile certificates (PEM) of authorities that are trusted besides those of the JDK
     * @param clock for budgets and limits on waiting, not for those on the network
     */
    public record Options(Optional<Path> caFile, Timeouts timeouts, InstantSource clock, Pause pause) {

        /** The JDK's authorities, the system's clock, and the usual limits. */
        public static Options defaults() {
            return new Options(Optional.empty(), Timeouts.usual(), InstantSource.system(), Thread::sleep);
        }

        public Options withCaFile(Optional<Path> file) {
            return new Options(file, timeouts, clock, pause);
        }

        public Options withTimeouts(Timeouts newTimeouts) {
            return new Options(caFile, newTimeouts, clock, pause);
        }

        /** With the time, and a way to let it pass. */
        public Options withClock(InstantSource newClock, Pause newPause) {
            return new Options(caFile, timeouts, newClock, newPause);
        }
    }

    /**
     * Limits.
     *
     * @param connect of making a connection
     * @param answer of one request, to the last byte of its answer
     * @param patience of a call with all its repetitions; none is begun later
     */
    public record Timeouts(Duration connect, Duration answer, Duration patience) {

        /** 5, 10 and 15 seconds. */
        public static Timeouts usual() {
            return new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));
        }
    }

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {

        void of(Duration wait) throws InterruptedException;
    }

    private GitLabClient(Servers servers) {
        this.jobs = new RestJobs(servers);
        this.runners = new RestRunners(servers);
        this.hooks = new RestHooks(servers);
        this.projects = new RestProjects(servers);
        this.schedules = new RestSchedules(servers);
        this.deployKeys = new RestDeployKeys(servers);
    }

    /** A client that calls whatever server an access names. */
    public static GitLab open() {
        return open(Options.defaults());
    }

    /**
     * A client that calls whatever server an access names.
     *
     * @throws io.polargosling.domain.problem.InvalidException when the file of authorities cannot be read
     */
    public static GitLab open(Options options) {
        return new GitLabClient(new Servers(options));
    }

    @Override
    public GitLabJobs jobs() {
        return jobs;
    }

    @Override
    public GitLabRunners runners() {
        return runners;
    }

    @Override
    public GitLabHooks hooks() {
        return hooks;
    }

    @Override
    public GitLabProjects projects() {
        return projects;
    }

    @Override
    public GitLabSchedules schedules() {
        return schedules;
    }

    @Override
    public GitLabDeployKeys deployKeys() {
        return deployKeys;
    }
}
