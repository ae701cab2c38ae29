package io.polargosling.storage.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.testkit.cloud.MotoServer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class LockTableTest {

    private static final S3Bucket BUCKET = new S3Bucket("states", "", "us-east-1", Optional.empty());
    private static MotoServer moto;
    private static DynamoDbClient client;

    private LockTable table;

    @BeforeAll
    static void start() {
        moto = MotoServer.start();
        client = DynamoDbClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(moto.endpoint())
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        moto.close();
    }

    @BeforeEach
    void empty() {
        moto.reset();
        var _ = client.createTable(request -> request.tableName("locks")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("LockID")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("LockID")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
        table = new LockTable("locks", BUCKET, Optional.of(moto.endpoint()));
    }

    @Test
    void note_none_isEmpty() {
        assertThat(table.note("a")).isEmpty();
        assertThat(table.remove("a", "mine")).isFalse();
    }

    @Test
    void remove_rowIsStillTheOneRead_removesIt() {
        lock("mine");

        assertThat(table.note("a")).contains("mine");
        assertThat(table.remove("a", "mine")).isTrue();
        assertThat(table.note("a")).isEmpty();
    }

    @Test
    void remove_rowIsAnotherByNow_leavesIt() {
        lock("somebody else's");

        assertThat(table.remove("a", "mine")).isFalse();
        assertThat(table.note("a")).contains("somebody else's");
    }

    @Test
    void note_tableDoesNotAnswer_isUnavailable() {
        var gone = new LockTable("locks", BUCKET, Optional.of(URI.create("http://127.0.0.1:9")));

        assertThatThrownBy(() -> gone.note("a")).isInstanceOf(UnavailableException.class);
    }

    private static void lock(String text) {
        var _ = client.putItem(request -> request.tableName("locks")
                .item(Map.of("LockID", AttributeValue.fromS("states/a"), "Info", AttributeValue.fromS(text))));
    }
}
