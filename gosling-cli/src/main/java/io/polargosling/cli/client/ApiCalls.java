package io.polargosling.cli.client;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.secret.SecretValue;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Calls the control plane for a person: waits for each answer, and tries again what may pass. */
public final class ApiCalls {

    /** Between the tries, unless the service asks for another wait. */
    private static final Duration[] WAITS = {Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)};

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final ApiClient client;
    private final SecretValue key;
    private final Pause pause;

    ApiCalls(ApiClient client, SecretValue key, Pause pause) {
        this.client = client;
        this.key = key;
        this.pause = pause;
    }

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {

        /** Returns after {@code time}. */
        void take(Duration time) throws InterruptedException;
    }

    /**
     * A call that did not lead to a success.
     *
     * @param exitCode what the command should end with
     */
    public record Failure(int exitCode, String message) {}

    /** Gets {@code path}; up to four tries. */
    public ApiAnswer get(String path) throws InterruptedException {
        return tried(ApiCalls::isPassing, () -> client.get(path, key));
    }

    /** Posts {@code body}; up to four tries, all with one idempotency key. */
    public ApiAnswer post(String path, ObjectNode body) throws InterruptedException {
        var once = UUID.randomUUID().toString();
        return tried(ApiCalls::isPassing, () -> client.post(path, key, body, once));
    }

    /** As {@link #post}, but tried again only where the call was surely not carried out. */
    public ApiAnswer postOnce(String path, ObjectNode body) throws InterruptedException {
        var once = UUID.randomUUID().toString();
        return tried(ApiCalls::isUndone, () -> client.post(path, key, body, once));
    }

    /** As {@link #post}, with something that is no JSON. */
    public ApiAnswer upload(String path, ApiClient.Upload upload) throws InterruptedException {
        var once = UUID.randomUUID().toString();
        return tried(ApiCalls::isPassing, () -> client.post(path, key, upload, once));
    }

    /** Waits between two questions of one kind. */
    public void pause(Duration time) throws InterruptedException {
        pause.take(time);
    }

    /** What {@code problem} is to the user. */
    public static Failure failure(ApiAnswer.Problem problem) {
        int code = switch (problem.status()) {
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 404 -> ExitCode.NOT_FOUND;
            case 409 -> ExitCode.CONFLICT;
            default -> problem.passing() ? ExitCode.UNREACHABLE : ExitCode.FAILED;
        };
        return new Failure(code, "the control plane refused: " + problem.detail());
    }

    /** What {@code unreachable} is to the user. */
    public static Failure failure(ApiAnswer.Unreachable unreachable) {
        return new Failure(ExitCode.UNREACHABLE, "the control plane does not answer: " + unreachable.reason());
    }

    private ApiAnswer tried(Predicate<ApiAnswer> again, Supplier<CompletableFuture<ApiAnswer>> call)
            throws InterruptedException {
        for (Duration wait : WAITS) {
            var answer = await(call.get());
            if (!again.test(answer)) {
                return answer;
            }
            pause.take(asked(answer).orElse(wait));
        }
        return await(call.get());
    }

    /** True when the same call may succeed later. */
    private static boolean isPassing(ApiAnswer answer) {
        return switch (answer) {
            case ApiAnswer.Success _ -> false;
            case ApiAnswer.Problem problem -> problem.passing();
            case ApiAnswer.Unreachable _ -> true;
        };
    }

    /** True when the service did nothing: of what it refuses with 429 nothing was done. */
    private static boolean isUndone(ApiAnswer answer) {
        return switch (answer) {
            case ApiAnswer.Success _ -> false;
            case ApiAnswer.Problem problem -> problem.status() == 429;
            case ApiAnswer.Unreachable unreachable -> !unreachable.sent();
        };
    }

    private static Optional<Duration> asked(ApiAnswer answer) {
        return answer instanceof ApiAnswer.Problem problem
                ? problem.retryAfter().map(ApiCalls::bounded)
                : Optional.empty();
    }

    private static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
    }

    private static ApiAnswer await(CompletableFuture<ApiAnswer> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            return new ApiAnswer.Unreachable(String.valueOf(e.getCause()), true);
        }
    }
}
