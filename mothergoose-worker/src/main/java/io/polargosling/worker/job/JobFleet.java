package io.polargosling.worker.job;

import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.infrastructure.Infrastructure;
import io.polargosling.domain.job.JobConfig;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.worker.hook.NestProject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The runner of a self-management job as the configuration of an egg of its own: at most one runner, for one job of the
 * Nest's project, which finds it by a tag that nothing else has. So all that serves eggs serves jobs too.
 *
 * @param placement where the runners are made
 */
public record JobFleet(NestProject project, Placement placement) {

    /** What the machine is known as in its cloud where MG/config.fly names no other identity. */
    private static final String IDENTITY = "selfjobs";

    private static final long MEMORY = 2L << 30;
    private static final long VM_DISK = 20L << 30;
    /** A machine that got no job by then was made for one that was cancelled. */
    private static final Duration IDLE = Duration.ofMinutes(2);

    /** Where the control plane described as {@code described} makes the runners of jobs. */
    public static Placement placementIn(Infrastructure described) {
        var account = described.cloud();
        if (account.provider() == CloudProvider.LOCAL) {
            return Placement.local();
        }
        return new Placement(
                account.provider(),
                account.region(),
                account.zone(),
                account.network().subnetIds().stream().findFirst(),
                List.of(),
                Optional.of(described.services().accounts().selfjobs().orElse(IDENTITY)),
                Optional.empty());
    }

    /** The configuration for {@code job}; its environment is not in it, since the job's own command sets that. */
    public EggConfig of(JobConfig job) {
        var run = job.run();
        var tags = new TreeSet<>(run.tags());
        tags.add(job.name().runnerTag());
        boolean vm = run.type() == RunnerKind.VM;
        return new EggConfig(
                job.name().egg(),
                Optional.of(run.type()),
                List.of(placement),
                new Resources(1, MEMORY, vm ? OptionalLong.of(VM_DISK) : OptionalLong.empty(), false),
                new RunnerSettings(
                        // A script of the Nest may do what the Nest may; nobody's branch is that.
                        new JobFilter(tags, false, true),
                        new AgentSettings(Executor.SHELL, 1, Optional.empty(), false, OptionalInt.of(1)),
                        1,
                        IDLE),
                new GitLabBinding(
                        project.server(),
                        new TargetScope.Project(project.id()),
                        project.apiToken(),
                        project.webhookSecret(),
                        Optional.empty()),
                new EggOptions(
                        Map.of(),
                        Optional.of(new PoolLimits(new PoolLimits.Range(0, 1), new PoolLimits.Range(0, 0), IDLE)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true));
    }
}
