package io.polargosling.storage.object;

import io.polargosling.domain.problem.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The table that OpenTofu writes a row into while it has locked a state that lies in a bucket. The row's text is what is
 * in the object beside the state too.
 *
 * <p>Every method may throw {@link UnavailableException}.
 */
public final class LockTable {

    private static final String KEY = "LockID";
    private static final String TEXT = "Info";

    private final String table;
    private final S3Bucket bucket;
    private final DynamoDbClient client;

    /** Locks of states of {@code bucket} in {@code table} of the same region; does no I/O. */
    public LockTable(String table, S3Bucket bucket) {
        this(table, bucket, Optional.empty());
    }

    /** @param endpoint of another table's host than AWS; empty for what the environment says */
    LockTable(String table, S3Bucket bucket, Optional<URI> endpoint) {
        this.table = table;
        this.bucket = bucket;
        this.client = DynamoDbClient.builder()
                .region(Region.of(bucket.region()))
                .applyMutation(builder -> endpoint.ifPresent(builder::endpointOverride))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(30)))
                .build();
    }

    /** Its name. */
    public String name() {
        return table;
    }

    /** The text of the row that locks the state {@code key}; empty when there is none. */
    public Optional<String> note(String key) {
        try {
            var row = client.getItem(
                    request -> request.tableName(table).consistentRead(true).key(at(key)));
            return Optional.ofNullable(row.item().get(TEXT)).map(AttributeValue::s);
        } catch (SdkException e) {
            throw unavailable("reading", key, e);
        }
    }

    /**
     * Removes the row that locks the state {@code key} if it still is {@code read}.
     *
     * @return false when it is another by now, or gone
     */
    public boolean remove(String key, String read) {
        try {
            var _ = client.deleteItem(request -> request.tableName(table)
                    .key(at(key))
                    .conditionExpression("#text = :read")
                    .expressionAttributeNames(Map.of("#text", TEXT))
                    .expressionAttributeValues(Map.of(":read", AttributeValue.fromS(read))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw unavailable("removing", key, e);
        }
    }

    private Map<String, AttributeValue> at(String key) {
        return Map.of(KEY, AttributeValue.fromS(bucket.name() + "/" + bucket.prefix() + key));
    }

    private UnavailableException unavailable(String doing, String key, SdkException e) {
        return new UnavailableException(
                doing + " the lock of \"" + key + "\" in table \"" + table + "\": it does not answer, or not us", e);
    }
}
