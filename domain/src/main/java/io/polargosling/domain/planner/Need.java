package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.runner.Runner;
import java.util.List;

/**
 * What a group has and lacks.
 *
 * @param jobs that wait, the longest waiting first
 * @param counted runners that are counted on for them
 * @param missing runners it lacks for its jobs
 */
record Need(Group group, List<CiJob> jobs, List<Runner> counted, int missing) {}
