package io.polargosling.fly.decode;

import io.polargosling.fly.syntax.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Decodes the {@code egg} and {@code eggsbucket} blocks. */
final class EggDecoder {

    private EggDecoder() {}

    /** Empty only after an error. */
    static Optional<EggFile> egg(DecodeContext outer, Block block) {
        Located<String> name = Names.label(outer, block.labels().getFirst(), "egg");
        DecodeContext context = outer.withRoot("egg", Names.object(name));
        var reader = new BlockReader(context, "egg", block.body(), block.header());
        Optional<FleetSpec> fleet = FleetDecoder.decode(reader);
        Optional<GitLabSpec> gitlab = reader.requiredBlock("gitlab").flatMap(GitLabDecoder::decode);
        SortedMap<String, Located<String>> environment = EnvironmentDecoder.decode(reader);
        EggSettings settings = settings(reader);
        reader.finish();
        if (context.diagnostics().hasErrors() || fleet.isEmpty() || gitlab.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EggFile(name, fleet.get(), gitlab.get(), environment, settings, block.header()));
    }

    /** Empty only after an error. */
    static Optional<BucketFile> bucket(DecodeContext outer, Block block) {
        Located<String> name = Names.label(outer, block.labels().getFirst(), "eggsbucket");
        DecodeContext context = outer.withRoot("egg", Names.object(name));
        var reader = new BlockReader(context, "eggsbucket", block.body(), block.header());
        Optional<FleetSpec> fleet = FleetDecoder.decode(reader);
        reader.refuseBlock("gitlab", "A bucket has no gitlab block of its own; each repo of \"repositories\" has one.");
        List<BucketFile.Repo> repos =
                reader.requiredBlock("repositories").map(EggDecoder::repos).orElse(List.of());
        SortedMap<String, Located<String>> environment = EnvironmentDecoder.decode(reader);
        EggSettings settings = settings(reader);
        reader.finish();
        if (context.diagnostics().hasErrors() || fleet.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BucketFile(name, fleet.get(), repos, environment, settings, block.header()));
    }

    private static List<BucketFile.Repo> repos(BlockReader repositories) {
        List<BlockReader.Labelled> found = repositories.labelled("repo");
        repositories.finish();
        if (!repositories.hasBlock("repo")) {
            repositories
                    .context()
                    .missing("block", "repositories", "at least one block \"repo\"", repositories.header());
        }
        Names.checkUnique(repositories.context(), found, "repo");
        var repos = new ArrayList<BucketFile.Repo>();
        for (BlockReader.Labelled labelled : found) {
            Located<String> name = labelled.name();
            Names.check(repositories.context(), name, "repo");
            BlockReader reader = labelled.reader().withRoot("repo", Names.object(name));
            Optional<GitLabSpec> gitlab = reader.requiredBlock("gitlab").flatMap(GitLabDecoder::decode);
            SortedMap<String, Located<String>> environment = EnvironmentDecoder.decode(reader);
            reader.finish();
            gitlab.ifPresent(spec -> repos.add(new BucketFile.Repo(name, spec, environment, reader.header())));
        }
        return repos;
    }

    private static EggSettings settings(BlockReader reader) {
        Optional<Located<String>> gosling = reader.attribute("gosling_version").text(Texts::version);
        Optional<Located<String>> opentofu =
                reader.attribute("opentofu_version").text(Texts::version);
        boolean enabled = reader.attribute("enabled").flag(true);
        Optional<EggSettings.Rift> rift = reader.block("rift").flatMap(EggDecoder::rift);
        return new EggSettings(rift, gosling, opentofu, enabled);
    }

    private static Optional<EggSettings.Rift> rift(BlockReader reader) {
        boolean enabled = reader.attribute("enabled").flag(true);
        Optional<String> server = reader.attribute("server").plainText(Addresses::server);
        reader.finish();
        return enabled ? Optional.of(new EggSettings.Rift(server)) : Optional.empty();
    }
}
