package io.polargosling.cli.bootstrap;

import io.polargosling.domain.binary.SemanticVersion;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.storage.mirror.ProviderNeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The version of a provider that is taken from a filesystem mirror.
 *
 * @param places a zip file or a folder, by platform
 */
record FoundProvider(ProviderNeed need, String version, SortedMap<String, Path> places) {

    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]+_[a-z0-9]+");

    FoundProvider {
        places = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Path>) places));
    }

    /**
     * The newest release in {@code mirror} that is good enough and there for all {@code required} platforms; when none is
     * required, for one of {@code welcome}.
     *
     * @throws NotFoundException when there is none
     */
    static FoundProvider newest(Path mirror, ProviderNeed need, List<String> required, Collection<String> welcome) {
        var folder = mirror.resolve(need.address().toString());
        if (!Files.isDirectory(folder)) {
            throw new NotFoundException("looking for provider " + need.address() + ": there is no folder " + folder
                    + " (expected: a filesystem mirror of OpenTofu; leave a provider out with --provider)");
        }
        var versions = versions(folder, need);
        for (var version : versions.descendingMap().entrySet()) {
            var places = version.getValue();
            boolean there = required.isEmpty()
                    ? !Collections.disjoint(places.keySet(), welcome)
                    : places.keySet().containsAll(required);
            if (there && need.allows(version.getKey())) {
                return new FoundProvider(need, version.getKey().text(), places);
            }
        }
        throw new NotFoundException("looking for provider " + need.address() + " " + need.version() + " for "
                + String.join(required.isEmpty() ? " or " : " and ", required.isEmpty() ? welcome : required) + ": "
                + folder + " has " + described(versions));
    }

    private static String described(Map<SemanticVersion, SortedMap<String, Path>> versions) {
        var all = new ArrayList<String>();
        versions.forEach((version, places) -> all.add(version + " for " + String.join(", ", places.keySet())));
        return all.isEmpty() ? "none" : "only " + String.join("; ", all);
    }

    private static TreeMap<SemanticVersion, SortedMap<String, Path>> versions(Path folder, ProviderNeed need) {
        var versions = new TreeMap<SemanticVersion, SortedMap<String, Path>>();
        var zip = Pattern.compile(Pattern.quote(
                        "terraform-provider-" + need.address().type() + "_") + "([^_]+)_([a-z0-9]+_[a-z0-9]+)\\.zip");
        for (var entry : listed(folder)) {
            var name = String.valueOf(entry.getFileName());
            var matcher = zip.matcher(name);
            if (matcher.matches()) {
                add(versions, matcher.group(1), matcher.group(2), entry);
            } else if (Files.isDirectory(entry)) {
                for (var unpacked : listed(entry)) {
                    add(versions, name, String.valueOf(unpacked.getFileName()), unpacked);
                }
            }
        }
        return versions;
    }

    private static void add(
            Map<SemanticVersion, SortedMap<String, Path>> versions, String version, String platform, Path place) {
        if (PLATFORM.matcher(platform).matches()) {
            SemanticVersion.parse(version)
                    .ifPresent(parsed -> versions.computeIfAbsent(parsed, _ -> new TreeMap<>())
                            .put(platform, place));
        }
    }

    private static List<Path> listed(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UnavailableException("reading the folder " + folder + ": " + e.getMessage(), e);
        }
    }
}
