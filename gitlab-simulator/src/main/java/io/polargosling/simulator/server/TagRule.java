package io.polargosling.simulator.server;

import java.util.Collection;
import java.util.Set;

/** GitLab's rule on which runner may take which job. */
final class TagRule {

    private TagRule() {}

    /** True when every tag of the job is among the runner's; a job without tags needs a runner that takes such. */
    static boolean allows(Collection<String> jobTags, Set<String> runnerTags, boolean runUntagged) {
        return jobTags.isEmpty() ? runUntagged : runnerTags.containsAll(jobTags);
    }
}
