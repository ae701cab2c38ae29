package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.object.StoredObject;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Each object is the file {@code objects/KEY@} of its folder; no key has an at sign, so {@code a} and {@code a/b} are not
 * in each other's way. It is written beside, in {@code incoming}, made durable and then given its name, so a file below
 * {@code objects} is always whole.
 */
final class FileObjects implements ObjectStore {

    private static final String SUFFIX = "@";

    private final Path objects;
    private final Path incoming;

    FileObjects(Path folder) {
        objects = folder.resolve("objects");
        incoming = folder.resolve("incoming");
    }

    /** Gives a written file its name; tells whether it could. */
    @FunctionalInterface
    private interface Publish {
        boolean as(Path written, Path name) throws IOException;
    }

    @Override
    public void put(ObjectKey key, ObjectContent content) {
        boolean _ = store(key, content, (written, name) -> {
            Files.move(written, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ObjectContent content) {
        return store(key, content, (written, name) -> {
            try {
                // A second name for the file: unlike a move it never replaces another.
                Files.createLink(name, written);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        });
    }

    private boolean store(ObjectKey key, ObjectContent content, Publish publish) {
        try {
            Files.createDirectories(incoming);
            Path name = path(key);
            Files.createDirectories(parent(name));
            Path written = Files.createTempFile(incoming, "put", "");
            try {
                write(key, content, written);
                boolean published = publish.as(written, name);
                force(parent(name));
                return published;
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw unavailable("storing object \"" + key + "\"", e);
        }
    }

    private static void write(ObjectKey key, ObjectContent content, Path target) throws IOException {
        try (InputStream in = VerifiedStream.of(content)) {
            long _ = Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (VerifiedStream.MismatchException e) {
            throw Mismatch.of(key, e);
        }
        force(target);
    }

    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public InputStream open(ObjectKey key, Sha256 expected) {
        try {
            return VerifiedStream.of(Files.newInputStream(path(key)), expected);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("reading object \"" + key + "\": there is none");
        } catch (IOException e) {
            throw unavailable("reading object \"" + key + "\"", e);
        }
    }

    @Override
    public Optional<byte[]> read(ObjectKey key, int max) {
        try (InputStream in = Files.newInputStream(path(key))) {
            return Optional.of(Bounded.read(key, in, max));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("reading object \"" + key + "\"", e);
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        try {
            return Optional.of(stored(key, path(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("looking for object \"" + key + "\"", e);
        }
    }

    @Override
    public Page<StoredObject> list(String prefix, PageRequest page) {
        try {
            if (!Files.isDirectory(objects)) {
                return new Page<>(List.of(), Optional.empty());
            }
            try (Stream<Path> files = Files.walk(objects)) {
                return KeyPages.of(
                        files.filter(Files::isRegularFile)
                                .map(this::key)
                                .filter(key -> key.value().startsWith(prefix)),
                        page,
                        this::find);
            }
        } catch (IOException e) {
            throw unavailable("listing objects", e);
        }
    }

    @Override
    public void delete(ObjectKey key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw unavailable("deleting object \"" + key + "\"", e);
        }
    }

    @Override
    public Optional<URI> signedUrl(ObjectKey key, Duration validity) {
        return Optional.empty();
    }

    @Override
    public void check() {
        try {
            Files.createDirectories(incoming);
        } catch (IOException e) {
            throw unavailable("checking the folder of objects", e);
        }
    }

    private Path path(ObjectKey key) {
        return objects.resolve(key.value() + SUFFIX);
    }

    private ObjectKey key(Path file) {
        String name = objects.relativize(file).toString();
        return ObjectKey.of(name.substring(0, name.length() - SUFFIX.length()));
    }

    private static Path parent(Path path) {
        return path.resolveSibling("");
    }

    private static StoredObject stored(ObjectKey key, Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new StoredObject(
                key, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    private static UnavailableException unavailable(String what, IOException e) {
        return new UnavailableException(what + ": the folder cannot be used (" + e.getMessage() + ")", e);
    }
}
