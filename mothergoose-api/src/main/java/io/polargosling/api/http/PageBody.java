package io.polargosling.api.http;

import io.polargosling.domain.store.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer to every listing.
 *
 * @param nextCursor what to send for the page after; null when this is the last
 * @param total how many there are in all; null where counting would cost a scan
 */
public record PageBody<T>(
        List<T> items,
        @Nullable String nextCursor,
        @Nullable Long total) {

    public PageBody {
        items = List.copyOf(items);
    }

    /** The page with each row as its body. */
    public static <R, T> PageBody<T> of(Page<R> page, Function<R, T> body) {
        return new PageBody<>(
                page.items().stream().map(body).toList(), page.next().orElse(null), null);
    }
}
