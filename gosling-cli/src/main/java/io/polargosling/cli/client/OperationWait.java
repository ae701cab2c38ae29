package io.polargosling.cli.client;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Waits for long work of the control plane to end. */
public final class OperationWait {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private OperationWait() {}

    /** What came of waiting. */
    public sealed interface Ended {

        /** The work ended well; {@code operation} as the control plane tells it. */
        record Well(JsonNode operation) implements Ended {}

        /** The work failed or was cancelled. */
        record Badly(JsonNode operation, String status) implements Ended {

            /** Why, or the status alone where nothing was said. */
            public String reason() {
                var problem = operation.path("problem").asString("");
                return status + (problem.isEmpty() ? "" : ": " + problem);
            }
        }

        /** How it ended could not be asked. */
        record Unknown(ApiCalls.Failure failure) implements Ended {}
    }

    /** Asks about the operation {@code id} until it has ended. */
    public static Ended until(ApiCalls calls, String id) throws InterruptedException {
        while (true) {
            switch (calls.get("/operations/" + id)) {
                case ApiAnswer.Success success -> {
                    var status = success.body().path("status").asString("");
                    if ("succeeded".equals(status)) {
                        return new Ended.Well(success.body());
                    }
                    if (!"queued".equals(status) && !"running".equals(status)) {
                        return new Ended.Badly(success.body(), status);
                    }
                }
                case ApiAnswer.Problem problem -> {
                    return new Ended.Unknown(ApiCalls.failure(problem));
                }
                case ApiAnswer.Unreachable unreachable -> {
                    return new Ended.Unknown(ApiCalls.failure(unreachable));
                }
            }
            calls.pause(BETWEEN_LOOKS);
        }
    }
}
