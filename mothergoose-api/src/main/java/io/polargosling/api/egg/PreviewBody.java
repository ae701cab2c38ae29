package io.polargosling.api.egg;

import io.polargosling.domain.egg.Target;
import io.polargosling.domain.facts.Preview;
import io.polargosling.domain.planner.PlannerInput;
import io.polargosling.domain.runner.Runner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the next look at an egg would do, judged by what is stored.
 *
 * @param jobsSeenAt when GitLab last told of the jobs of all its targets; null when of one it never did
 * @param fleet the rows it rests on, with the time each was last heard from
 */
record PreviewBody(
        String eggName,
        long revision,
        String configHash,
        Instant at,
        Preview.Demand demand,
        @Nullable Instant jobsSeenAt,
        List<Row> fleet,
        List<Preview.Action> actions,
        List<Preview.WaitingJob> jobs,
        List<String> notes,
        @Nullable Instant lookAgainAt) {

    static PreviewBody of(PlannerInput input, List<Target> targets) {
        var preview = Preview.of(input);
        return new PreviewBody(
                preview.eggName(),
                preview.revision(),
                preview.configHash(),
                preview.at(),
                preview.demand(),
                seenAt(targets),
                input.fleet().live().stream().map(Row::of).toList(),
                preview.actions(),
                preview.jobs(),
                preview.notes(),
                preview.lookAgainAt().orElse(null));
    }

    /** The oldest of the targets' newest news. */
    private static @Nullable Instant seenAt(List<Target> targets) {
        var seen = targets.stream()
                .map(target -> Stream.of(target.lastPolledAt(), target.lastEventAt())
                        .flatMap(Optional::stream)
                        .max(Instant::compareTo))
                .toList();
        return seen.stream().allMatch(Optional::isPresent)
                ? seen.stream()
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo)
                        .orElse(null)
                : null;
    }

    /** @param since when it entered its state */
    record Row(
            String runnerId,
            String lifecycle,
            long revision,
            Instant since,
            @Nullable Instant lastHeartbeat) {

        static Row of(Runner runner) {
            return new Row(
                    runner.id().value(),
                    runner.state().word(),
                    runner.origin().revision(),
                    runner.status().since(),
                    runner.pulse().lastHeartbeat().orElse(null));
        }
    }
}
