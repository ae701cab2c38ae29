package io.polargosling.cli.runner;

import io.polargosling.cli.client.ApiAnswer;
import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** The two calls a runner makes. */
final class RunnerApi {

    private static final long LONGEST_INTERVAL = 3600;

    private final ApiClient client;
    private final RunnerId runner;
    private final String goslingVersion;
    // The same in every try of one process, so that the control plane can tell a repeat from a second machine.
    private final String nonce = UUID.randomUUID().toString();

    RunnerApi(ApiClient client, RunnerId runner, String goslingVersion) {
        this.client = client;
        this.runner = runner;
        this.goslingVersion = goslingVersion;
    }

    CompletableFuture<EnrolmentAnswer> enrol(SecretValue token) {
        var body = ApiClient.object()
                .put("instance_id", HostProcess.current().toString())
                .put("os_arch", osArch())
                .put("gosling_version", goslingVersion)
                .put("boot_phase", BootPhase.BOOTED.word())
                .put("nonce", nonce);
        return client.post("/runners/" + runner + "/enroll", token, body).thenApply(RunnerApi::enrolment);
    }

    CompletableFuture<HeartbeatAnswer> heartbeat(SecretValue token, Heartbeat heartbeat) {
        return client.post("/runners/" + runner + "/heartbeat", token, heartbeat.toJson())
                .thenApply(RunnerApi::directive);
    }

    private static EnrolmentAnswer enrolment(ApiAnswer answer) {
        return switch (answer) {
            case ApiAnswer.Success success -> {
                try {
                    yield new EnrolmentAnswer.Enrolled(
                            RunnerBootstrap.parse(success.body()),
                            SecretValue.of(success.body().toString()));
                } catch (InvalidException e) {
                    yield new EnrolmentAnswer.Refused(ExitCode.FAILED, String.valueOf(e.getMessage()));
                }
            }
            case ApiAnswer.Problem problem
            when problem.passing() ->
                new EnrolmentAnswer.Later(problem.detail(), problem.retryAfter().orElse(Duration.ZERO));
            case ApiAnswer.Problem problem -> refusal(problem);
            case ApiAnswer.Unreachable unreachable -> new EnrolmentAnswer.Later(unreachable.reason(), Duration.ZERO);
        };
    }

    private static EnrolmentAnswer refusal(ApiAnswer.Problem problem) {
        String said = ": " + problem.detail();
        return switch (problem.status()) {
            case 401, 403 ->
                new EnrolmentAnswer.Refused(
                        ExitCode.NOT_ALLOWED,
                        "enrolling: the enrolment token is not accepted; it is good for one enrolment of one runner"
                                + said);
            case 404 -> new EnrolmentAnswer.Refused(ExitCode.NOT_FOUND, "enrolling: no such runner" + said);
            case 409 ->
                new EnrolmentAnswer.Refused(
                        ExitCode.CONFLICT, "enrolling: another machine has enrolled as this runner" + said);
            case 410 -> new EnrolmentAnswer.Refused(ExitCode.FAILED, "enrolling: this runner has ended" + said);
            default -> new EnrolmentAnswer.Refused(ExitCode.FAILED, "enrolling" + said);
        };
    }

    private static HeartbeatAnswer directive(ApiAnswer answer) {
        return switch (answer) {
            case ApiAnswer.Success success -> directive(success.body());
            case ApiAnswer.Problem problem when problem.status() == 410 -> new HeartbeatAnswer.Gone();
            case ApiAnswer.Problem problem when problem.status() == 409 -> new HeartbeatAnswer.Stale();
            // Also what looks final, such as 401: a mistake of the control plane must not end running jobs.
            case ApiAnswer.Problem problem ->
                new HeartbeatAnswer.Later(problem.detail(), problem.retryAfter().orElse(Duration.ZERO));
            case ApiAnswer.Unreachable unreachable -> new HeartbeatAnswer.Later(unreachable.reason(), Duration.ZERO);
        };
    }

    private static HeartbeatAnswer directive(JsonNode body) {
        String word = body.path("desired").asString("");
        long seconds = body.path("next_in_seconds").asLong(0);
        Optional<Duration> next = seconds > 0 && seconds <= LONGEST_INTERVAL
                ? Optional.of(Duration.ofSeconds(seconds))
                : Optional.empty();
        for (var desired : HeartbeatAnswer.Desired.values()) {
            if (desired.name().toLowerCase(Locale.ROOT).equals(word)) {
                return new HeartbeatAnswer.Directive(desired, next);
            }
        }
        return new HeartbeatAnswer.Later(
                "the answer's desired is \"" + word + "\" (expected: run, drain or stop)", Duration.ZERO);
    }

    /** Such as {@code linux-amd64}. */
    static String osArch() {
        String arch = System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
        String name = switch (arch) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> arch;
        };
        return System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT) + "-" + name;
    }
}
