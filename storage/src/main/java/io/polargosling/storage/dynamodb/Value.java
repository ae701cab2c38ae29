package io.polargosling.storage.dynamodb;

import io.polargosling.storage.json.Json;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Values of attributes. */
final class Value {

    private Value() {}

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    /** A set of texts, which is never empty in DynamoDB. */
    static AttributeValue texts(Collection<String> texts) {
        return AttributeValue.fromSs(List.copyOf(texts));
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static AttributeValue flag(boolean flag) {
        return AttributeValue.fromBool(flag);
    }

    static AttributeValue document(Object value) {
        return Documents.attribute(Json.tree(value));
    }
}
