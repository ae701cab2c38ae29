package io.polargosling.worker.target;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reading lists that come in pages. */
public final class Pages {

    private static final int PAGE = 500;

    private Pages() {}

    /** All entries; the list must be one of bounded length. */
    public static <T> List<T> all(Function<PageRequest, Page<T>> list) {
        return upTo(Integer.MAX_VALUE, list);
    }

    /** The first entries, {@code limit} or a few more, as whole pages come. */
    public static <T> List<T> upTo(int limit, Function<PageRequest, Page<T>> list) {
        var all = new ArrayList<T>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = list.apply(new PageRequest(PAGE, cursor));
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent() && all.size() < limit);
        return all;
    }
}
