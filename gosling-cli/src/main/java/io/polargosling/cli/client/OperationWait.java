package io.polargosling.cli.client;

import tools.jackson.databind.JsonNode;

/** Waits for long work of the control plane to end. */
public final class OperationWait {

    private OperationWait() {}

    /** What came of waiting. */
    public sealed interface Ended {

        /** The operation as the control plane tells it. */
        JsonNode operation();

        /** The work ended well. */
        record Well(JsonNode operation) implements Ended {}

        /** The work failed or was cancelled. */
        record Badly(JsonNode operation, String status) implements Ended {

            /** Why, or the status alone where nothing was said. */
            public String reason() {
                var problem = operation.path("problem").asString("");
                return status + (problem.isEmpty() ? "" : ": " + problem);
            }
        }
    }

    /** Asks about the operation {@code id} until it has ended. */
    static Ended until(ApiSession session, String id) throws RefusedCallException, InterruptedException {
        while (true) {
            var operation = session.get("/operations/" + id);
            var status = operation.path("status").asString("");
            if ("succeeded".equals(status)) {
                return new Ended.Well(operation);
            }
            if (!"queued".equals(status) && !"running".equals(status)) {
                return new Ended.Badly(operation, status);
            }
            session.pause();
        }
    }
}
