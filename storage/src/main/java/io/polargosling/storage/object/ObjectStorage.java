package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Where objects can lie. Opening does no I/O. */
public final class ObjectStorage {

    private ObjectStorage() {}

    /** In files below {@code folder}, which is made when first written; for the processes of one host. */
    public static ObjectStore files(Path folder) {
        return new FileObjects(folder);
    }

    /** In a bucket of S3 or of a store that speaks its protocol, such as Yandex Object Storage. */
    public static ObjectStore s3(S3Bucket bucket) {
        return new S3Objects(bucket);
    }

    /**
     * In the bucket that {@code bucket} gives when it is asked, at each call; while it gives none, in files below
     * {@code folder}.
     */
    public static ObjectStore chosen(Supplier<Optional<S3Bucket>> bucket, Path folder) {
        return new ChosenObjects(bucket, files(folder));
    }
}
