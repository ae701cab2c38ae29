package io.polargosling.cli.deploy;

import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.PreviewText;
import io.polargosling.domain.egg.EggName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives an order about an egg and follows it. */
final class OrderProgress {

    private final ApiSession session;
    private final String what;
    private final EggName egg;

    /** @param what the last part of the path, and the word for people */
    OrderProgress(ApiSession session, String what, EggName egg) {
        this.session = session;
        this.what = what;
        this.egg = egg;
    }

    /** Gives the order and does not wait. */
    Shown queue(ObjectNode body) throws RefusedCallException, InterruptedException {
        var accepted = session.post(path(), body);
        return Shown.done(
                accepted,
                what + " of " + egg + " queued, operation "
                        + accepted.path("operation_id").asString(""));
    }

    /** Gives the order for a dry run and shows what it would change. */
    Shown show(ObjectNode body, boolean detailedExitCode) throws RefusedCallException, InterruptedException {
        var ended =
                session.ended(session.post(path(), body).path("operation_id").asString(""));
        if (ApiSession.exitCode(ended) != ExitCode.DONE) {
            return failed(ended);
        }
        var result = ended.path("result");
        var changes = result.path("changes");
        boolean some = changes.path("add").asInt(0) + changes.path("remove").asInt(0) > 0;
        var text = new StringBuilder("dry run of " + what + " of " + egg + ": "
                + changes.path("add").asInt(0) + " to add, "
                + changes.path("remove").asInt(0) + " to remove (nothing was changed)");
        result.path("preview")
                .path("actions")
                .forEach(action -> text.append("\n  ").append(PreviewText.line(action)));
        return new Shown(some && detailedExitCode ? ExitCode.PENDING : ExitCode.DONE, ended, text.toString(), null);
    }

    /** Gives the order and waits until a look has carried it out as far as one can. */
    Shown carryOut(ObjectNode body) throws RefusedCallException, InterruptedException {
        var ended =
                session.ended(session.post(path(), body).path("operation_id").asString(""));
        if (ApiSession.exitCode(ended) != ExitCode.DONE) {
            return failed(ended);
        }
        long generation = ended.path("result").path("generation").asLong(0);
        var status = session.get("/eggs/" + egg + "/status");
        while (status.path("generation_seen").asLong(0) < generation) {
            session.pause();
            status = session.get("/eggs/" + egg + "/status");
        }
        var plan = status.path("latest_plan");
        return Shown.done(
                ended,
                what + " of " + egg + " succeeded: revision "
                        + ended.path("result").path("revision").asLong(0)
                        + (plan.isObject()
                                ? ", latest plan " + plan.path("id").asString("") + " "
                                        + plan.path("status").asString("")
                                : ", no plan yet"));
    }

    private Shown failed(JsonNode operation) {
        return new Shown(
                ApiSession.exitCode(operation),
                operation,
                "",
                what + " of " + egg + " " + operation.path("status").asString("") + ": "
                        + operation.path("problem").asString(""));
    }

    private String path() {
        return "/eggs/" + egg + "/" + what;
    }
}
