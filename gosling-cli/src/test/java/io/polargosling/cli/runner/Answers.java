package io.polargosling.cli.runner;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers of the control plane, in the documented shapes. */
final class Answers {

    private static final JsonMapper JSON = new JsonMapper();

    private Answers() {}

    static ObjectNode enrolment() {
        return (ObjectNode) JSON.readTree("""
                {"runner_token": "prt-runner-token",
                 "gitlab": {"url": "https://gitlab.example", "runner_id": 9171, "token": "glrt-secret-token",
                            "mode": "own"},
                 "config": {"config_version": 7, "tags": ["linux"], "run_untagged": false, "concurrent": 2,
                            "executor": "shell", "image": null, "privileged": false, "max_builds": null,
                            "environment": {"GREETING": "hello"}, "intervals": {"heartbeat_seconds": 30},
                            "idle_timeout_seconds": 600, "lifetime_ends_at": null}}""");
    }

    static ObjectNode config(ObjectNode enrolment) {
        return (ObjectNode) enrolment.get("config");
    }

    /** As {@code enrolment}, with a token that other machines have too. */
    static void share(ObjectNode enrolment, String systemId) {
        ((ObjectNode) enrolment.get("gitlab")).put("mode", "shared").put("system_id", systemId);
    }

    static RunnerBootstrap bootstrap() {
        return RunnerBootstrap.parse(enrolment());
    }

    static ObjectNode directive(String desired) {
        return JSON.createObjectNode()
                .put("desired", desired)
                .put("config_version", 7)
                .put("next_in_seconds", 30)
                .put("server_time", "2026-01-01T00:00:00Z");
    }

    static ObjectNode problem(int status, String detail) {
        return JSON.createObjectNode()
                .put("type", "about:blank")
                .put("status", status)
                .put("detail", detail);
    }
}
