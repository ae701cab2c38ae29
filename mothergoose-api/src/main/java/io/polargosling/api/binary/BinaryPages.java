package io.polargosling.api.binary;

import io.polargosling.api.http.PageBody;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.binary.ActiveBinary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryStore;
import io.polargosling.domain.store.PageRequest;
import java.util.ArrayList;
import java.util.Optional;

/** Lists builds page by page: those of one program, or those of all, program by program. */
final class BinaryPages {

    private static final String BETWEEN = ":";

    private final BinaryStore store;

    BinaryPages(BinaryStore store) {
        this.store = store;
    }

    PageBody<BinaryBody> of(BinaryName binary, PageRequest page) {
        var active = activeVersion(binary);
        return PageBody.of(
                store.list(binary, page),
                build -> BinaryBody.of(
                        build, active.filter(build.build().version()::equals).isPresent()));
    }

    /** A cursor is the program's word and, once begun, the cursor of its own list. */
    PageBody<BinaryBody> ofAll(PageRequest page) {
        var names = BinaryName.values();
        String[] at = page.cursor().orElse(names[0].word()).split(BETWEEN, 2);
        int i = BinaryName.parse(at[0]).map(BinaryName::ordinal).orElseThrow(BinaryPages::noCursor);
        var inner = at.length == 2 ? Optional.of(at[1]) : Optional.<String>empty();
        var items = new ArrayList<BinaryBody>();
        while (i < names.length && items.size() < page.limit()) {
            var part = of(names[i], new PageRequest(page.limit() - items.size(), inner));
            items.addAll(part.items());
            inner = Optional.ofNullable(part.nextCursor());
            i += inner.isPresent() ? 0 : 1;
        }
        String word = i < names.length ? names[i].word() : "";
        return new PageBody<>(
                items,
                word.isEmpty() ? null : inner.map(rest -> word + BETWEEN + rest).orElse(word),
                null);
    }

    private Optional<String> activeVersion(BinaryName binary) {
        return store.active(binary)
                .map(ActiveBinary::current)
                .flatMap(id -> store.find(binary, id))
                .map(build -> build.build().version());
    }

    private static ProblemException noCursor() {
        return ProblemException.invalid("?cursor", "cursor", "cursor: send what the page before gave");
    }
}
