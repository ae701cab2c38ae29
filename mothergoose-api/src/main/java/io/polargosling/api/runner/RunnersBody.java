package io.polargosling.api.runner;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.command.RunnersRequest;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is asked for with {@code POST /runners}. */
record RunnersBody(
        @Nullable String eggName,
        @Nullable Integer count,
        @Nullable Requirements jobRequirements,
        @Nullable String cloudProvider,
        @Nullable String region) {

    private static final int MOST = 40;
    private static final int LONGEST_MINUTES = 7 * 24 * 60;
    private static final int MOST_TAGS = 50;

    /** Of the job they are meant for. */
    record Requirements(
            @Nullable Set<String> tags,
            @Nullable Integer estimatedDurationMinutes,
            @Nullable Boolean privileged) {}

    /** The egg; 422 when it is missing or no name. */
    EggName egg() {
        if (eggName == null || !EggName.isValid(eggName)) {
            throw ProblemException.invalid("/egg_name", "egg-name", "egg_name: expected the name of an egg");
        }
        return EggName.of(eggName);
    }

    /** The request; 422 when it makes no sense. */
    RunnersRequest toRequest() {
        int wanted = count == null ? 1 : count;
        if (wanted < 1 || wanted > MOST) {
            throw ProblemException.invalid("/count", "range", "count: expected 1 to " + MOST);
        }
        var job = Optional.ofNullable(jobRequirements);
        var tags = job.flatMap(wish -> Optional.ofNullable(wish.tags())).orElse(Set.of());
        if (tags.size() > MOST_TAGS) {
            throw ProblemException.invalid("/job_requirements/tags", "range", "tags: expected at most " + MOST_TAGS);
        }
        return new RunnersRequest(
                wanted,
                tags,
                job.flatMap(wish -> Optional.ofNullable(wish.estimatedDurationMinutes()))
                        .map(RunnersBody::duration),
                job.map(wish -> Boolean.TRUE.equals(wish.privileged())).orElse(false),
                Optional.ofNullable(cloudProvider).map(RunnersBody::provider),
                Optional.ofNullable(region));
    }

    private static Duration duration(int minutes) {
        if (minutes < 1 || minutes > LONGEST_MINUTES) {
            throw ProblemException.invalid(
                    "/job_requirements/estimated_duration_minutes",
                    "range",
                    "estimated_duration_minutes: expected 1 to " + LONGEST_MINUTES);
        }
        return Duration.ofMinutes(minutes);
    }

    private static CloudProvider provider(String word) {
        return Arrays.stream(CloudProvider.values())
                .filter(provider -> provider.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "/cloud_provider",
                        "cloud",
                        "cloud_provider: expected one of "
                                + Arrays.stream(CloudProvider.values())
                                        .map(CloudProvider::word)
                                        .collect(Collectors.joining(", "))));
    }
}
