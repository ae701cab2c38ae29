package io.polargosling.secrets;

import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A folder whose files are replaced whole, by one writer at a time, and are for the owner's eyes only. */
final class DataFolder {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    // A file lock belongs to the process, so threads of one process need a lock of their own.
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path folder;

    DataFolder(Path folder) {
        this.folder = folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs {@code write} while no other thread or process is inside of this method for the same folder. */
    <T> T locked(Supplier<T> write) {
        var ours = LOCKS.computeIfAbsent(folder, key -> new ReentrantLock());
        ours.lock();
        try {
            Files.createDirectories(folder, OWNER_FOLDER);
            try (var channel = FileChannel.open(
                            file("keystore.lock"),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            OWNER_FILE);
                    var lock = channel.lock()) {
                assert lock.isValid();
                return write.get();
            }
        } catch (IOException e) {
            throw new UnavailableException(
                    "locking the keystore: the data folder cannot be written (expected: a folder of this user)", e);
        } finally {
            ours.unlock();
        }
    }

    /** Makes {@code bytes} the content of {@code file}: after a crash it is the old or the new one, whole. */
    void replace(Path file, byte[] bytes) {
        try {
            Path fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new", OWNER_FILE);
            try {
                try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    var rest = ByteBuffer.wrap(bytes);
                    while (rest.hasRemaining()) {
                        channel.write(rest);
                    }
                    channel.force(true);
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
            // The new name itself lasts only once the folder is on disk.
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw new UnavailableException(
                    "writing the keystore: the data folder did not take it (expected: a folder of this user with room)",
                    e);
        }
    }
}
