package io.polargosling.storage.envelope;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.secret.SecretValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The data keys as the text of one secret: {@code ID:BASE64}, separated by blanks or line breaks. The first seals; all
 * open. A new key in front is a rotation; a key can go when nothing is sealed with it any more.
 */
record DataKeys(List<DataKey> keys) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    DataKeys {
        keys = List.copyOf(keys);
    }

    /** One new key. */
    static DataKeys generate() {
        return new DataKeys(List.of(DataKey.generate()));
    }

    /** These with a new one in front. */
    DataKeys rotated() {
        var all = new ArrayList<DataKey>();
        all.add(DataKey.generate());
        all.addAll(keys);
        return new DataKeys(all);
    }

    /** Reads the secret's text; the message of a failure repeats nothing of it. */
    static DataKeys parse(SecretValue secret) {
        var keys = new ArrayList<DataKey>();
        for (String entry : secret.reveal().strip().split("\\s+")) {
            int colon = entry.indexOf(':');
            if (colon < 0 || !ID.matcher(entry.substring(0, colon)).matches()) {
                throw unreadable();
            }
            try {
                byte[] bytes = Base64.getDecoder().decode(entry.substring(colon + 1));
                if (bytes.length != DataKey.BYTES) {
                    throw unreadable();
                }
                keys.add(new DataKey(entry.substring(0, colon), bytes));
            } catch (IllegalArgumentException e) {
                // Without the cause, whose message shows a part of the key.
                throw unreadable();
            }
        }
        return new DataKeys(keys);
    }

    private static InternalException unreadable() {
        return new InternalException("reading the data keys: the secret is not readable (expected: ID:BASE64 of "
                + DataKey.BYTES + " bytes, several separated by blanks)");
    }

    SecretValue text() {
        return SecretValue.of(keys.stream()
                .map(key -> key.id() + ":" + Base64.getEncoder().encodeToString(key.bytes()))
                .collect(Collectors.joining("\n")));
    }

    DataKey current() {
        return keys.getFirst();
    }

    Optional<DataKey> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }
}
