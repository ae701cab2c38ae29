package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.fly.decode.BucketFile;
import io.polargosling.fly.decode.CloudSpec;
import io.polargosling.fly.decode.EggFile;
import io.polargosling.fly.decode.EggSettings;
import io.polargosling.fly.decode.FleetSpec;
import io.polargosling.fly.decode.GitLabSpec;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * An egg or a bucket whose file has no error of its own, with the places rules between files point at.
 *
 * @param folder the name of its folder, which may differ from the label
 * @param environment every value of it and its repos
 */
record Declared(
        String folder,
        Places places,
        List<Target> targets,
        List<Located<String>> environment,
        EggSettings settings,
        NestEntry entry) {

    /** Of the label, the whole block, the runner's tags, and the places runners are made in. */
    record Places(SourceRange label, SourceRange header, Located<List<String>> tags, List<CloudSpec> clouds) {}

    /**
     * What it answers for: the one of an egg, each of a bucket's repos.
     *
     * @param title for diagnostics, such as {@code egg "web"}
     * @param owner the last part of the names of its secrets
     */
    record Target(String title, String owner, GitLabSpec written, GitLabBinding binding) {}

    static Declared of(String folder, EggFile file, NestEgg egg) {
        var target = new Target(
                "egg \"" + egg.name() + "\"",
                egg.name().value(),
                file.gitlab(),
                egg.config().gitlab());
        return new Declared(
                folder,
                places(file.name(), file.range(), file.fleet()),
                List.of(target),
                List.copyOf(file.environment().values()),
                file.settings(),
                egg);
    }

    static Declared of(String folder, BucketFile file, NestBucket bucket) {
        var targets = new ArrayList<Target>();
        for (int i = 0; i < file.repos().size(); i++) {
            BucketFile.Repo repo = file.repos().get(i);
            String title = "repo \"" + repo.name().value() + "\" of bucket \"" + bucket.name() + "\"";
            targets.add(new Target(
                    title,
                    ConfigMapper.repoOwner(file, repo),
                    repo.gitlab(),
                    bucket.config().repos().get(i).gitlab()));
        }
        List<Located<String>> environment = Stream.concat(
                        file.environment().values().stream(),
                        file.repos().stream()
                                .map(repo -> repo.environment().values())
                                .flatMap(Collection::stream))
                .toList();
        return new Declared(
                folder,
                places(file.name(), file.range(), file.fleet()),
                List.copyOf(targets),
                environment,
                file.settings(),
                bucket);
    }

    private static Places places(Located<String> name, SourceRange header, FleetSpec fleet) {
        List<CloudSpec> clouds = Stream.concat(Stream.of(fleet.cloud()), fleet.fallbacks().stream())
                .toList();
        return new Places(name.range(), header, fleet.runner().tags(), clouds);
    }

    EggName name() {
        return entry.name();
    }

    String subject() {
        return switch (entry) {
            case NestEgg egg -> "egg/" + folder;
            case NestBucket bucket -> "eggsbucket/" + folder;
        };
    }
}
