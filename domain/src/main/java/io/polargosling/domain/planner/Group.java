package io.polargosling.domain.planner;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import java.util.Comparator;
import java.util.Optional;

/**
 * Jobs and the runners that are counted on for them: a runner serves jobs of one kind and, in a bucket, of one repo.
 *
 * @param repo empty for an egg
 */
record Group(RunnerKind kind, Optional<String> repo) {

    /** An order that says nothing, so that decisions do not depend on that of maps. */
    static final Comparator<Group> BY_NAME = Comparator.<Group, String>comparing(
                    group -> group.repo().orElse(""))
            .thenComparing(Group::kind);

    static Group of(Runner runner) {
        return new Group(runner.origin().kind(), runner.origin().repo());
    }
}
