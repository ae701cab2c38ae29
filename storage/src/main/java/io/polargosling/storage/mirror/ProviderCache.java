package io.polargosling.storage.mirror;

import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The packages of providers in an object store: {@code terraform-plugins/NAMESPACE/TYPE/VERSION/FILE.zip},
 * {@code terraform-plugins/lock.json} that names those in use ({@link MirrorLock}), and beside it a copy of the lock file
 * for people. What is not in {@code lock.json} is used by nobody, so a fill that is cut short changes nothing.
 *
 * <p>Every method may throw {@link UnavailableException}.
 */
public final class ProviderCache {

    /** The list of packages in use. */
    public static final ObjectKey LIST = ObjectKey.of(ProviderPackage.FOLDER + "lock.json");
    /** OpenTofu's lock file, as the list has it. */
    public static final ObjectKey LOCK_FILE = ObjectKey.of(ProviderPackage.FOLDER + ".terraform.lock.hcl");

    private final ObjectStore objects;

    /** Packages in {@code objects}. */
    public ProviderCache(ObjectStore objects) {
        this.objects = objects;
    }

    /** Told of each package before it is sent, which may take a while. */
    @FunctionalInterface
    public interface Progress {
        void sending(ProviderPackage one);
    }

    /**
     * What a fill comes to.
     *
     * @param missing packages that the cache has not
     * @param dropped packages that are in use before it and not after it; their files stay
     * @param changed whether another list is written
     */
    public record Fill(List<ProviderPackage> missing, List<ProviderPackage> dropped, boolean changed) {

        public Fill {
            missing = List.copyOf(missing);
            dropped = List.copyOf(dropped);
        }

        /** True when the cache is as it should be. */
        public boolean isNothing() {
            return missing.isEmpty() && !changed;
        }
    }

    /**
     * The packages in use; empty when none ever were.
     *
     * @throws io.polargosling.domain.problem.InvalidException when the list cannot be read
     */
    public Optional<MirrorLock> current() {
        return objects.read(LIST, MirrorLock.MAX_BYTES).map(MirrorLock::parse);
    }

    /** Does a cheap call, which changes nothing. */
    public void check() {
        var _ = objects.read(LIST, MirrorLock.MAX_BYTES);
    }

    /**
     * The zip file of a package, to be closed by the caller; reading ends in a {@link VerifiedStream.MismatchException}
     * when it is not the file that it should be.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when it is gone
     */
    public InputStream open(ProviderPackage one) {
        return objects.open(one.key(), one.digest());
    }

    /**
     * What {@link #fill} would do.
     *
     * @throws ConflictException when another file has the name of one of these
     */
    public Fill compare(MirrorLock wanted) {
        var before = objects.read(LIST, MirrorLock.MAX_BYTES);
        var used = before.map(ProviderCache::readable).orElse(List.of());
        var missing = new ArrayList<ProviderPackage>();
        for (var one : wanted.packages()) {
            if (!isThere(one, used)) {
                missing.add(one);
            }
        }
        var dropped =
                used.stream().filter(one -> !wanted.packages().contains(one)).toList();
        boolean same =
                before.filter(bytes -> Sha256.of(bytes).equals(wanted.digest())).isPresent()
                        && objects.read(LOCK_FILE, MirrorLock.MAX_BYTES)
                                .filter(bytes -> Arrays.equals(bytes, text(wanted)))
                                .isPresent();
        return new Fill(missing, dropped, !same);
    }

    /**
     * Puts what is missing, and then the list.
     *
     * @param files where the packages of {@code wanted} lie
     * @throws ConflictException when another file has the name of one of these; then the list is as it was
     */
    public Fill fill(MirrorLock wanted, SortedMap<ProviderPackage, Path> files, Progress progress) {
        var fill = compare(wanted);
        for (var one : fill.missing()) {
            progress.sending(one);
            if (!objects.putIfAbsent(one.key(), content(one, files)) && !isThere(one, List.of())) {
                throw new IllegalStateException("an object is there and is not there");
            }
        }
        if (fill.changed()) {
            objects.put(LOCK_FILE, ObjectContent.of(text(wanted)));
            objects.put(LIST, ObjectContent.of(wanted.toJson()));
        }
        return fill;
    }

    /** Of a list that nobody can read nothing is in use; it is written anew. */
    private static List<ProviderPackage> readable(byte[] list) {
        try {
            return MirrorLock.parse(list).packages();
        } catch (InvalidException e) {
            return List.of();
        }
    }

    private static byte[] text(MirrorLock lock) {
        return lock.lockFile().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectContent content(ProviderPackage one, SortedMap<ProviderPackage, Path> files) {
        var file = files.get(one);
        if (file == null) {
            throw new IllegalArgumentException("no file for " + one);
        }
        return new ObjectContent.Given(() -> Files.newInputStream(file), one.size(), one.digest());
    }

    /** Throws when something else is in its place. One that is in use already is not read once more. */
    private boolean isThere(ProviderPackage one, List<ProviderPackage> used) {
        var found = objects.find(one.key());
        if (found.isEmpty()) {
            return false;
        }
        if (found.get().size() != one.size()) {
            throw conflict(one, "has " + found.get().size() + " bytes (expected: " + one.size() + ")", null);
        }
        if (!used.contains(one)) {
            verify(one);
        }
        return true;
    }

    private void verify(ProviderPackage one) {
        try (var in = open(one)) {
            long _ = in.transferTo(OutputStream.nullOutputStream());
        } catch (VerifiedStream.MismatchException e) {
            throw conflict(one, String.valueOf(e.getMessage()).replace("the content ", ""), e);
        } catch (IOException e) {
            throw new UnavailableException("reading object \"" + one.key() + "\": " + e.getMessage(), e);
        }
    }

    private static ConflictException conflict(ProviderPackage one, String what, @Nullable Throwable cause) {
        return new ConflictException(
                "filling the cache with " + one + ": the object \"" + one.key() + "\" is another file, it " + what
                        + "; if it is the wrong one, delete it and run this again",
                cause);
    }
}
