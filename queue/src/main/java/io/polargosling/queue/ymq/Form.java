package io.polargosling.queue.ymq;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The parameters of one call, as {@code application/x-www-form-urlencoded}. */
final class Form {

    private static final String VERSION = "2012-11-05";

    private final StringJoiner text = new StringJoiner("&");

    private Form() {}

    /** A call of {@code action}. */
    static Form of(String action) {
        return new Form().with("Action", action).with("Version", VERSION);
    }

    /** Adds a parameter; nothing for null. */
    Form with(String name, @Nullable Object value) {
        if (value != null) {
            text.add(encoded(name) + "=" + encoded(value.toString()));
        }
        return this;
    }

    /** Adds {@code NAME.1}, {@code NAME.2} and so on. */
    Form withList(String name, List<String> values) {
        for (int number = 1; number <= values.size(); number++) {
            with(name + "." + number, values.get(number - 1));
        }
        return this;
    }

    /** Adds {@code PREFIX.1.Name}, {@code PREFIX.1.Value} and so on. */
    Form withMap(String prefix, Map<String, String> values) {
        int number = 0;
        for (var entry : values.entrySet()) {
            number++;
            with(prefix + "." + number + ".Name", entry.getKey())
                    .with(prefix + "." + number + ".Value", entry.getValue());
        }
        return this;
    }

    /** Adds message attributes; {@code prefix} is empty or ends in a dot. Only those with a text are known here. */
    Form withAttributes(String prefix, Map<String, MessageAttributeValue> attributes) {
        int number = 0;
        for (var entry : attributes.entrySet()) {
            number++;
            String name = prefix + "MessageAttribute." + number;
            with(name + ".Name", entry.getKey())
                    .with(name + ".Value.DataType", entry.getValue().dataType())
                    .with(name + ".Value.StringValue", entry.getValue().stringValue());
        }
        return this;
    }

    /** The body of the request. */
    @Override
    public String toString() {
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
