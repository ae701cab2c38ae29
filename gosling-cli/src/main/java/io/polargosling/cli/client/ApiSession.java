package io.polargosling.cli.client;

import io.polargosling.cli.print.ExitCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A command's conversation with the control plane: each answer is a document, each failure ends the command. */
public final class ApiSession {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Set<String> CONFLICTS = Set.of(
            "pinned",
            "egg-disabled",
            "commit-superseded",
            "commit-not-in-nest",
            "nothing-to-roll-back",
            "capacity-exhausted",
            "job-running",
            "job-disabled");

    private final ApiCalls calls;

    /** @param calls that are waited for and repeated */
    public ApiSession(ApiCalls calls) {
        this.calls = calls;
    }

    /** The document at {@code path}. */
    public JsonNode get(String path) throws RefusedCallException, InterruptedException {
        return body(calls.get(path));
    }

    /** The answer to {@code body}. */
    public JsonNode post(String path, ObjectNode body) throws RefusedCallException, InterruptedException {
        return body(calls.post(path, body));
    }

    /** The answer to {@code body}, which is sent again only where it was surely not carried out. */
    public JsonNode postOnce(String path, ObjectNode body) throws RefusedCallException, InterruptedException {
        return body(calls.postOnce(path, body));
    }

    /** The answer to {@code upload}. */
    public JsonNode upload(String path, ApiClient.Upload upload) throws RefusedCallException, InterruptedException {
        return body(calls.upload(path, upload));
    }

    /** Every entry of the list at {@code path}, which has no query yet. */
    public List<JsonNode> list(String path) throws RefusedCallException, InterruptedException {
        var items = new ArrayList<JsonNode>();
        String cursor = "";
        do {
            var page = get(path + "?limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor)));
            page.path("items").forEach(items::add);
            cursor = page.path("next_cursor").asString("");
        } while (!cursor.isEmpty());
        return items;
    }

    /** How {@code operation} ended, once it has. */
    public OperationWait.Ended end(String operation) throws RefusedCallException, InterruptedException {
        return OperationWait.until(this, operation);
    }

    /** The operation once it has ended, however it did. */
    public JsonNode ended(String operation) throws RefusedCallException, InterruptedException {
        return end(operation).operation();
    }

    /** Lets a little time pass before the same is asked again. */
    public void pause() throws InterruptedException {
        calls.pause(BETWEEN_LOOKS);
    }

    /** The status a command ends with for this operation. */
    public static int exitCode(JsonNode operation) {
        if ("succeeded".equals(operation.path("status").asString(""))) {
            return ExitCode.DONE;
        }
        var word = operation.path("problem").asString("").replaceFirst(":.*", "");
        if (CONFLICTS.contains(word)) {
            return ExitCode.CONFLICT;
        }
        return "not-found".equals(word) ? ExitCode.NOT_FOUND : ExitCode.FAILED;
    }

    /** {@code text} as it stands in a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode body(ApiAnswer answer) throws RefusedCallException {
        return switch (answer) {
            case ApiAnswer.Success success -> success.body();
            case ApiAnswer.Problem problem -> throw RefusedCallException.of(ApiCalls.failure(problem));
            case ApiAnswer.Unreachable unreachable -> throw RefusedCallException.of(ApiCalls.failure(unreachable));
        };
    }
}
