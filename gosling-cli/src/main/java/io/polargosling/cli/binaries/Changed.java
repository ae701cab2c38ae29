package io.polargosling.cli.binaries;

import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.domain.binary.BinaryName;
import tools.jackson.databind.JsonNode;

/** What a change of the active version is shown as. */
final class Changed {

    private Changed() {}

    static Shown of(BinaryName binary, JsonNode answer) {
        String previous = answer.path("previous").asString("");
        return Shown.done(
                answer,
                binary.word() + " " + answer.path("version").asString("") + " is active"
                        + (previous.isEmpty() ? "" : "; a rollback goes back to " + previous));
    }
}
