package io.polargosling.storage.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemSizeTest {

    private static Item item(Object doc) {
        return Item.at(Key.single("X")).doc(doc);
    }

    /** The longest text that {@link ItemSize} lets through in {@code word}. */
    private static String longest(String letter) {
        int low = 0;
        int high = ItemSize.MAX_BYTES;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (passes(letter.repeat(middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return letter.repeat(low);
    }

    private static boolean passes(String text) {
        try {
            ItemSize.check("x", item(Map.of("words", Map.of("word", text))));
            return true;
        } catch (InvalidException e) {
            return false;
        }
    }

    @Test
    void check_longestThatPasses_isTakenByDynamoDb() {
        var options = LocalDynamoDb.newTable();
        try (var storage = DynamoDbStorage.open(options);
                var client = Clients.configured(options).build()) {
            storage.check();
            for (var letter : List.of("a", "ы", "🪿")) {
                var largest = item(Map.of("words", Map.of("word", longest(letter))));
                var _ = client.putItem(r -> r.tableName(options.table()).item(largest.attributes()));
                assertThat(longest(letter).length()).isGreaterThan(200_000 / letter.length());
            }
        }
    }

    @Test
    void check_oneLetterMore_isRefusedAndNamesThePart() {
        var doc = Map.of("words", Map.of("small", "x", "large", longest("a") + "aaaaaaaaaaaaaaaaaaaaa"));

        assertThatThrownBy(() -> ItemSize.check("writing x", item(doc)))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("writing x: doc.words.large with")
                .hasMessageContaining(Integer.toString(ItemSize.MAX_BYTES));
    }
}
