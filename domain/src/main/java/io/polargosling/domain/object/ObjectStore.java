package io.polargosling.domain.object;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Objects by key. An object appears whole or not at all, whatever happens to the process that puts it. Every method
 * throws {@link io.polargosling.domain.problem.UnavailableException} when the store does not answer.
 */
public interface ObjectStore {

    /**
     * Puts an object, in place of an earlier one of that key.
     *
     * @throws io.polargosling.domain.problem.InvalidException when the content has not the length or the digest it says;
     *     then nothing has changed
     */
    void put(ObjectKey key, ObjectContent content);

    /**
     * As {@link #put}, but never in place of another object: of several that do this at once for one key, one succeeds.
     *
     * @return false when there is one already
     */
    boolean putIfAbsent(ObjectKey key, ObjectContent content);

    /**
     * The content of an object, to be closed by the caller. Its last piece is handed over only when the whole has the
     * digest expected; else reading ends in a {@link VerifiedStream.MismatchException}.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when there is none
     */
    InputStream open(ObjectKey key, Sha256 expected);

    /**
     * The content of a small object whose digest nobody knows beforehand, as it is; empty when there is none.
     *
     * @param max bytes it may have
     * @throws io.polargosling.domain.problem.InvalidException when it has more
     */
    Optional<byte[]> read(ObjectKey key, int max);

    /** What is known of an object; empty when there is none. */
    Optional<StoredObject> find(ObjectKey key);

    /** The objects whose keys begin with {@code prefix}, by key. An empty prefix means all. */
    Page<StoredObject> list(String prefix, PageRequest page);

    /** Removes an object; that there is none is no error. */
    void delete(ObjectKey key);

    /**
     * An address from which anybody who knows it can fetch an object for a while, over HTTP, without other credentials.
     * Whether there is such an object is not looked up. Empty when the store has no addresses, as files have none.
     *
     * @param validity whole seconds, at least one, at most 7 days; counted from now, and shorter when the credentials of
     *     this process end before
     * @throws IllegalArgumentException when there are addresses, and none that is good for {@code validity}
     */
    Optional<URI> signedUrl(ObjectKey key, Duration validity);

    /** Does a cheap call. */
    void check();
}
