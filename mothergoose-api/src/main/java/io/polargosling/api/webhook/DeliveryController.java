package io.polargosling.api.webhook;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.TargetStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.util.ArrayList;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of the webhooks of the last 24 hours. */
@RestController
final class DeliveryController {

    private static final Set<String> OUTCOMES = Set.of("queued", "ignored", "broken", "failed");

    /** Rows looked at for one page; a page may be shorter than asked for, with a cursor, when few of them fit. */
    private static final int REACH = 10;

    private final DeliveryRows rows;
    private final DeliveryStore deliveries;
    private final TargetStore targets;
    private final Refusals refusals;
    private final ApiClock clock;

    DeliveryController(
            DeliveryRows rows, DeliveryStore deliveries, TargetStore targets, Refusals refusals, ApiClock clock) {
        this.rows = rows;
        this.deliveries = deliveries;
        this.targets = targets;
        this.refusals = refusals;
        this.clock = clock;
    }

    @GetMapping("/webhooks/deliveries")
    DeliveriesBody list(
            @RequestParam(required = false) @Nullable String egg,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw ProblemException.invalid(
                    "?outcome",
                    "unknown",
                    "outcome: expected one of " + OUTCOMES.stream().sorted().toList());
        }
        var page = Parameters.page(limit, cursor);
        // So that a delivery that was answered here is in the answer.
        rows.settle();
        Function<PageRequest, Page<Delivery>> read = egg == null ? this::newest : ofEgg(Parameters.egg(egg));
        var wanted = egg == null ? "" : HookTarget.OfEgg.prefix(egg);
        var found = filtered(
                read,
                row -> row.target().startsWith(wanted)
                        && (outcome == null || row.outcome().equals(outcome)),
                page);
        return DeliveriesBody.of(found, cursor == null ? DeliveriesBody.Refused.of(refusals.seen()) : null);
    }

    private Page<Delivery> newest(PageRequest page) {
        return deliveries.newest(clock.now(), page);
    }

    /** Those of its only target, or all where it has several. */
    private Function<PageRequest, Page<Delivery>> ofEgg(EggName egg) {
        var its = targets.ofEgg(egg, PageRequest.first(2)).items();
        if (its.size() != 1) {
            return this::newest;
        }
        var target = new HookTarget.OfEgg(its.getFirst().declared());
        return page -> deliveries.ofTarget(its.getFirst().declared().server(), target.key(), clock.now(), page);
    }

    private static Page<Delivery> filtered(
            Function<PageRequest, Page<Delivery>> rows, Predicate<Delivery> isWanted, PageRequest request) {
        var found = new ArrayList<Delivery>();
        var cursor = request.cursor();
        for (int i = 0; i < REACH; i++) {
            var page = rows.apply(new PageRequest(request.limit() - found.size(), cursor));
            page.items().stream().filter(isWanted).forEach(found::add);
            cursor = page.next();
            if (cursor.isEmpty() || found.size() == request.limit()) {
                break;
            }
        }
        return new Page<>(found, cursor);
    }
}
