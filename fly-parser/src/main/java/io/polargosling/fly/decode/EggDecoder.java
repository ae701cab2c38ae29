package io.polargosling.fly.decode;

import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.BlockLabel;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decodes the {@code egg} block. */
final class EggDecoder {

    private static final int LARGEST_ID = 999_999_999;

    private EggDecoder() {}

    /** Empty only after an error. */
    static Optional<EggFile> decode(DecodeContext outer, Block block) {
        Located<String> name = label(outer, block.labels().getFirst(), "egg");
        DecodeContext context =
                outer.withRoot("egg", FlyValue.ObjectValue.of(Map.of("name", FlyValue.of(name.value()))));
        var reader = new BlockReader(context, "egg", block.body(), block.header());
        Optional<FleetSpec> fleet = FleetDecoder.decode(reader);
        Optional<GitLabSpec> gitlab = reader.requiredBlock("gitlab").flatMap(EggDecoder::gitlab);
        SortedMap<String, Located<String>> environment =
                reader.block("environment").map(EggDecoder::environment).orElseGet(TreeMap::new);
        EggSettings settings = settings(reader);
        reader.finish();
        if (context.diagnostics().hasErrors() || fleet.isEmpty() || gitlab.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EggFile(name, fleet.get(), gitlab.get(), environment, settings, block.header()));
    }

    /** The label of a block that names something. */
    static Located<String> label(DecodeContext context, BlockLabel label, String what) {
        checkName(context, new Located<>(label.value(), label.range()), what);
        return new Located<>(label.value(), label.range());
    }

    static void checkName(DecodeContext context, Located<String> name, String what) {
        Texts.name(name.value())
                .ifPresent(problem -> context.error(
                        "invalid-name",
                        "Invalid name",
                        "The name of the %s is %s (%s, at character %d)."
                                .formatted(
                                        what,
                                        FlyValue.of(name.value()).describe(),
                                        problem.message(),
                                        problem.offset() + 1),
                        name.range()));
    }

    private static Optional<GitLabSpec> gitlab(BlockReader reader) {
        if (!reader.has("server") && !reader.has("server_name")) {
            reader.required("server");
        }
        Optional<Located<String>> server =
                reader.aliased("server", "server_name").text(Texts::server);
        reader.exactlyOne("project_id", "group_id");
        Optional<Located<GitLabSpec.Target>> project = reader.attribute("project_id")
                .integer(1, LARGEST_ID)
                .map(id -> new Located<>(new GitLabSpec.Target.Project(id.value()), id.range()));
        Optional<Located<GitLabSpec.Target>> group = reader.attribute("group_id")
                .integer(1, LARGEST_ID)
                .map(id -> new Located<>(new GitLabSpec.Target.Group(id.value()), id.range()));
        Optional<Located<String>> apiToken = reader.secret("api_token");
        Optional<Located<String>> tokenSecret = reader.secret("token_secret");
        Optional<Located<String>> webhookSecret = reader.secret("webhook_secret");
        reader.finish();
        Optional<Located<GitLabSpec.Target>> target = project.or(() -> group);
        if (server.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new GitLabSpec(server.get(), target.get(), apiToken, tokenSecret, webhookSecret, reader.header()));
    }

    private static SortedMap<String, Located<String>> environment(BlockReader reader) {
        DecodeContext context = reader.context();
        var values = new TreeMap<String, Located<String>>();
        for (Attribute attribute : reader.all()) {
            Texts.environmentName(attribute.name())
                    .ifPresent(problem -> context.error(
                            "invalid-name",
                            "Invalid name",
                            "\"%s\" is no name of an environment variable (%s)."
                                    .formatted(attribute.name(), problem.message()),
                            attribute.nameRange()));
            reader.attribute(attribute.name()).textOrSecret().ifPresent(value -> values.put(attribute.name(), value));
        }
        reader.finish();
        return values;
    }

    private static EggSettings settings(BlockReader reader) {
        Optional<Located<String>> gosling = reader.attribute("gosling_version").text(Texts::version);
        Optional<Located<String>> opentofu =
                reader.attribute("opentofu_version").text(Texts::version);
        boolean enabled = reader.attribute("enabled").bool().map(Located::value).orElse(true);
        Optional<String> rift = reader.block("rift").flatMap(EggDecoder::rift);
        return new EggSettings(rift, gosling, opentofu, enabled);
    }

    private static Optional<String> rift(BlockReader reader) {
        boolean enabled = reader.attribute("enabled").bool().map(Located::value).orElse(true);
        Optional<Located<String>> server = reader.attribute("server").text(Texts::server);
        reader.finish();
        SourceRange header = reader.header();
        if (enabled && !reader.has("server")) {
            reader.context().missing("attribute", "rift", "the attribute \"server\" when it is enabled", header);
        }
        return enabled ? server.map(Located::value) : Optional.empty();
    }
}
