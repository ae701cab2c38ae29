package io.polargosling.worker.binary;

import io.polargosling.domain.binary.ActiveVersion;
import io.polargosling.domain.binary.AddOutcome;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryVersion;
import io.polargosling.domain.binary.NewBinary;
import io.polargosling.domain.binary.SemanticVersion;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.object.Leftovers;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.lease.HeldLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for new releases, stores them and says so; never activates one. What goes wrong with one source is a standing
 * finding of its program and nothing else.
 */
public final class BinaryCheck {

    private static final Logger log = LoggerFactory.getLogger(BinaryCheck.class);
    private static final String LEASE = "binary-check";
    private static final String ACTOR = "worker";
    private static final String NEW = "binary-new";
    private static final String FAILED = "binary-check-failed";
    private static final int PAGE = 500;
    private static final Duration ABANDONED = Duration.ofHours(24);
    private static final long MAX_FEED = 16L * 1024 * 1024;
    private static final long MAX_CHECKSUMS = 1024 * 1024;
    private static final long MAX_SIGNATURE = 4096;

    private final Storage storage;
    private final BinaryLibrary library;
    private final Secrets secrets;
    private final Leases leases;
    private final InstantSource clock;
    private final List<ReleaseSource> sources;
    private final int keep;
    private final Path folder;
    private final Limits limits;

    /**
     * What a source may cost.
     *
     * @param file in bytes, of an archive and of what is in it
     * @param time of one download
     */
    record Limits(long file, Duration time) {}

    /** Of the sources that {@code settings} name; files lie in the data folder until they are stored. */
    public BinaryCheck(
            Storage storage,
            BinaryLibrary library,
            Secrets secrets,
            Leases leases,
            Settings settings,
            InstantSource clock) {
        this(
                storage,
                library,
                secrets,
                leases,
                settings,
                clock,
                new Limits(300L * 1024 * 1024, Duration.ofMinutes(10)));
    }

    BinaryCheck(
            Storage storage,
            BinaryLibrary library,
            Secrets secrets,
            Leases leases,
            Settings settings,
            InstantSource clock,
            Limits limits) {
        this.storage = storage;
        this.library = library;
        this.secrets = secrets;
        this.leases = leases;
        this.clock = clock;
        this.sources = ReleaseSource.of(settings.binaries());
        this.keep = settings.binaries().keep();
        this.folder = settings.dataFolder().resolve("binaries").resolve("downloads");
        this.limits = limits;
    }

    /** Checks all sources, unless another process does so at this moment. */
    public void run() {
        // Downloads take longer than a duty's lease lives.
        var taken = leases.tryTake(LEASE);
        if (taken.isEmpty()) {
            return;
        }
        try (var _ = new HeldLease(taken.get(), leases)) {
            var failures = new EnumMap<BinaryName, String>(BinaryName.class);
            for (var source : sources) {
                check(source).ifPresent(why -> failures.merge(source.binary(), why, (a, b) -> a + "; " + b));
            }
            sources.stream().map(ReleaseSource::binary).distinct().forEach(binary -> {
                tell(binary, Optional.ofNullable(failures.get(binary)));
                prune(binary);
            });
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
        }
    }

    /** Why nothing, or not all, could be got from {@code source}. */
    private Optional<String> check(ReleaseSource source) {
        try {
            var token = source.token().map(uri -> secrets.read(uri, "gosling.binaries.sources, token"));
            var downloads = new Downloads(source.feed(), source.hosts(), token, limits.time());
            var newest = Release.newest(downloads.bytes(source.feed(), MAX_FEED));
            if (newest.isPresent()) {
                for (var platform : source.platforms()) {
                    get(
                            source,
                            newest.get(),
                            new BinaryBuild(newest.get().version().text(), platform),
                            downloads);
                }
            }
            return Optional.empty();
        } catch (ReleaseException e) {
            return interruptedOr(e.getMessage());
        } catch (GoslingException e) {
            return interruptedOr(e.getMessage());
        } catch (IOException e) {
            return interruptedOr("storing a download: " + e.getMessage());
        }
    }

    /** One who is being stopped has found nothing wrong with the source. */
    private static Optional<String> interruptedOr(String why) {
        return Thread.currentThread().isInterrupted() ? Optional.empty() : Optional.of(why);
    }

