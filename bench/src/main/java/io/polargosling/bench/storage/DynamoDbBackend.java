package io.polargosling.bench.storage;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.dynamodb.DynamoDbStorage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Amazon's own stand-in, in this process and in memory: its speed says nothing of DynamoDB's, its ratio does. */
final class DynamoDbBackend implements Backend {

    private static final String BARE = "bare";
    private static final int CONNECTIONS = 16;

    private final DynamoDBProxyServer server;
    private final Storage storage;
    private final DynamoDbClient client;

    DynamoDbBackend() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        server = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
        server.start();
        var endpoint = URI.create("http://127.0.0.1:" + port);
        storage = DynamoDbStorage.open(new DynamoDbStorage.Options("bench-", CONNECTIONS, true, Optional.of(endpoint)));
        client = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS))
                .build();
        var _ = client.createTable(table -> table.tableName(BARE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build()));
    }

    @Override
    public String name() {
        return "dynamodb_local";
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Load.Operation bare(int thread) {
        var body = AttributeValue.fromS("x".repeat(400));
        var version = new long[1];
        return () -> {
            long next = ++version[0];
            var row = Map.of(
                    "id", AttributeValue.fromS("runner-" + thread),
                    "body", body,
                    "version", AttributeValue.fromN(Long.toString(next)));
            var audit = Map.of("id", AttributeValue.fromS("audit-" + thread + "-" + next), "body", body);
            var change = TransactWriteItem.builder()
                    .put(put -> put.tableName(BARE)
                            .item(row)
                            .conditionExpression("attribute_not_exists(id) OR version = :v")
                            .expressionAttributeValues(Map.of(":v", AttributeValue.fromN(Long.toString(next - 1)))))
                    .build();
            var add = TransactWriteItem.builder()
                    .put(put -> put.tableName(BARE).item(audit))
                    .build();
            var _ = client.transactWriteItems(write -> write.transactItems(change, add));
        };
    }

    @Override
    public int[] sizes() {
        return new int[] {1_000, 10_000};
    }

    @Override
    public void close() throws IOException {
        client.close();
        storage.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("stopping DynamoDB Local", e);
        }
    }
}
