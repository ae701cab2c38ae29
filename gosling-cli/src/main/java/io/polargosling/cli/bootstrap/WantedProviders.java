package io.polargosling.cli.bootstrap;

import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.storage.mirror.MirrorLock;
import io.polargosling.storage.mirror.ProviderNeed;
import io.polargosling.storage.mirror.ProviderPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which providers are to be in the cache, for which platforms, and how they are got. */
final class WantedProviders {

    private static final List<String> USUAL = List.of("linux_amd64", "linux_arm64");

    private final List<ProviderNeed> needs;
    private final List<String> platforms;
    private final Consumer<String> tell;

    /**
     * @param platforms which must be there; empty for the usual ones, as far as they are
     * @param tell takes lines about how it goes on
     */
    WantedProviders(List<ProviderNeed> needs, List<String> platforms, Consumer<String> tell) {
        this.needs = needs;
        this.platforms =
                platforms.stream().map(ProviderPackage::requirePlatform).toList();
        this.tell = tell;
    }

    /** Takes them from where OpenTofu takes them. */
    MirrorLock downloaded(TofuTool tofu, Staging staging) throws InterruptedException {
        var mirror = staging.folder("download");
        tell.accept("downloading providers");
        tofu.download(needs, platforms.isEmpty() ? USUAL : platforms, staging.folder("root"), mirror, tell);
        return in(mirror, tofu, staging);
    }

    /** Takes them from the filesystem mirror {@code mirror}. */
    MirrorLock in(Path mirror, TofuTool tofu, Staging staging) throws InterruptedException {
        var found = needs.stream()
                .map(need -> FoundProvider.newest(mirror, need, platforms, USUAL))
                .toList();
        var common = common(found);
        for (var provider : found) {
            for (var platform : common) {
                var place = provider.places().get(platform);
                if (place != null) {
                    tell.accept("reading " + place);
                    staging.add(provider, platform, place);
                }
            }
        }
        var lockFile = tofu.lock(needs, common, staging.folder("lock"), staging.mirror());
        return new MirrorLock(List.copyOf(staging.files().keySet()), lockFile);
    }

    /** OpenTofu locks all providers for the same platforms. */
    private List<String> common(List<FoundProvider> found) {
        if (!platforms.isEmpty()) {
            return platforms;
        }
        var common = new ArrayList<>(USUAL);
        for (var provider : found) {
            common.retainAll(provider.places().keySet());
        }
        if (common.isEmpty()) {
            throw new NotFoundException("looking for providers: no platform of " + String.join(", ", USUAL)
                    + " is there for all of them; choose with --platform and --provider");
        }
        USUAL.stream()
                .filter(platform -> !common.contains(platform))
                .forEach(platform -> tell.accept("without " + platform + ", which is not there for every provider"));
        return common;
    }
}
