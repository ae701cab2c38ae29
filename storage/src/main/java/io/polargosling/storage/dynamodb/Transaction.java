package io.polargosling.storage.dynamodb;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.Fence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The actions of one atomic write; each is on another item. */
final class Transaction {

    /** What the document API of YDB takes; DynamoDB takes 100. */
    static final int MAX_ACTIONS = 25;

    private final String table;
    private final String what;

    // Recognises a repetition whose first sending got through without an answer.
    private final String token = UUID.randomUUID().toString();
    private final Map<Key, Action> actions = new LinkedHashMap<>();

    Transaction(String table, String what) {
        this.table = table;
        this.what = what;
    }

    /** An action and, where its refusal is final, what that means to the caller. */
    private record Action(TransactWriteItem item, Supplier<? extends @Nullable GoslingException> refusal) {}

    String token() {
        return token;
    }

    boolean isEmpty() {
        return actions.isEmpty();
    }

    List<TransactWriteItem> items() {
        return actions.values().stream().map(Action::item).toList();
    }

    /** The error of the first of the refused actions whose refusal is final. */
    Optional<GoslingException> finalRefusal(List<Integer> refused) {
        var inOrder = new ArrayList<>(actions.values());
        return refused.stream()
                .map(index -> inOrder.get(index).refusal())
                .flatMap(refusal -> Stream.ofNullable(refusal.get()))
                .findFirst();
    }

    /** Is carried out only while {@code condition} admits the item as it is. */
    void check(Key key, Expression condition) {
        check(key, condition, Transaction::notFinal);
    }

    private void check(Key key, Expression condition, Supplier<? extends @Nullable GoslingException> refusal) {
        var check = ConditionCheck.builder()
                .tableName(table)
                .key(key.attributes())
                .conditionExpression(condition.textIfAny())
                .expressionAttributeNames(condition.namesIfAny())
                .expressionAttributeValues(condition.valuesIfAny());
        add(key, TransactWriteItem.builder().conditionCheck(check.build()), refusal);
    }

    /** Is carried out only while the lease has this token and an owner. */
    void hold(Fence fence) {
        var held = Expression.of("#token = :token AND attribute_exists(#owner)")
                .with(":token", Value.number(fence.token()));
        check(Keys.lease(fence.key()), held, () -> lost(fence));
    }

    /** Adds an audit row; none is ever changed. */
    void append(AuditEntry entry) {
        put(
                DynamoDbAuditLog.item(entry),
                Expression.absent(),
                () -> new ConflictException(
                        what + ": audit row " + entry.id() + " exists already (expected: a new one)"));
    }

    /** Writes a whole item; when {@code condition} refuses it, the write begins again with its reads. */
    void put(Item item, Expression condition) {
        put(item, condition, Transaction::notFinal);
    }

    /** As {@link #put(Item, Expression)}, with a refusal that is final. */
    void put(Item item, Expression condition, Supplier<? extends @Nullable GoslingException> refusal) {
        ItemSize.check(what, item);
        var put = Put.builder()
                .tableName(table)
                .item(item.attributes())
                .conditionExpression(condition.textIfAny())
                .expressionAttributeNames(condition.namesIfAny())
                .expressionAttributeValues(condition.valuesIfAny());
        add(item.key(), TransactWriteItem.builder().put(put.build()), refusal);
    }

    /** Changes attributes of an item, which is made where there is none. */
    void update(Key key, Expression update, Expression condition) {
        update(key, update, condition, Transaction::notFinal);
    }

    /** As {@link #update(Key, Expression, Expression)}, with a refusal that is final. */
    void update(
            Key key, Expression update, Expression condition, Supplier<? extends @Nullable GoslingException> refusal) {
        var both = update.joined(condition);
        var change = Update.builder()
                .tableName(table)
                .key(key.attributes())
                .updateExpression(update.text())
                .conditionExpression(condition.textIfAny())
                .expressionAttributeNames(both.namesIfAny())
                .expressionAttributeValues(both.valuesIfAny());
        add(key, TransactWriteItem.builder().update(change.build()), refusal);
    }

    /** Removes an item; nothing when there is none and {@code condition} admits that. */
    void delete(Key key, Expression condition) {
        var delete = Delete.builder()
                .tableName(table)
                .key(key.attributes())
                .conditionExpression(condition.textIfAny())
                .expressionAttributeNames(condition.namesIfAny())
                .expressionAttributeValues(condition.valuesIfAny());
        add(key, TransactWriteItem.builder().delete(delete.build()), Transaction::notFinal);
    }

    private void add(Key key, TransactWriteItem.Builder item, Supplier<? extends @Nullable GoslingException> refusal) {
        if (actions.put(key, new Action(item.build(), refusal)) != null) {
            throw new ConflictException(what + ": row " + key + " is written twice (expected: once in one write)");
        }
        if (actions.size() > MAX_ACTIONS) {
            throw new InvalidException(
                    what + ": more than " + MAX_ACTIONS + " rows at once (expected: at most " + MAX_ACTIONS + ")");
        }
    }

    private static @Nullable GoslingException notFinal() {
        return null;
    }

    /** The error of a write that came too late for its lease. */
    ConflictException lost(Fence fence) {
        return new ConflictException(what + " under lease \"" + fence.key() + "\" with token " + fence.token()
                + ": the lease was lost (expected: still held; take it again and decide anew)");
    }
}
