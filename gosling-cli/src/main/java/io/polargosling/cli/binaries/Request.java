package io.polargosling.cli.binaries;

import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * A call of the control plane.
 *
 * @param contentType of the body; empty when there is none
 * @param repeatable whether a call that may have been carried out can be made again without harm
 */
record Request(
        String method, String path, HttpRequest.BodyPublisher body, Optional<String> contentType, boolean repeatable) {

    static Request get(String path) {
        return new Request("GET", path, HttpRequest.BodyPublishers.noBody(), Optional.empty(), true);
    }

    static Request post(String path, String json, boolean repeatable) {
        return new Request(
                "POST", path, HttpRequest.BodyPublishers.ofString(json), Optional.of("application/json"), repeatable);
    }

    /** Of a body whose parts are carried out once however often they are sent. */
    static Request form(String path, HttpRequest.BodyPublisher body, String boundary) {
        return new Request("POST", path, body, Optional.of("multipart/form-data; boundary=" + boundary), true);
    }
}
