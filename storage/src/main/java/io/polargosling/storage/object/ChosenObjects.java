package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.object.StoredObject;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Asks at each call which bucket is meant; without one, objects lie in files. */
final class ChosenObjects implements ObjectStore {

    private final Supplier<Optional<S3Bucket>> choice;
    private final ObjectStore files;
    private final Map<S3Bucket, ObjectStore> opened = new ConcurrentHashMap<>();

    ChosenObjects(Supplier<Optional<S3Bucket>> choice, ObjectStore files) {
        this.choice = choice;
        this.files = files;
    }

    private ObjectStore chosen() {
        return choice.get()
                .map(bucket -> opened.computeIfAbsent(bucket, S3Objects::new))
                .orElse(files);
    }

    @Override
    public void put(ObjectKey key, ObjectContent content) {
        chosen().put(key, content);
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ObjectContent content) {
        return chosen().putIfAbsent(key, content);
    }

    @Override
    public InputStream open(ObjectKey key, Sha256 expected) {
        return chosen().open(key, expected);
    }

    @Override
    public Optional<byte[]> read(ObjectKey key, int max) {
        return chosen().read(key, max);
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        return chosen().find(key);
    }

    @Override
    public Page<StoredObject> list(String prefix, PageRequest page) {
        return chosen().list(prefix, page);
    }

    @Override
    public void delete(ObjectKey key) {
        chosen().delete(key);
    }

    @Override
    public Optional<URI> signedUrl(ObjectKey key, Duration validity) {
        return chosen().signedUrl(key, validity);
    }

    @Override
    public void check() {
        chosen().check();
    }
}
