package io.polargosling.domain.binary;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.PageRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs in several versions: their rows in a {@link BinaryStore}, their bytes in an {@link ObjectStore}.
 *
 * <p>A version is active as a whole. The pointer names one of its builds; whoever uses it takes the one of its own
 * platform. Any number of processes may do everything here at once. Each method may throw {@link UnavailableException}.
 */
public final class BinaryLibrary {

    private static final int PAGE = 500;
    /** How old an object without a row is before it counts as left behind by a process that died. */
    private static final Duration ABANDONED = Duration.ofMinutes(15);

    private final BinaryStore store;
    private final ObjectStore objects;
    private final InstantSource clock;

    /** Does no I/O yet. */
    public BinaryLibrary(BinaryStore store, ObjectStore objects, InstantSource clock) {
        this.store = store;
        this.objects = objects;
        this.clock = clock;
    }

    /**
     * Adds a build; never activates it. The bytes come before the row, so a row never promises what was not there; bytes
     * that a dead process left without a row are taken over when they are the same, else replaced.
     *
     * @throws io.polargosling.domain.problem.InvalidException when {@code content} is not what it says it is
     * @throws ConflictException when somebody else adds other content for this build at this moment
     */
    public AddOutcome publish(NewBinary offered, ObjectContent content) {
        var key = offered.binary().key(offered.build());
        var present = build(offered.binary(), offered.build());
        if (present.isPresent()) {
            return again(present.get(), key, content);
        }
        if (!objects.putIfAbsent(key, content) && damage(key, content.digest()).isPresent()) {
            replaceAbandoned(key, content);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var version = new BinaryVersion(
                offered.binary(),
                offered.build(),
                offered.source(),
                new BinaryVersion.Content(key.value(), content.digest().value()),
                new BinaryVersion.Added(now, offered.by()),
                Optional.empty());
        var audit = AuditEntry.of(
                now,
                offered.by(),
                "binary.added",
                offered.binary().resource(),
                Map.of(
                        "version", offered.build().version(),
                        "os_arch", offered.build().platform(),
                        "sha256", content.digest().value(),
                        "source", offered.source()));
        return store.add(version, audit);
    }

    private AddOutcome again(BinaryVersion stored, ObjectKey key, ObjectContent content) {
        if (!stored.content().sha256().equals(content.digest().value())) {
            return new AddOutcome.Different(stored);
        }
        if (damage(key, content.digest()).isPresent()) {
            // The same bytes are offered again, so what was lost can be mended.
            objects.put(key, content);
        }
        return new AddOutcome.Present(stored);
    }

    private void replaceAbandoned(ObjectKey key, ObjectContent content) {
        var limit = clock.instant().minus(ABANDONED);
        if (objects.find(key).filter(found -> found.storedAt().isAfter(limit)).isPresent()) {
            throw new ConflictException("storing " + key + ": other content is being stored there at this moment"
                    + " (expected: nobody else; try again in " + ABANDONED.toMinutes() + " minutes)");
        }
        objects.put(key, content);
    }

    /** Makes a version the active one, when all its builds are there and whole. */
    public ActivateOutcome activate(BinaryName binary, String version, String actor) {
        return change(binary, version, actor, store.active(binary), "binary.activated");
    }

    /** Makes the version that was active before the active one, as {@link #activate} would. */
    public ActivateOutcome rollback(BinaryName binary, String actor) {
        var seen = store.active(binary);
        var previous = seen.flatMap(ActiveBinary::previous).flatMap(id -> store.find(binary, id));
        return previous.isEmpty()
                ? new ActivateOutcome.NoPrevious()
                : change(binary, previous.get().build().version(), actor, seen, "binary.rolled-back");
    }

    private ActivateOutcome change(
            BinaryName binary, String version, String actor, Optional<ActiveBinary> seen, String action) {
        var builds = store.builds(binary, version);
        if (builds.isEmpty()) {
            return new ActivateOutcome.Unknown(version);
        }
        for (var build : builds) {
            var damage = damage(
                    ObjectKey.of(build.content().path()),
                    new Sha256(build.content().sha256()));
            if (damage.isPresent()) {
                return new ActivateOutcome.Damaged(version, damage.get());
            }
        }
        var former = seen.flatMap(row -> store.find(binary, row.current()))
                .map(build -> build.build().version());
        if (former.filter(version::equals).isPresent()) {
            return new ActivateOutcome.Active(version, seen.flatMap(row -> previousVersion(binary, row)));
        }
        var audit = AuditEntry.of(
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                actor,
                action,
                binary.resource(),
                Map.of("version", version, "previous", former.orElse("none")));
        var row = store.activate(binary, builds.getFirst().id(), seen, audit);
        return new ActivateOutcome.Active(version, previousVersion(binary, row));
    }

    private Optional<String> previousVersion(BinaryName binary, ActiveBinary row) {
        return row.previous()
                .flatMap(id -> store.find(binary, id))
                .map(build -> build.build().version());
    }

    /** The active version; empty before the first activation. */
    public Optional<ActiveVersion> active(BinaryName binary) {
        return store.active(binary)
                .flatMap(row -> store.find(binary, row.current()).map(build -> {
                    var version = build.build().version();
                    return new ActiveVersion(row, version, store.builds(binary, version), previousVersion(binary, row));
                }));
    }

    /** One build. */
    public Optional<BinaryVersion> build(BinaryName binary, BinaryBuild build) {
        return store.builds(binary, build.version()).stream()
                .filter(stored -> stored.build().equals(build))
                .findFirst();
    }

    /** The build of {@code version} for {@code platform}; empty also when one of the two has not its form. */
    public Optional<BinaryVersion> stored(BinaryName binary, String version, String platform) {
        return SemanticVersion.parse(version).isEmpty() || !BinaryBuild.PLATFORMS.contains(platform)
                ? Optional.empty()
                : build(binary, new BinaryBuild(version, platform));
    }

    /**
     * An address from which a machine without credentials can fetch a build for a while; it has to hold the bytes against
     * the digest itself. Empty when the objects have no addresses.
     *
     * @param validity whole seconds, at least one, at most 7 days
     */
    public Optional<URI> download(BinaryVersion version, Duration validity) {
        return objects.signedUrl(ObjectKey.of(version.content().path()), validity);
    }

    /** Every build of the program, the one added last first. */
    public List<BinaryVersion> all(BinaryName binary) {
        var found = new ArrayList<BinaryVersion>();
        var page = store.list(binary, PageRequest.first(PAGE));
        found.addAll(page.items());
        while (page.next().isPresent()) {
            page = store.list(binary, new PageRequest(PAGE, page.next()));
            found.addAll(page.items());
        }
        return found;
    }

    /**
     * The bytes of a build, to be closed by the caller; reading ends in a {@link VerifiedStream.MismatchException} when
     * they are not those that were stored.
     *
     * @throws NotFoundException when they are gone
     */
    public InputStream open(BinaryVersion version) {
        return objects.open(
                ObjectKey.of(version.content().path()),
                new Sha256(version.content().sha256()));
    }

    /**
     * Forgets a build, row first.
     *
     * @return false when there was none
     * @throws ConflictException when it is the active or the previous one
     */
    public boolean remove(BinaryVersion version, String actor) {
        var audit = AuditEntry.of(
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                actor,
                "binary.removed",
                version.binary().resource(),
                Map.of(
                        "version",
                        version.build().version(),
                        "os_arch",
                        version.build().platform()));
        boolean removed = store.remove(version.binary(), version.id(), audit);
        if (removed) {
            objects.delete(ObjectKey.of(version.content().path()));
        }
        return removed;
    }

    /** What is wrong with an object; empty when it is there and has the digest. */
    private Optional<String> damage(ObjectKey key, Sha256 expected) {
        try (InputStream in = objects.open(key, expected)) {
            in.transferTo(OutputStream.nullOutputStream());
            return Optional.empty();
        } catch (NotFoundException e) {
            return Optional.of("object " + key + " is missing (expected: one with SHA-256 " + expected + ")");
        } catch (VerifiedStream.MismatchException e) {
            return Optional.of("object " + key + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UnavailableException("reading object " + key + ": " + e.getMessage(), e);
        }
    }
}
