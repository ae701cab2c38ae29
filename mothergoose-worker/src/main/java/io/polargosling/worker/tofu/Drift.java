package io.polargosling.worker.tofu;

import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.runner.RunnerId;
import java.util.List;
import java.util.Optional;

/** What a look at drift found. */
public sealed interface Drift {

    /** These differ; none when all is as it was made. */
    record Found(List<Difference> differences) implements Drift {

        public Found {
            differences = List.copyOf(differences);
        }
    }

    /** It could not be found out. */
    record Failed(TofuPhase phase, RunFailure failure) implements Drift {}

    /**
     * One resource that is not what the state says.
     *
     * @param kind type and name, such as {@code aws_instance.runner}
     * @param runner whose it is; empty when an egg's runners share it
     * @param attributes names of what differs, never values; empty when the resource is gone
     */
    record Difference(String kind, Optional<RunnerId> runner, List<String> attributes) {

        public Difference {
            attributes = List.copyOf(attributes);
        }

        /** True when somebody else has removed it. */
        public boolean isGone() {
            return attributes.isEmpty();
        }
    }
}
