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

    /** False for a name that no machine of any Nest has, so that its labels need not be asked for. */
    static boolean mayBeName(String name) {
        return NAME.matcher(name).matches();
    }

    /** False for a name that the runner's machine cannot have. */
    static boolean mayBeName(String name, RunnerId runner) {
        return name.endsWith("-" + runner);
    }
}
