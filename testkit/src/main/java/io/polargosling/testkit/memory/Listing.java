package io.polargosling.testkit.memory;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The order in which rows are listed page by page.
 *
 * @param place where a row stands; no two rows stand in one place
 * @param order of the places
 */
record Listing<V, P>(Function<V, P> place, Comparator<P> order, Function<P, String> print, Function<String, P> parse) {

    private static final int MAX_LIMIT = 500;

    /** A place in a list by time. */
    record Moment(Instant at, String id) {

        private static final Comparator<Moment> RISING =
                Comparator.comparing(Moment::at).thenComparing(Moment::id);

        private static Moment parse(String text) {
            int space = text.indexOf(' ');
            return new Moment(Instant.parse(text.substring(0, Math.max(space, 0))), text.substring(space + 1));
        }

        private String print() {
            return at + " " + id;
        }
    }

    static <V> Listing<V, Moment> newest(Function<V, Instant> at, Function<V, String> id) {
        return byTime(at, id, Moment.RISING.reversed());
    }

    static <V> Listing<V, Moment> oldest(Function<V, Instant> at, Function<V, String> id) {
        return byTime(at, id, Moment.RISING);
    }

    private static <V> Listing<V, Moment> byTime(
            Function<V, Instant> at, Function<V, String> id, Comparator<Moment> order) {
        return new Listing<>(row -> new Moment(at.apply(row), id.apply(row)), order, Moment::print, Moment::parse);
    }

    static <V> Listing<V, String> byName(Function<V, String> name) {
        return new Listing<>(name, Comparator.naturalOrder(), Function.identity(), Function.identity());
    }

    static <V> Listing<V, Long> byNumber(Function<V, Long> number, Comparator<Long> order) {
        return new Listing<>(number, order, Object::toString, Long::valueOf);
    }

    /** The rows in order. */
    Stream<V> sorted(Stream<V> rows) {
        return rows.map(row -> Map.entry(place.apply(row), row))
                .sorted(Map.Entry.comparingByKey(order))
                .map(Map.Entry::getValue);
    }

    /** The page of {@code rows}. */
    Page<V> page(Stream<V> rows, PageRequest request) {
        if (request.limit() < 1 || request.limit() > MAX_LIMIT) {
            throw new InvalidException(
                    "reading a page of " + request.limit() + " rows (expected: 1 to " + MAX_LIMIT + ")");
        }
        var left = rows;
        if (request.cursor().isPresent()) {
            var last = decode(request.cursor().get());
            left = rows.filter(row -> order.compare(last, place.apply(row)) < 0);
        }
        var found = sorted(left).limit(request.limit() + 1L).toList();
        if (found.size() <= request.limit()) {
            return new Page<>(found, Optional.empty());
        }
        var items = found.subList(0, request.limit());
        return new Page<>(items, Optional.of(encode(place.apply(items.getLast()))));
    }

    private String encode(P last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(print.apply(last).getBytes(StandardCharsets.UTF_8));
    }

    private P decode(String cursor) {
        try {
            return parse.apply(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new InvalidException(
                    "reading a page: the cursor is malformed (expected: one that a page before gave)");
        }
    }
}
