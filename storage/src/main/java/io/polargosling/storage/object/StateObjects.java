package io.polargosling.storage.object;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The objects that OpenTofu writes into a bucket: a state, and while somebody has locked it a note of who beside it.
 *
 * <p>Every method that asks the bucket may throw {@link UnavailableException}, or
 * {@link io.polargosling.domain.problem.InternalException} when it refuses for good.
 */
public final class StateObjects {

    /** No note of a lock is larger, in bytes. */
    private static final int NOTE_BYTES = 64 << 10;

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int CHANGED = 412;
    private static final int NOT_KNOWN = 501;
    private static final int BAD = 400;
    private static final int ROUNDS = 4;
    private static final int AT_ONCE = 2;

    private final S3Bucket bucket;
    private final S3Client client;

    /** Those of {@code bucket}; does no I/O. */
    public StateObjects(S3Bucket bucket) {
        this.bucket = bucket;
        this.client = S3Objects.client(bucket);
    }

    /**
     * A small object as it was read.
     *
     * @param tag changes whenever the object does
     */
    public record Note(String text, String tag) {}

    /** The first {@code atMost} bytes of an object; empty when there is none. */
    public Optional<byte[]> beginning(String key, int atMost) {
        return read(key, request -> request.range("bytes=0-" + (atMost - 1)), in -> in.readNBytes(atMost));
    }

    /** The note {@code key}; empty when there is none. */
    public Optional<Note> note(String key) {
        return read(
                key,
                _ -> {},
                in -> new Note(
                        new String(in.readNBytes(NOTE_BYTES), StandardCharsets.UTF_8),
                        in.response().eTag()));
    }

    private interface Reading<T> {
        T of(ResponseInputStream<GetObjectResponse> in) throws IOException;
    }

    private <T> Optional<T> read(String key, Consumer<GetObjectRequest.Builder> part, Reading<T> reading) {
        try (var in = client.getObject(
                request -> part.accept(request.bucket(bucket.name()).key(name(key))))) {
            return Optional.of(reading.of(in));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Objects.translated(what("reading", key), e);
        } catch (IOException e) {
            throw new UnavailableException(what("reading", key) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Removes the note {@code key} if it still is {@code read}: by the store itself, or where that knows no such
     * condition after another look at it.
     *
     * @return false when it is another by now, or gone
     */
    public boolean remove(String key, Note read) {
        try {
            var _ = client.deleteObject(
                    request -> request.bucket(bucket.name()).key(name(key)).ifMatch(read.tag()));
            return true;
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case NOT_FOUND, CHANGED, CONFLICT -> false;
                case NOT_KNOWN, BAD -> removeAfterALook(key, read);
                default -> throw S3Objects.translated(what("removing", key), e);
            };
        } catch (SdkException e) {
            throw S3Objects.translated(what("removing", key), e);
        }
    }

    private boolean removeAfterALook(String key, Note read) {
        if (note(key).filter(now -> now.tag().equals(read.tag())).isEmpty()) {
            return false;
        }
        try {
            var _ = client.deleteObject(request -> request.bucket(bucket.name()).key(name(key)));
            return true;
        } catch (SdkException e) {
            throw S3Objects.translated(what("removing", key), e);
        }
    }

    /**
     * Finds out whether of two writers that want to be the first exactly one is, as locks need it. Some stores answer
     * well one after the other and let both win at once, so it is tried a few times.
     *
     * @param folder where the objects of the trial are made and removed again, ending with a slash
     */
    public boolean keepsOutTheSecond(String folder) {
        for (int round = 0; round < ROUNDS; round++) {
            String key = folder + UUID.randomUUID();
            long winners;
            try {
                winners = raceFor(key);
            } finally {
                discard(key);
            }
            if (winners == 0) {
                throw new UnavailableException(what("trying the locks with", key)
                        + ": neither of two writers was the first (try again later)");
            }
            if (winners > 1) {
                return false;
            }
        }
        return true;
    }

    private long raceFor(String key) {
        var start = new CyclicBarrier(AT_ONCE);
        Callable<Boolean> writer = () -> {
            var _ = start.await();
            return isFirst(key);
        };
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = writers.invokeAll(List.of(writer, writer));
            long winners = 0;
            for (var answer : answers) {
                winners += answer.get() ? 1 : 0;
            }
            return winners;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(what("trying the locks with", key) + ": interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SdkException refused
                    ? S3Objects.translated(what("trying the locks with", key), refused)
                    : new UnavailableException(what("trying the locks with", key) + ": " + e.getMessage(), e);
        }
    }

    private boolean isFirst(String key) {
        try {
            var _ = client.putObject(
                    request -> request.bucket(bucket.name()).key(name(key)).ifNoneMatch("*"),
                    RequestBody.fromString("tried"));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == CHANGED || e.statusCode() == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private void discard(String key) {
        try {
            var _ = client.deleteObject(request -> request.bucket(bucket.name()).key(name(key)));
        } catch (SdkException e) {
            throw S3Objects.translated(what("removing", key), e);
        }
    }

    /**
     * What programs that are started here prove themselves to AWS with, or to a store that speaks its protocol: names and
     * values of environment variables, as the SDK's own chain gives them now.
     */
    public static Map<String, SecretValue> credentials() {
        try {
            AwsCredentials now = Chain.SHARED.resolveCredentials();
            var variables = new HashMap<String, SecretValue>();
            variables.put("AWS_ACCESS_KEY_ID", SecretValue.of(now.accessKeyId()));
            variables.put("AWS_SECRET_ACCESS_KEY", SecretValue.of(now.secretAccessKey()));
            if (now instanceof AwsSessionCredentials session) {
                variables.put("AWS_SESSION_TOKEN", SecretValue.of(session.sessionToken()));
            }
            return Map.copyOf(variables);
        } catch (SdkException e) {
            throw new UnavailableException(
                    "looking for credentials of AWS: there are none in the environment, the profile or the machine's"
                            + " role (expected: one of these)",
                    e);
        }
    }

    /** It keeps what it found until that expires. */
    private static final class Chain {
        static final DefaultCredentialsProvider SHARED =
                DefaultCredentialsProvider.builder().build();
    }

    private String name(String key) {
        return bucket.prefix() + key;
    }

    private String what(String doing, String key) {
        return doing + " object \"" + name(key) + "\" of bucket \"" + bucket.name() + "\"";
    }
}
