package io.polargosling.worker.mirror;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.settings.Settings;
import io.polargosling.storage.mirror.MirrorLock;
import io.polargosling.storage.mirror.ProviderCache;
import io.polargosling.storage.object.NestBuckets;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.worker.render.ProviderMirror;
import io.polargosling.worker.tofu.Mirrors;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mirror that the cache's list describes, which is read again after a minute. While that cannot be had, the mirror
 * known last is used on.
 */
public final class CachedMirror implements Mirrors {

    private static final Logger log = LoggerFactory.getLogger(CachedMirror.class);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final ProviderCache cache;
    private final MirrorFolders folders;
    private final boolean direct;
    private final InstantSource clock;
    private @Nullable Known known;

    /** What was read last. */
    private record Known(ProviderMirror mirror, Set<CloudProvider> clouds, Instant at) {

        boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(FRESH)) && Files.isDirectory(mirror.folder());
        }
    }

    /** @param direct whether what the mirror lacks may be downloaded */
    CachedMirror(ProviderCache cache, MirrorFolders folders, boolean direct, InstantSource clock) {
        this.cache = cache;
        this.folders = folders;
        this.direct = direct;
        this.clock = clock;
    }

    /**
     * Filled from the cache bucket of the settings or of the Nest's description in {@code infrastructure}, else from
     * {@code cache} in the data folder.
     */
    public static CachedMirror of(InfrastructureStore infrastructure, Settings settings, InstantSource clock) {
        var data = settings.dataFolder();
        var files = data.resolve("cache");
        var named = settings.tofu().cacheBucket();
        boolean embedded = settings.store().type() == Settings.Store.Type.H2 && named.isEmpty();
        var buckets = new NestBuckets(infrastructure);
        var objects = embedded ? ObjectStorage.files(files) : ObjectStorage.chosen(() -> buckets.cache(named), files);
        return new CachedMirror(
                new ProviderCache(objects),
                MirrorFolders.ofHost(data.resolve("tofu-mirror"), clock),
                settings.tofu().allowDirect(),
                clock);
    }

    @Override
    public ProviderMirror current(Set<CloudProvider> clouds) {
        var needed = EnumSet.noneOf(CloudProvider.class);
        needed.addAll(clouds);
        needed.remove(CloudProvider.LOCAL);
        if (needed.isEmpty()) {
            return new ProviderMirror(folders.none(), Optional.empty(), direct);
        }
        var now = known();
        needed.removeAll(now.clouds());
        if (!needed.isEmpty() && !direct) {
            // OpenTofu itself says so where it belongs, in the failure of the egg's run.
            log.warn(
                    "provider mirror lacks clouds={} platform={} advice=\"gosling bootstrap --only cache\"",
                    needed.stream().map(CloudProvider::word).collect(Collectors.joining(",")),
                    folders.platform());
        }
        return now.mirror();
    }

    private synchronized Known known() {
        var now = clock.instant();
        var before = known;
        if (before != null && before.isFresh(now)) {
            return before;
        }
        known = renewed(before, now);
        return known;
    }

    private Known renewed(@Nullable Known before, Instant now) {
        try {
            return cache.current()
                    .map(lock -> filled(lock, now))
                    .orElseGet(() ->
                            new Known(new ProviderMirror(folders.none(), Optional.empty(), direct), Set.of(), now));
        } catch (GoslingException e) {
            if (before == null || !Files.isDirectory(before.mirror().folder())) {
                // Whatever it is, it is mended in the cache, and then the same call succeeds.
                throw new UnavailableException(String.valueOf(e.getMessage()), e);
            }
            log.warn(
                    "provider mirror not renewed folder={} cause=\"{}\"",
                    before.mirror().folder(),
                    e.getMessage());
            return new Known(before.mirror(), before.clouds(), now);
        }
    }

    private Known filled(MirrorLock lock, Instant now) {
        var folder = folders.filled(lock, cache);
        var clouds = EnumSet.noneOf(CloudProvider.class);
        lock.packages().stream()
                .filter(one -> one.platform().equals(folders.platform()))
                .map(one -> CloudProvider.parse(one.provider().type()))
                .flatMap(Optional::stream)
                .forEach(clouds::add);
        return new Known(new ProviderMirror(folder, Optional.of(lock.lockFile()), direct), clouds, now);
    }
}
