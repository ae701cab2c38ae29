package io.polargosling.fly.decode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Valid files of every kind, with whatever may be left out left out now and then. */
final class ConfigurationText {

    private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    ConfigurationText(Random random) {
        this.random = random;
    }

    static String of(FileKind kind, Random random) {
        var text = new ConfigurationText(random);
        switch (kind) {
            case EGG -> text.egg("web");
            case EGGSBUCKET -> text.bucket("all", text.names(1 + random.nextInt(6)));
            case JOB -> text.job("nightly");
            case UGLYFOX -> text.uglyFox();
            case MOTHERGOOSE -> text.motherGoose();
        }
        return text.out.toString();
    }

    /** A bucket with exactly these repos. */
    static String bucket(Random random, List<String> repos) {
        var text = new ConfigurationText(random);
        text.bucket("all", repos);
        return text.out.toString();
    }

    private void egg(String name) {
        open("egg \"" + name + "\"");
        fleet();
        gitlab(1 + random.nextInt(999_999_999));
        environment();
        settings();
        close();
    }

    private void bucket(String name, List<String> repos) {
        open("eggsbucket \"" + name + "\"");
        fleet();
        open("repositories");
        for (int i = 0; i < repos.size(); i++) {
            open("repo \"" + repos.get(i) + "\"");
            gitlab(i + 1);
            environment();
            close();
        }
        close();
        environment();
        settings();
        close();
    }

    private void fleet() {
        String type = one("vm", "serverless", "");
        boolean serverless = type.equals("serverless");
        String provider = one("yandex", "aws", "local");
        if (!type.isEmpty()) {
            line("type", quoted(type));
        }
        place("cloud", provider);
        for (int i = random.nextInt(3); i > 0; i--) {
            place("fallback", provider);
        }
        if (random.nextBoolean()) {
            open("resources");
            maybe("cpu", number(1, 4));
            maybe("memory", one("512", "\"1GB\"", "\"2048MB\"", "\"8GiB\""));
            if (!serverless) {
                maybe("disk", one("10", "\"10240GB\"", "\"1TB\""));
            }
            maybe("preemptible", provider.equals("local") ? "false" : one("true", "false"));
            close();
        }
        open("runner");
        line("tags", "[" + quoted("t" + random.nextInt(9)) + ", " + quoted("linux") + "]");
        maybe("max_runners", number(10, 1000));
        maybe("idle_timeout", one("\"0s\"", "\"90s\"", "\"1h30m\"", "\"7d\""));
        maybe("executor", serverless ? quoted(one("shell", "custom")) : quoted(one("docker", "shell", "custom")));
        maybe("concurrent", serverless ? "1" : number(1, 100));
        maybe("max_builds", serverless ? "1" : number(0, 100));
        maybe("privileged", serverless ? "false" : one("true", "false"));
        maybe("run_untagged", one("true", "false"));
        maybe("protected", one("true", "false"));
        maybe("image", quoted("debian:13"));
        close();
        if (!serverless && random.nextBoolean()) {
            pools(provider.equals("local"));
        }
    }

    private void pools(boolean local) {
        open("pools");
        if (random.nextBoolean()) {
            open("apex");
            maybe("min_count", number(0, 3));
            maybe("max_count", number(3, 1000));
            close();
        }
        if (!local && random.nextBoolean()) {
            open("nadir");
            maybe("min_count", number(0, 3));
            maybe("max_count", number(3, 1000));
            maybe("idle_timeout", "\"2h\"");
            close();
        }
        close();
    }

    private void place(String block, String provider) {
        open(block);
        line("provider", quoted(provider));
        if (!provider.equals("local")) {
            line("region", quoted("r-" + random.nextInt(9)));
            maybe("zone", quoted("z"));
            maybe("subnet_id", quoted("s"));
            maybe("security_group_ids", "[" + quoted("g") + "]");
            maybe(provider.equals("aws") ? "instance_profile" : "service_account", quoted("id"));
        }
        maybe("image", quoted("image"));
        close();
    }

    private void gitlab(int id) {
        open("gitlab");
        line(one("server", "server_name"), quoted(one("gitlab.example.com", "10.0.0.1:8443", "x")));
        line(one("project_id", "group_id"), Integer.toString(id));
        maybe("api_token", quoted("vault://gitlab/token"));
        maybe("token_secret", quoted("aws-sm://a/b/c"));
        maybe("webhook_secret", quoted("yc-lockbox://id/key"));
        close();
    }

