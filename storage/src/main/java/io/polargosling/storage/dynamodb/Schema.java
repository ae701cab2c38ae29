package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table as we make it, and the row that tells which form its items have. */
record Schema(DynamoDbClient client, String table) {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    /** Grows by one with every change of the form of items. */
    static final long VERSION = 1;

    /** The row that tells; also what a look at the table costs least with. */
    static final Key ROW = Key.single("SCHEMA");

    private static final Duration MAKING = Duration.ofSeconds(30);

    /**
     * Makes sure that the table is there and in our form; several processes may do so at once.
     *
     * @param mayMakeTable false where the table belongs to those who set up the installation
     * @throws UnavailableException when there is no table and it may not be made
     * @throws InternalException when a newer program has changed the form of its items
     */
    void prepare(boolean mayMakeTable) {
        long stored;
        try {
            stored = storedVersion();
        } catch (ResourceNotFoundException e) {
            if (!mayMakeTable) {
                throw new UnavailableException(
                        "opening table \"" + table + "\": there is none (expected: made at set-up; make it first)", e);
            }
            make();
            stored = storedVersion();
        }
        if (stored > VERSION) {
            throw new InternalException("opening table \"" + table + "\": its items have form " + stored
                    + " (expected: at most " + VERSION + "; use the program that wrote them)");
        }
        if (stored == 0) {
            recordVersion();
        }
    }

    private long storedVersion() {
        var answer =
                client.getItem(r -> r.tableName(table).key(ROW.attributes()).consistentRead(true));
        return new Item(answer.item()).number("version");
    }

    private void recordVersion() {
        var item = Item.at(ROW).with("version", Value.number(VERSION));
        var absent = Expression.absent();
        try {
            var _ = client.putItem(r -> r.tableName(table)
                    .item(item.attributes())
                    .conditionExpression(absent.text())
                    .expressionAttributeNames(absent.namesIfAny()));
        } catch (ConditionalCheckFailedException e) {
            // Another process did, and we look whether it was one of ours.
            if (storedVersion() > VERSION) {
                throw new InternalException("opening table \"" + table + "\": a newer program has just made it", e);
            }
        }
    }

    private void make() {
        LOG.info("making table name={} billing=by-request", table);
        try {
            var _ = client.createTable(r -> r.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attributes())
                    .keySchema(keys(Index.TABLE))
                    .globalSecondaryIndexes(Arrays.stream(Index.values())
                            .filter(index -> index != Index.TABLE)
                            .map(Schema::index)
                            .toList()));
        } catch (ResourceInUseException e) {
            // Another process makes it at this moment.
        }
        try (var waiter = client.waiter()) {
            var _ = waiter.waitUntilTableExists(r -> r.tableName(table), o -> o.waitTimeout(MAKING));
        }
        try {
            var _ = client.updateTimeToLive(r -> r.tableName(table)
                    .timeToLiveSpecification(t -> t.attributeName(Item.EXPIRES).enabled(true)));
        } catch (DynamoDbException e) {
            // Refused when another process has enabled it already; without it only old items stay longer.
            if (e.statusCode() >= 500) {
                throw e;
            }
        }
    }

    private static List<AttributeDefinition> attributes() {
        return Arrays.stream(Index.values())
                .flatMap(index -> Stream.of(index.partition(), index.sort()))
                .distinct()
                .map(name -> AttributeDefinition.builder()
                        .attributeName(name)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .toList();
    }

    private static List<KeySchemaElement> keys(Index index) {
        return List.of(
                KeySchemaElement.builder()
                        .attributeName(index.partition())
                        .keyType(KeyType.HASH)
                        .build(),
                KeySchemaElement.builder()
                        .attributeName(index.sort())
                        .keyType(KeyType.RANGE)
                        .build());
    }

    private static GlobalSecondaryIndex index(Index index) {
        return GlobalSecondaryIndex.builder()
                .indexName(index.indexName())
                .keySchema(keys(index))
                .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                .build();
    }
}