    private void get(ReleaseSource source, Release release, BinaryBuild build, Downloads downloads)
            throws ReleaseException, IOException {
        if (library.build(source.binary(), build).isPresent()) {
            return;
        }
        String program = ReleaseSource.name(source.files().program(), build);
        var sums =
                downloads.bytes(release.file(ReleaseSource.name(source.files().checksums(), build)), MAX_CHECKSUMS);
        if (source.signature().isPresent()) {
            var signed = source.signature().get();
            signed.by()
                    .check(
                            sums,
                            downloads.bytes(release.file(ReleaseSource.name(signed.file(), build)), MAX_SIGNATURE));
        }
        var expected = Checksums.of(program, new String(sums, StandardCharsets.UTF_8));
        Files.createDirectories(folder);
        Leftovers.delete(folder, clock.instant().minus(ABANDONED));
        var file = Files.createTempFile(folder, "release", "");
        var unpacked = Files.createTempFile(folder, "program", "");
        try {
            downloads.file(release.file(program), file, limits.file());
            var found = Sha256.of(file);
            if (!found.equals(expected)) {
                throw new ReleaseException(program + " has SHA-256 " + found + " (expected: " + expected
                        + ", as the checksums say); nothing was stored");
            }
            boolean archive = program.endsWith(".zip");
            if (archive) {
                ProgramArchive.extract(file, source.binary().file(), unpacked, limits.file());
            }
            store(source, build, archive ? unpacked : file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(unpacked);
        }
    }

    private void store(ReleaseSource source, BinaryBuild build, Path file) throws IOException {
        String from = source.feed().getScheme() + "://" + source.feed().getAuthority()
                + source.feed().getPath();
        var outcome = library.publish(new NewBinary(source.binary(), build, from, ACTOR), ObjectContent.of(file));
        if (outcome instanceof AddOutcome.Added) {
            log.info(
                    "new binary stored and not activated binary={} version={} platform={} source={}",
                    source.binary().word(),
                    build.version(),
                    build.platform(),
                    from);
        }
    }

    private void tell(BinaryName binary, Optional<String> failure) {
        failure.ifPresentOrElse(
                why -> {
                    log.warn("binary check failed binary={} cause=\"{}\"", binary.word(), why);
                    report(
                            binary,
                            FAILED,
                            "looking for new releases of " + binary.word() + ": " + why,
                            "see to the source in gosling.binaries.sources, or upload the version by hand");
                },
                () -> storage.findings().clear(binary.resource(), FAILED));
        var active = library.active(binary).map(ActiveVersion::version);
        var newest = library.all(binary).stream()
                .filter(BinaryCheck::isDownloaded)
                .map(stored -> stored.build().semanticVersion())
                .max(Comparator.naturalOrder());
        newest.filter(version -> active.map(SemanticVersion::of)
                        .filter(now -> now.compareTo(version) >= 0)
                        .isEmpty())
                .ifPresentOrElse(
                        version -> report(
                                binary,
                                NEW,
                                binary.word() + " " + version + " is stored, and "
                                        + active.map(now -> now + " is active").orElse("no version is active"),
                                "gosling binaries activate " + binary.word() + " " + version),
                        () -> storage.findings().clear(binary.resource(), NEW));
    }

    private void report(BinaryName binary, String code, String message, String advice) {
        storage.findings()
                .report(
                        new Finding(
                                Severity.WARNING,
                                code,
                                Place.ofFile("."),
                                binary.resource(),
                                message,
                                Optional.of(advice)),
                        clock.instant());
    }

    /** Removes what was downloaded and is neither new, active, previous nor asked for; what was uploaded stays. */
    private void prune(BinaryName binary) {
        var all = library.all(binary);
        Set<String> kept = new HashSet<>(askedFor(binary));
        library.active(binary).ifPresent(active -> {
            kept.add(active.version());
            active.previous().ifPresent(kept::add);
        });
        all.stream()
                .filter(BinaryCheck::isDownloaded)
                .map(stored -> stored.build().semanticVersion())
                .distinct()
                .sorted(Comparator.reverseOrder())
                .limit(keep)
                .forEach(version -> kept.add(version.text()));
        for (var stored : all) {
            if (isDownloaded(stored) && !kept.contains(stored.build().version())) {
                try {
                    library.remove(stored, ACTOR);
                } catch (ConflictException e) {
                    // It was activated just now.
                    log.debug("binary kept binary={} build={}", binary.word(), stored.build());
                }
            }
        }
    }

    private static boolean isDownloaded(BinaryVersion stored) {
        return stored.added().by().equals(ACTOR);
    }

    private Set<String> askedFor(BinaryName binary) {
        var versions = new HashSet<String>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = storage.eggs().list(new PageRequest(PAGE, cursor));
            page.items().stream()
                    .map(egg -> egg.active().config().options())
                    .flatMap(options -> switch (binary) {
                        case GOSLING -> options.goslingVersion().stream();
                        case OPENTOFU -> options.opentofuVersion().stream();
                        case GITLAB_RUNNER -> Optional.<String>empty().stream();
                    })
                    .forEach(versions::add);
            cursor = page.next();
        } while (cursor.isPresent());
        return versions;
    }
}
