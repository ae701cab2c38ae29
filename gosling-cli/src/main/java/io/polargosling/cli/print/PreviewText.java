package io.polargosling.cli.print;

import tools.jackson.databind.JsonNode;

/** What the control plane would do next, in lines for people. */
public final class PreviewText {

    private PreviewText() {}

    /** One change. */
    public static String line(JsonNode action) {
        var subject = action.path("runner").asString("");
        if (subject.isEmpty()) {
            var region = action.path("region").asString("");
            subject = action.path("kind").asString("") + " at "
                    + action.path("cloud_provider").asString("") + (region.isEmpty() ? "" : "/" + region);
        }
        return action.path("action").asString("") + " " + subject + ": "
                + action.path("reason").asString("");
    }
}
