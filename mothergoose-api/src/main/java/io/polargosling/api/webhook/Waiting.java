package io.polargosling.api.webhook;

import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request that waits for the group its delivery is in. */
final class Waiting implements WebhookIntake.Deliveries {

    /** GitLab gives up after ten seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(9);

    private final GroupCommit groups;

    Waiting(GroupCommit groups) {
        this.groups = groups;
    }

    @Override
    public List<Hint.Fate> take(List<Hint> hints) {
        try {
            return groups.submit(hints).get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new UnavailableException("taking a delivery: its group was not taken", e.getCause());
        } catch (TimeoutException e) {
            throw new UnavailableException("taking a delivery: not done after " + LONGEST.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("taking a delivery: interrupted", e);
        }
    }
}
