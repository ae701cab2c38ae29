package io.polargosling.clouds;

import io.polargosling.domain.runner.RunnerId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The labels, tags on AWS, by which a machine is known as a runner of one Nest. */
final class Labels {

    static final String MANAGED = "gosling-managed";
    static final String NEST = "gosling-nest";
    static final String RUNNER = "gosling-runner";
    static final String YES = "true";
    /** What every machine of ours is called; only a hint, since anybody may call a machine so. */
    private static final Pattern NAME = Pattern.compile(".+-[a-z0-9]{12}");

    private final String nest;

    /** The labels of the Nest's machines. */
    Labels(String nest) {
        this.nest = nest;
    }

    String nest() {
        return nest;
    }

    /** The runner whose machine carries {@code labels}; empty when it is none of this Nest. */
    Optional<RunnerId> runner(Map<String, String> labels) {
        boolean ours = YES.equals(labels.get(MANAGED)) && nest.equals(labels.get(NEST));
        return Optional.ofNullable(labels.get(RUNNER))
                .filter(id -> ours && RunnerId.isValid(id))
                .map(RunnerId::of);
    }

    /** The runner whose machine carries {@code labels}; empty also when it is another than {@code only}. */
    Optional<RunnerId> runner(Map<String, String> labels, Optional<RunnerId> only) {
        return runner(labels).filter(id -> only.isEmpty() || only.get().equals(id));
    }

    /** False for a name that no machine of a runner has, or not that of {@code only}; then labels need not be asked for. */
    static boolean mayBeName(String name, Optional<RunnerId> only) {
        return only.map(runner -> name.endsWith("-" + runner))
                .orElseGet(() -> NAME.matcher(name).matches());
    }
}
