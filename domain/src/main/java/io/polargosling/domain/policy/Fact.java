package io.polargosling.domain.policy;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.RunnerState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a condition may ask of a runner. */
public enum Fact {
    /** Failures the runner caused in its life. */
    FAILED_COUNT(FactValue.Type.NUMBER),
    /** Jobs it has finished. */
    JOB_COUNT(FactValue.Type.NUMBER),
    /** Since it was reserved. */
    AGE(FactValue.Type.DURATION),
    /** Since it became idle; 0 while it has a job. */
    IDLE_TIME(FactValue.Type.DURATION),
    /** Since its last heartbeat. */
    HEARTBEAT_AGE(FactValue.Type.DURATION),
    /** Per cent, average of the last 5 minutes. */
    CPU_USAGE(FactValue.Type.NUMBER),
    /** Per cent, average of the last 5 minutes. */
    MEMORY_USAGE(FactValue.Type.NUMBER),
    /** Per cent, average of the last 5 minutes. */
    DISK_USAGE(FactValue.Type.NUMBER),
    /** A word of {@link RunnerState}; where it is compared with a word of {@link Pool}, the pool is meant. */
    STATE(FactValue.Type.TEXT),
    /** A word of {@link Pool}. */
    POOL(FactValue.Type.TEXT),
    /** A word of {@link RunnerKind}. */
    TYPE(FactValue.Type.TEXT),
    /** A word of {@link CloudProvider}. */
    PROVIDER(FactValue.Type.TEXT),
    REGION(FactValue.Type.TEXT),
    /** The egg's name. */
    EGG(FactValue.Type.TEXT),
    /** Whether it has a job. */
    BUSY(FactValue.Type.BOOLEAN),
    /** Whether it was reserved from an older revision than the active one. */
    OUTDATED(FactValue.Type.BOOLEAN),
    /** Whether the cloud has given notice that it takes the machine back. */
    INTERRUPTED(FactValue.Type.BOOLEAN);

    private static final String FAILED_COUNT_ALIAS = "failure_count";

    private final FactValue.Type type;

    Fact(FactValue.Type type) {
        this.type = type;
    }

    /** The type of its value. */
    public FactValue.Type type() {
        return type;
    }

    /** The identifier that asks for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fact that {@code identifier} asks for, in lower case as written in conditions; or empty. */
    public static Optional<Fact> parse(String identifier) {
        if (FAILED_COUNT_ALIAS.equals(identifier)) {
            return Optional.of(FAILED_COUNT);
        }
        return Arrays.stream(values())
                .filter(fact -> fact.word().equals(identifier))
                .findFirst();
    }
}
