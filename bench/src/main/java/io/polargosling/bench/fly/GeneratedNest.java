package io.polargosling.bench.fly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A Nest of many eggs, the same for the same number: of several shapes, with comments, variables, templates. */
public final class GeneratedNest {

    /** The version that its eggs ask for. */
    public static final String OPENTOFU = "1.12.6";

    private static final List<String> REGIONS = List.of("eu-central-1", "eu-west-1");

    private GeneratedNest() {}

    /** Writes the Nest unless it is there already. */
    public static void write(Path folder, int eggs) throws IOException {
        Path done = folder.resolve("complete");
        if (Files.exists(done)) {
            return;
        }
        var random = new Random(eggs);
        for (int i = 0; i < eggs; i++) {
            Path egg = folder.resolve("Eggs/" + name(i));
            Files.createDirectories(egg);
            Files.writeString(egg.resolve("config.fly"), egg(i, random));
        }
        Files.createDirectories(folder.resolve("UF"));
        Files.writeString(folder.resolve("UF/config.fly"), POLICY);
        Files.createDirectories(folder.resolve("Jobs"));
        Files.createDirectories(folder.resolve("MG"));
        Files.writeString(folder.resolve("MG/config.fly"), MOTHERGOOSE.replace("@DIGEST", "0".repeat(64)));
        Files.writeString(folder.resolve("variables.fly"), VARIABLES);
        Files.writeString(done, "");
    }

    /** The eggs' files in order of their names. */
    public static List<Path> files(Path folder, int eggs) {
        var files = new ArrayList<Path>();
        for (int i = 0; i < eggs; i++) {
            files.add(folder.resolve("Eggs/" + name(i) + "/config.fly"));
        }
        return files;
    }

    private static String name(int i) {
        return "team-%03d-project-%05d".formatted(i % 200, i);
    }

    private static String egg(int i, Random random) {
        String region = REGIONS.get(random.nextInt(REGIONS.size()));
        String variables = "";
        for (int v = 0; v < 1 + random.nextInt(6); v++) {
            variables += "    SETTING_%d = \"value %d of ${egg.name}\"\n".formatted(v, random.nextInt(1000));
        }
        return EGG.replace("@NAME", name(i))
                .replace("@TOFU", OPENTOFU)
                .replace("@NUMBER", Integer.toString(i))
                .replace("@REGION", region)
                .replace("@ZONE", region + "a")
                .replace("@CPU", Integer.toString(2 << random.nextInt(4)))
                .replace("@MEMORY", Integer.toString(4 << random.nextInt(4)))
                .replace("@RUNNERS", Integer.toString(1 + random.nextInt(40)))
                .replace("@PROJECT", Integer.toString(100_000 + i))
                .replace("@VARIABLES", variables);
    }

    private static final String EGG = """
            # Runners of @NAME; whoever changes the size tells the owners first.
            locals {
              stage = var.stage == "" ? "none" : var.stage
              shape = { cpu = @CPU, memory = "@MEMORYGB" }
            }

            egg "@NAME" {
              type = "vm"

              cloud {
                provider = "aws"
                region   = "@REGION"
                zone     = "@ZONE" // the cheapest one
                instance_profile = "runner"
              }

              resources {
                cpu    = local.shape.cpu
                memory = local.shape["memory"]
                disk   = 40 + 10 * 2
              }

              runner {
                tags         = ["linux", "team-@NUMBER", lower("Docker-@NUMBER")]
                concurrent   = 2
                max_runners  = @RUNNERS
                idle_timeout = "1h30m"
                executor     = "docker"
                image        = "registry.example.com/ci/base:${local.stage}"
                privileged   = false
              }

              gitlab {
                server     = var.server
                project_id = @PROJECT
              }

              environment {
                STAGE = local.stage
            @VARIABLES  }

              pools {
                apex {
                  min_count = 0
                  max_count = @RUNNERS
                }
                nadir {
                  max_count    = 2
                  idle_timeout = "2d"
                }
              }

              /* Pinned, since newer ones change
                 the layout of the cache. */
              opentofu_version = "@TOFU"
            }
            """;

    private static final String POLICY = """
            uglyfox {
              pruning {
                failed_threshold = 3
                max_age          = "24h"
              }

              runners_condition "default" {
                eggs_entities = ["*"]
                apex {
                  min_count = 0
                  max_count = 40
                }
              }

              policies {
                rule "hot" {
                  condition = "idle_time > 30m AND cpu_usage < 10"
                  action    = "demote_to_nadir"
                }
              }
            }
            """;

    private static final String MOTHERGOOSE = """
            mothergoose {
              cloud {
                provider   = "aws"
                region     = "eu-central-1"
                account_id = "123456789012"
              }
              api {
                image = "registry.example.com/api@sha256:@DIGEST"
              }
              workers {
                image = "registry.example.com/worker@sha256:@DIGEST"
              }
              uglyfox {
                image = "registry.example.com/uglyfox@sha256:@DIGEST"
              }
              database {
                type = "dynamodb"
              }
              nest {
                url            = "https://gitlab.example.com/platform/nest.git"
                gitlab_servers = ["gitlab.example.com"]
              }
            }
            """;

    private static final String VARIABLES = """
            variable "server" {
              type    = string
              default = "gitlab.example.com"
            }

            variable "stage" {
              type    = string
              default = "production"
            }
            """;
}
