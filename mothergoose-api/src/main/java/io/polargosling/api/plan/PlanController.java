package io.polargosling.api.plan;

import io.polargosling.api.http.PageBody;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.Storage;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Plans of an egg. */
@RestController
final class PlanController {

    private final Storage storage;

    PlanController(Storage storage) {
        this.storage = storage;
    }

    /** Rows are filtered as they come, so a page may be shorter than was asked for and yet not be the last. */
    @GetMapping("/eggs/{name}/plans")
    PageBody<PlanBody> list(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var egg = Parameters.egg(name);
        var wantedStatus = word("status", status, PlanStatus.values(), PlanStatus::word);
        var wantedKind = word("type", type, PlanKind.values(), PlanKind::word);
        var request = Parameters.page(limit, cursor);
        if (storage.eggs().find(egg).isEmpty()) {
            throw ProblemException.notFound("there is no egg \"" + name + "\"");
        }
        var page = storage.plans().ofEgg(egg, request);
        var wanted = page.items().stream()
                .filter(plan -> wantedStatus.isEmpty() || wantedStatus.get() == plan.status())
                .filter(plan -> wantedKind.isEmpty()
                        || wantedKind.get() == plan.origin().kind())
                .toList();
        return PageBody.of(new Page<>(wanted, page.next()), PlanBody::of);
    }

    @GetMapping("/eggs/{name}/plans/{id}")
    PlanBody plan(@PathVariable String name, @PathVariable String id) {
        var egg = Parameters.egg(name);
        return storage.plans()
                .find(Parameters.uuid(id))
                .filter((Plan plan) -> plan.egg().equals(egg))
                .map(PlanBody::of)
                .orElseThrow(() -> ProblemException.notFound("egg \"" + name + "\" has no such plan"));
    }

    private static <T> Optional<T> word(String parameter, @Nullable String text, T[] values, Function<T, String> word) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(values)
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "?" + parameter,
                        parameter,
                        parameter + ": expected one of "
                                + Arrays.stream(values).map(word).collect(Collectors.joining(", ")))));
    }
}
