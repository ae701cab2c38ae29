package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.api.http.ApiClock;
import io.polargosling.gitlab.RawBody;
import io.polargosling.gitlab.WebhookVerifier;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Changed samples: whatever is sent, the answer is one of those promised. A failure names its seed. */
class WebhookFuzzTest {

    private static final int MUTATIONS = Integer.getInteger("gosling.webhook.mutations", 5_000);
    private static final int OVER_HTTP = 300;
    private static final List<String> SAMPLES = List.of("push", "tag_push", "merge_request", "pipeline", "job_pending");
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "null",
            "true",
            "-1",
            "1e999",
            "99999999999999999999",
            "\u0000",
            "\\u0000",
            "\\ud800",
            "\"project_id\":",
            "\"id\":",
            "\"object_kind\":",
            "\"project\":{",
            "\ud83e\udebf",
            "//");

    private final RunningApi api = RunningApi.get();
    private final Fixtures.StoredEgg egg = Fixtures.egg("fuzzed");
    private final List<byte[]> samples = SAMPLES.stream()
            .map(name -> Hooks.bytes(Hooks.sample(name, egg.projectId())))
            .toList();

    private enum Kind {
        ACCEPTED,
        REFUSED,
        UNREADABLE,
        BROKEN
    }

    @Test
    void mutations_ofSamples_alwaysHaveAnOutcome() {
        var intake = new WebhookIntake(
                Hooks.targets(api),
                api.secrets(),
                new GitLabHookProof(WebhookVerifier.of(InstantSource.system())),
                hints -> Collections.nCopies(hints.size(), Hint.Fate.TAKEN),
                new ApiClock(InstantSource.system()));
        var seen = new EnumMap<Kind, Integer>(Kind.class);
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] body = mutation(seed);
            try {
                seen.merge(kind(intake.take(headers(), RawBody.of(body))), 1, Integer::sum);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + new String(body, StandardCharsets.UTF_8), e);
            }
        }

        assertThat(seen).as("every outcome is met").containsOnlyKeys(Kind.values());
    }

    @Test
    void mutations_sentOverHttp_areAnsweredWith2xxOr4xx() {
        for (long seed = 0; seed < OVER_HTTP; seed++) {
            var reply = api.anonymous()
                    .post(Hooks.PATH, mutation(-1 - seed), Hooks.headers(egg.webhookSecret(), "fuzz-" + seed));

            assertThat(reply.status()).as("seed " + (-1 - seed)).isIn(202, 400, 403);
        }
    }

    private static Kind kind(WebhookIntake.Outcome outcome) {
        return switch (outcome) {
            case WebhookIntake.Outcome.Accepted accepted -> Kind.ACCEPTED;
            case WebhookIntake.Outcome.Refused refused -> Kind.REFUSED;
            case WebhookIntake.Outcome.Unreadable unreadable -> Kind.UNREADABLE;
            case WebhookIntake.Outcome.Broken broken -> Kind.BROKEN;
        };
    }

    private HookHeaders headers() {
        return new HookHeaders(
                Optional.of(egg.webhookSecret()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("https://" + Fixtures.SERVER));
    }

    private byte[] mutation(long seed) {
        var random = new SplittableRandom(seed);
        byte[] body = samples.get(random.nextInt(samples.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            body = mutated(body, random);
        }
        return body;
    }

    private static byte[] mutated(byte[] body, SplittableRandom random) {
        int at = random.nextInt(body.length + 1);
        int end = Math.min(body.length, at + random.nextInt(1, 40));
        return switch (random.nextInt(5)) {
            case 0 -> flipped(body, random);
            case 1 -> joined(Arrays.copyOf(body, at), Arrays.copyOfRange(body, end, body.length));
            case 2 -> joined(Arrays.copyOf(body, end), Arrays.copyOfRange(body, at, body.length));
            case 3 -> Arrays.copyOf(body, at);
            default -> {
                byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
                yield joined(joined(Arrays.copyOf(body, at), piece), Arrays.copyOfRange(body, at, body.length));
            }
        };
    }

    private static byte[] flipped(byte[] body, SplittableRandom random) {
        byte[] changed = body.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return changed;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
