package io.polargosling.domain.egg;

import java.util.List;
import java.util.Optional;

/** One accepted configuration of an egg or a bucket: what shares one fleet of runners, whatever it serves with it. */
public sealed interface FleetConfig permits EggConfig, BucketConfig {

    /** Eggs and buckets are one name space. */
    EggName name();

    /** Empty when the kind is decided for each job. */
    Optional<RunnerKind> type();

    /** Where runners are made, in the order they are tried; never empty. */
    List<Placement> placements();

    /** The size of a runner. */
    Resources resources();

    /** Which jobs its runners take, how, and how many there may be. */
    RunnerSettings runner();

    /** What it may say beyond the necessary. */
    EggOptions options();

    /** What it answers for at GitLab, in the order of the file; one of an egg, one for each repo of a bucket. */
    List<EggTarget> targets();

    /** What holds for a runner that is registered with {@code target}; empty when it does not answer for that one. */
    Optional<EggConfig> configOf(TargetId target);

    /**
     * Whether a machine at {@code placement} can be stopped and started again: no process can, nor a spot machine of AWS,
     * which is a one-time request.
     */
    default boolean canSleepAt(Placement placement) {
        return switch (placement.provider()) {
            case LOCAL -> false;
            case AWS -> !resources().preemptible();
            case YANDEX -> true;
        };
    }

    /** The first place to try. */
    default Placement cloud() {
        return placements().getFirst();
    }
}