    private void environment() {
        if (random.nextBoolean()) {
            open("environment");
            line("PLAIN", quoted("a " + random.nextInt()));
            maybe("_SECRET1", quoted("local://a/b"));
            close();
        }
    }

    private void settings() {
        if (random.nextBoolean()) {
            open("rift");
            maybe("enabled", one("true", "false"));
            maybe("server", quoted("rift.internal:5000"));
            close();
        }
        maybe("gosling_version", quoted("1.2.3"));
        maybe("opentofu_version", quoted("1.12.6-rc.1"));
        maybe("enabled", one("true", "false"));
    }

    private void job(String name) {
        open("job \"" + name + "\"");
        line("schedule", quoted(one("*/5 * * * *", "0 3 1-7 * MON", "@weekly")));
        line("script", quoted("make"));
        maybe("timezone", quoted(one("UTC", "Europe/Berlin", "Asia/Kolkata")));
        maybe("timeout", quoted(number(1, 600) + "s"));
        maybe("enabled", one("true", "false"));
        if (random.nextBoolean()) {
            open("runner");
            maybe("type", quoted(one("vm", "serverless")));
            maybe("tags", "[" + quoted("a") + ", " + quoted("b") + "]");
            close();
        }
        environment();
        if (random.nextBoolean()) {
            open("on_failure");
            line("notify", "[" + quoted("ops@example.com") + ", " + quoted("https://hooks.example.com/a") + "]");
            close();
        }
        close();
    }

    private void uglyFox() {
        open("uglyfox");
        if (random.nextBoolean()) {
            open("pruning");
            maybe("failed_threshold", number(1, 100));
            maybe("max_age", quoted(number(1, 90) + "d"));
            maybe("check_interval", quoted(number(1, 90) + "m"));
            close();
        }
        for (String name : names(1 + random.nextInt(4))) {
            open("runners_condition \"" + name + "\"");
            line("eggs_entities", "[" + quoted("egg-" + name) + "]");
            open("apex");
            maybe("min_count", number(0, 5));
            maybe("max_count", number(5, 1000));
            maybe("cpu_threshold", number(0, 100));
            maybe("memory_threshold", number(0, 100));
            close();
            close();
        }
        if (random.nextBoolean()) {
            open("policies");
            for (String name : names(random.nextInt(4))) {
                open("rule \"" + name + "\"");
                line("condition", quoted("age > 1h"));
                line("action", quoted(one("terminate", "demote_to_nadir", "promote_to_apex")));
                close();
            }
            close();
        }
        close();
    }

    private void motherGoose() {
        String provider = one("yandex", "aws", "local");
        boolean local = provider.equals("local");
        open("mothergoose");
        open("cloud");
        line("provider", quoted(provider));
        if (!local) {
            line("region", quoted("r"));
        }
        if (provider.equals("yandex")) {
            line("folder_id", quoted("f"));
        }
        close();
        for (String service : List.of("api", "workers", "uglyfox")) {
            if (!local || random.nextBoolean()) {
                open(service);
                line("image", quoted("cr.example.com/" + service + DIGEST));
                maybe("cpu", number(1, 16));
                maybe("memory", quoted("2GB"));
                maybe("timeout", quoted("1h"));
                maybe("max_instances", number(1, 100));
                environment();
                close();
            }
        }
        open("database");
        line("type", quoted(local ? one("h2", "ydb") : one("ydb", "dynamodb")));
        close();
        open("nest");
        line("url", quoted("https://gitlab.example.com/infra/nest.git"));
        maybe("branch", quoted("main"));
        maybe("api_token", quoted("vault://nest/token"));
        maybe("gitlab_servers", "[" + quoted("gitlab.example.com") + "]");
        close();
        close();
    }

    /** Names that differ, letter case aside, in any order. */
    private List<String> names(int count) {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            names.add(one("a", "Zebra", "m_", "x-") + i);
        }
        Collections.shuffle(names, random);
        return names;
    }

    private void open(String header) {
        out.append("  ".repeat(depth)).append(header).append(" {\n");
        depth++;
    }

    private void close() {
        depth--;
        out.append("  ".repeat(depth)).append("}\n");
    }

    private void line(String name, String value) {
        out.append("  ".repeat(depth)).append(name).append(" = ").append(value).append('\n');
    }

    private void maybe(String name, String value) {
        if (random.nextBoolean()) {
            line(name, value);
        }
    }

    private String number(int min, int max) {
        return String.format(Locale.ROOT, "%d", min + random.nextInt(max - min + 1));
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
