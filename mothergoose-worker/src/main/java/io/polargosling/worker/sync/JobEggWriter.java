package io.polargosling.worker.sync;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDeclaration;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.infrastructure.Infrastructure;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.nest.NestEgg;
import io.polargosling.nest.NestJob;
import io.polargosling.worker.hook.NestProject;
import io.polargosling.worker.job.JobFleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what the runners of self-management jobs are kept as: an egg for each job that is enabled. */
final class JobEggWriter {

    /** What a name may have so that the egg's has room for it in every database. */
    private static final int LONGEST = 57;

    private final NestWriter nest;
    private final Optional<NestProject> project;
    private final Optional<Infrastructure> described;
    private final List<Command> commands = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * Writes through {@code nest}.
     *
     * @param project whose pipelines the jobs are; empty when it is not known, and then there are no runners
     * @param described the control plane; empty when its file is missing or broken
     */
    JobEggWriter(NestWriter nest, Optional<NestProject> project, Optional<Infrastructure> described) {
        this.nest = nest;
        this.project = project;
        this.described = described;
    }

    /** What is to be asked for because of what was written. */
    List<Command> commands() {
        return List.copyOf(commands);
    }

    /** What stands against runners of jobs. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Makes the egg of {@code job} what it should be, or removes that of a disabled one. */
    void write(NestJob job) {
        if (!job.config().enabled()) {
            remove(job.name(), "job disabled");
            return;
        }
        if (project.isEmpty()) {
            findings.add(finding(
                    job.name(),
                    "nest-project-unknown",
                    "the job is not scheduled, since the Nest's own project is not known",
                    "set gosling.nest.server and gosling.nest.project-id"));
            return;
        }
        if (job.name().value().length() > LONGEST) {
            findings.add(finding(
                    job.name(),
                    "job-name-long",
                    "the job gets no runner, since its name has "
                            + job.name().value().length() + " characters (expected: at most " + LONGEST + ")",
                    "rename the job and its file"));
            return;
        }
        var name = job.name().egg();
        var stored = nest.storage().eggs().find(name);
        var config = new JobFleet(project.get(), placement(stored)).of(job.config());
        var egg = NestEgg.of(config);
        boolean same = stored.filter(was -> was.state() != EggState.REMOVED)
                .filter(was -> was.active().hash().equals(egg.hash()))
                .isPresent();
        if (!same) {
            apply(egg);
        }
    }

    /** Removes the egg of a job that is gone or takes no runner any more; nothing when there is none. */
    void remove(JobName job, String reason) {
        var name = job.egg();
        boolean there = nest.storage()
                .eggs()
                .find(name)
                .filter(egg -> egg.state() != EggState.REMOVED)
                .isPresent();
        if (there) {
            nest.storage()
                    .eggs()
                    .changeState(
                            name,
                            EggState.REMOVED,
                            Optional.of(reason + " at " + nest.commit().abbreviated()),
                            nest.audit("egg.removed", "egg/" + name),
                            nest.fence());
            commands.add(new Command.ReconcileEgg(name));
        }
    }

    /** Asks for a look at what the job has at GitLab. */
    void meetGitLab(JobName job) {
        commands.add(new Command.ReconcileGitLab(job.egg()));
    }

    private void apply(NestEgg egg) {
        var audit = nest.audit("egg.applied", "egg/" + egg.name());
        var declared = List.of(new EggDeclaration(egg.config(), egg.hash(), audit));
        nest.storage().eggs().applyAll(declared, nest.commit(), nest.clock().instant(), nest.fence());
        commands.add(new Command.ReconcileEgg(egg.name()));
        meetGitLab(JobName.ofEgg(egg.name()).orElseThrow());
    }

    /** While the file that tells it is broken, runners are made where they were. */
    private Placement placement(Optional<Egg> stored) {
        return described
                .map(JobFleet::placementIn)
                .or(() -> stored.map(egg -> egg.config().cloud()))
                .orElseGet(Placement::local);
    }

    private static Finding finding(JobName job, String code, String message, String advice) {
        return new Finding(
                Severity.WARNING,
                code,
                Place.ofFile("Jobs/" + job + ".fly"),
                "job/" + job,
                message,
                Optional.of(advice));
    }
}
