package io.polargosling.worker.tofu;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.FindingStore;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether buckets keep a second writer out, without which two runs could have the lock of one state. Each is tried once
 * in the life of this process, and again from time to time while it fails; what fails stands as a finding of the Nest.
 */
final class LockTrial {

    static final String CODE = "state-locks";
    static final String SUBJECT = "nest";

    private static final Logger log = LoggerFactory.getLogger(LockTrial.class);
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final FindingStore findings;
    private final InstantSource clock;
    private final Map<String, Tried> tried = new HashMap<>();

    private record Tried(boolean good, Instant at) {}

    LockTrial(FindingStore findings, InstantSource clock) {
        this.findings = findings;
        this.clock = clock;
    }

    /**
     * Why no state may be kept in {@code bucket}; empty when one may.
     *
     * @param trial true when of two writers one was kept out
     * @throws io.polargosling.domain.problem.UnavailableException when the bucket does not answer
     */
    synchronized Optional<String> refusal(String bucket, BooleanSupplier trial) {
        var now = clock.instant();
        var last = tried.get(bucket);
        if (last == null || (!last.good() && last.at().plus(AGAIN).isBefore(now))) {
            last = new Tried(trial.getAsBoolean(), now);
            tried.put(bucket, last);
            tell(bucket, last);
        }
        return last.good() ? Optional.empty() : Optional.of(text(bucket));
    }

    private void tell(String bucket, Tried result) {
        if (result.good()) {
            boolean _ = findings.clear(SUBJECT, CODE);
            log.info("the bucket of states keeps a second writer out bucket={}", bucket);
        } else {
            var _ = findings.report(finding(bucket), result.at());
            log.error("opentofu is not run bucket={} cause=\"{}\"", bucket, text(bucket));
        }
    }

    private static String text(String bucket) {
        return "bucket \"" + bucket
                + "\" let two writers win that both asked to be the first (expected: exactly one, by"
                + " If-None-Match): two runs could change one state at once";
    }

    private static Finding finding(String bucket) {
        return new Finding(
                Severity.ERROR,
                CODE,
                Place.ofFile("MG/config.fly"),
                SUBJECT,
                text(bucket),
                Optional.of("keep states in a store that honours conditional writes, such as S3 or Yandex Object"
                        + " Storage; until then no machine is made or removed; it is tried again every "
                        + AGAIN.toMinutes() + " minutes"));
    }
}
