package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.object.StoredObject;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Each object is one object of the bucket, put in one request of at most 5 GB. The body is held against its digest while
 * it is sent and its last piece kept back until it fits, so the bucket never sees the end of a wrong one.
 */
final class S3Objects implements ObjectStore {

    private static final int NOT_FOUND = 404;
    private static final int EXISTS = 412;
    private static final int RACE = 409;
    private static final int TRIES = 5;
    private static final Duration LONGEST_ADDRESS = Duration.ofDays(7);

    private final S3Bucket bucket;
    private final S3Client client;
    private final S3Presigner presigner;

    S3Objects(S3Bucket bucket) {
        this.bucket = bucket;
        this.client = client(bucket);
        var signing = S3Presigner.builder()
                .region(Region.of(bucket.region()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(bucket.endpoint().isPresent())
                        .build());
        bucket.endpoint().ifPresent(signing::endpointOverride);
        this.presigner = signing.build();
    }

    /** What asks {@code bucket}; does no I/O by itself. */
    static S3Client client(S3Bucket bucket) {
        return S3Client.builder()
                .region(Region.of(bucket.region()))
                .applyMutation(builder -> bucket.endpoint().ifPresent(builder::endpointOverride))
                .forcePathStyle(bucket.endpoint().isPresent())
                // Stores other than AWS know none of the newer checksum headers; the content is verified here.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(30)))
                .build();
    }

    @Override
    public void put(ObjectKey key, ObjectContent content) {
        String what = "storing object \"" + key + "\"";
        try {
            send(key, content, PutObjectRequest.builder());
        } catch (SdkException e) {
            throw refused(what, key, e);
        }
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ObjectContent content) {
        String what = "storing object \"" + key + "\"";
        for (int attempt = 1; ; attempt++) {
            try {
                send(key, content, PutObjectRequest.builder().ifNoneMatch("*"));
                return true;
            } catch (SdkException e) {
                if (status(e) == EXISTS) {
                    return false;
                }
                // Another one is being put at this moment; the next try learns whether it has succeeded.
                if (status(e) != RACE || attempt == TRIES) {
                    throw refused(what, key, e);
                }
            }
        }
    }

    private void send(ObjectKey key, ObjectContent content, PutObjectRequest.Builder request) {
        if (content.length() == 0) {
            // Of an empty body the SDK reads nothing, so nothing would be verified.
            verify(content);
        }
        // The SDK asks for the stream again when it repeats a request, and closes each.
        ContentStreamProvider body = () -> {
            try {
                return VerifiedStream.of(content);
            } catch (IOException e) {
                throw SdkClientException.create("opening the content", e);
            }
        };
        client.putObject(
                request.bucket(bucket.name()).key(name(key)).build(),
                RequestBody.fromContentProvider(body, content.length(), "application/octet-stream"));
    }

    private static void verify(ObjectContent content) {
        try (InputStream in = VerifiedStream.of(content)) {
            long _ = in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw SdkClientException.create("reading the content", e);
        }
    }

    private static GoslingException refused(String what, ObjectKey key, SdkException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof VerifiedStream.MismatchException mismatch) {
                return Mismatch.of(key, mismatch);
            }
        }
        return translated(what, e);
    }

    @Override
    public InputStream open(ObjectKey key, Sha256 expected) {
        String what = "reading object \"" + key + "\"";
        try {
            return VerifiedStream.of(
                    client.getObject(request -> request.bucket(bucket.name()).key(name(key))), expected);
        } catch (NoSuchKeyException e) {
            throw new NotFoundException(what + ": there is none");
        } catch (SdkException e) {
            throw translated(what, e);
        }
    }

    @Override
    public Optional<byte[]> read(ObjectKey key, int max) {
        String what = "reading object \"" + key + "\"";
        try (var in = client.getObject(request -> request.bucket(bucket.name()).key(name(key)))) {
            return Optional.of(Bounded.read(key, in, max));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw translated(what, e);
        } catch (IOException e) {
            throw new UnavailableException(what + ": the object store does not answer (try again later)", e);
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        try {
            var head =
                    client.headObject(request -> request.bucket(bucket.name()).key(name(key)));
            return Optional.of(new StoredObject(key, head.contentLength(), head.lastModified()));
        } catch (SdkException e) {
            if (status(e) == NOT_FOUND) {
                return Optional.empty();
            }
            throw translated("looking for object \"" + key + "\"", e);
        }
    }

    @Override
    public Page<StoredObject> list(String prefix, PageRequest page) {
        try {
            var found = client.listObjectsV2(request -> request.bucket(bucket.name())
                    .prefix(bucket.prefix() + prefix)
                    .maxKeys(page.limit())
                    .startAfter(page.cursor().map(bucket.prefix()::concat).orElse(null)));
            var next = found.isTruncated() ? Optional.of(plain(found.contents().getLast())) : Optional.<String>empty();
            // What others have put into the bucket under names of their own is not ours to list.
            var items = found.contents().stream()
                    .filter(object -> ObjectKey.isKey(plain(object)))
                    .map(this::stored)
                    .toList();
            return new Page<>(items, next);
        } catch (SdkException e) {
            throw translated("listing objects", e);
        }
    }

    @Override
    public void delete(ObjectKey key) {
        try {
            var _ = client.deleteObject(request -> request.bucket(bucket.name()).key(name(key)));
        } catch (SdkException e) {
            throw translated("deleting object \"" + key + "\"", e);
        }
    }

    @Override
    public Optional<URI> signedUrl(ObjectKey key, Duration validity) {
        if (validity.toSeconds() < 1 || validity.compareTo(LONGEST_ADDRESS) > 0) {
            throw new IllegalArgumentException("validity " + validity + " (expected: 1 second to 7 days)");
        }
        try {
            var signed = presigner.presignGetObject(request -> request.signatureDuration(validity)
                    .getObjectRequest(get -> get.bucket(bucket.name()).key(name(key))));
            return Optional.of(signed.url().toURI());
        } catch (SdkException e) {
            throw translated("signing an address of object \"" + key + "\"", e);
        } catch (URISyntaxException e) {
            throw new InternalException("signing an address of object \"" + key + "\": it is no URI", e);
        }
    }

    @Override
    public void check() {
        try {
            var _ = client.headBucket(request -> request.bucket(bucket.name()));
        } catch (SdkException e) {
            throw translated("checking bucket \"" + bucket.name() + "\"", e);
        }
    }

    private String name(ObjectKey key) {
        return bucket.prefix() + key;
    }

    private StoredObject stored(S3Object object) {
        return new StoredObject(ObjectKey.of(plain(object)), object.size(), object.lastModified());
    }

    private String plain(S3Object object) {
        return object.key().substring(bucket.prefix().length());
    }

    private static int status(SdkException e) {
        return e instanceof S3Exception answer ? answer.statusCode() : 0;
    }

    /** What was refused for good stays refused however often it is repeated: the bucket's name, a right, a parameter. */
    static GoslingException translated(String what, SdkException e) {
        int status = status(e);
        boolean forGood = status >= 400 && status < 500 && status != 408 && status != 429;
        return forGood
                ? new InternalException(
                        what + ": the object store answered " + status + " (check the bucket's name and"
                                + " the rights of this process)",
                        e)
                : new UnavailableException(what + ": the object store does not answer (try again later)", e);
    }
}
