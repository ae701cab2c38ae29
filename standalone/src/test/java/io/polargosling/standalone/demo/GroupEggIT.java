package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupEggIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long FIRST = 201;
    private static final long SECOND = 202;

    @Test
    void group_withANewProject_servesTheJobsOfItWithoutBeingTold() {
        try (var sandbox = Sandboxes.prepare("group-egg", "--gosling.demand.poll-active=5s")) {
            var gitlab = sandbox.gitlab();
            gitlab.createProject(FIRST, "team/first", sandbox.apiToken());
            long group = gitlab.groupId("team");
            sandbox.storeSecret(
                    "local://gitlab/" + gitlab.server().replace(':', '_') + "/team/api-token", sandbox.apiToken());
            sandbox.start();
            sandbox.nest().write("Eggs/team/config.fly", egg(gitlab.server(), group));
            sandbox.awaitSync(sandbox.push("An egg for a group"));
            Watch.untilTrue(
                    "the hook of the group",
                    LIMIT,
                    () -> gitlab.groupHooks("team").size() == 1,
                    sandbox::whereToLook);

            long first = gitlab.enqueue(FIRST, List.of("team"), List.of("echo first"), false);
            awaitSuccess(sandbox, first);
            gitlab.createProject(SECOND, "team/sub/second", sandbox.apiToken());
            long second = gitlab.enqueue(SECOND, List.of("team"), List.of("echo second"), false);
            awaitSuccess(sandbox, second);

            assertThat(gitlab.hooks(FIRST)).isEmpty();
            assertThat(gitlab.hooks(SECOND)).isEmpty();
            assertThat(gitlab.accepted("Project Hook", "project_create")).isPresent();
        }
    }

    private static void awaitSuccess(Sandbox sandbox, long job) {
        Watch.untilTrue(
                "the success of job " + job,
                LIMIT,
                () -> sandbox.gitlab().job(job).path("status").asString("").equals("success"),
                sandbox::whereToLook);
    }

    private static String egg(String server, long group) {
        return """
                egg "team" {
                  type = "serverless"

                  cloud {
                    provider = "local"
                  }

                  runner {
                    tags       = ["team"]
                    max_builds = 1
                  }

                  gitlab {
                    server   = "%s"
                    group_id = %d
                  }
                }
                """.formatted(server, group);
    }
}
