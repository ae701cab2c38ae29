package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.StoredObject;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Pages of keys in their order; a cursor is the last key of the page before. */
final class KeyPages {

    private KeyPages() {}

    /** The page of {@code keys}; one that is gone when it is looked for is left out. */
    static Page<StoredObject> of(
            Stream<ObjectKey> keys, PageRequest page, Function<ObjectKey, Optional<StoredObject>> find) {
        String after = page.cursor().orElse("");
        List<ObjectKey> found = keys.filter(key -> key.value().compareTo(after) > 0)
                .sorted()
                .limit(page.limit() + 1L)
                .toList();
        boolean more = found.size() > page.limit();
        List<ObjectKey> shown = more ? found.subList(0, page.limit()) : found;
        return new Page<>(
                shown.stream().flatMap(key -> find.apply(key).stream()).toList(),
                more ? Optional.of(shown.getLast().value()) : Optional.empty());
    }
}
