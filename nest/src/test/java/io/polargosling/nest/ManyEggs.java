package io.polargosling.nest;

import java.util.Map;
import java.util.TreeMap;

/** A valid Nest of any size, with what makes the rules between files expensive: many servers, groups and shared tags. */
final class ManyEggs {

    private static final int NAMED = 100;

    private ManyEggs() {}

    /** Texts by path. */
    static Map<String, String> files(int eggs) {
        var files = new TreeMap<String, String>();
        files.put("variables.fly", """
                variable "region" {
                  type    = string
                  default = "ru-central1"
                }

                locals {
                  team = "platform"
                }
                """);
        files.put("MG/config.fly", infrastructure());
        files.put("UF/config.fly", policy(eggs));
        for (int i = 0; i < eggs; i++) {
            files.put("Eggs/" + name(i) + "/config.fly", egg(i));
        }
        return files;
    }

    static String name(int egg) {
        return "egg-%05d".formatted(egg);
    }

    private static String infrastructure() {
        String image = "cr.example.com/gosling@sha256:" + "0123456789abcdef".repeat(4);
        return """
                mothergoose {
                  cloud {
                    provider  = "yandex"
                    region    = "ru-central1"
                    folder_id = "folder"
                  }
                  api {
                    image = "%1$s"
                  }
                  workers {
                    image = "%1$s"
                  }
                  uglyfox {
                    image = "%1$s"
                  }
                  database {
                    type = "ydb"
                  }
                  nest {
                    url            = "https://gitlab-0.example.com/infra/nest.git"
                    gitlab_servers = [for n in range(10) : "gitlab-${n}.example.com"]
                  }
                }
                """.formatted(image).replace("[for n in range(10) : \"gitlab-${n}.example.com\"]", servers());
    }

    private static String servers() {
        var out = new StringBuilder("[");
        for (int i = 0; i < 10; i++) {
            out.append("\"gitlab-").append(i).append(".example.com\", ");
        }
        return out.append(']').toString();
    }

    private static String policy(int eggs) {
        var out = new StringBuilder("uglyfox {\n");
        for (int from = 0; from < eggs; from += NAMED) {
            out.append("  runners_condition \"c").append(from).append("\" {\n    eggs_entities = [");
            for (int i = from; i < Math.min(eggs, from + NAMED); i++) {
                out.append('"').append(name(i)).append("\", ");
            }
            out.append("]\n    apex {\n      max_count = 5\n    }\n  }\n");
        }
        return out.append("}\n").toString();
    }

    private static String egg(int number) {
        return """
                # Owned by team %1$d.
                locals {
                  prefix = "${local.team}-%1$d"
                }

                egg "%2$s" {
                  type = "vm"

                  cloud {
                    provider        = "yandex"
                    region          = var.region
                    zone            = "${var.region}-b"
                    subnet_id       = "subnet-%1$d"
                    service_account = "runner-${egg.name}"
                  }

                  resources {
                    cpu    = 4
                    memory = "8GB"
                    disk   = 100
                  }

                  runner {
                    tags         = ["docker", "linux", "team-%1$d", local.prefix]
                    concurrent   = 2
                    max_runners  = 5
                    idle_timeout = "15m"
                  }

                  gitlab {
                    server     = "gitlab-%3$d.example.com"
                    %4$s = %5$d
                  }

                  environment {
                    TEAM  = upper(local.team)
                    TOKEN = "yc-lockbox://gitlab/${egg.name}/token"
                  }

                  pools {
                    apex {
                      min_count = 0
                      max_count = 3
                    }
                  }
                }
                """.formatted(
                number % 50, name(number), number % 10, number % 1000 == 7 ? "group_id  " : "project_id", number + 1);
    }
}
