package io.polargosling.api.egg;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.http.PageBody;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Eggs. */
@RestController
final class EggController {

    private static final int HISTORY = 20;
    private static final int TARGETS = 500;

    private final Storage storage;
    private final StoredFacts facts;
    private final ApiClock clock;

    EggController(Storage storage, StoredFacts facts, ApiClock clock) {
        this.storage = storage;
        this.facts = facts;
        this.clock = clock;
    }

    @GetMapping("/eggs")
    PageBody<EggBody.Summary> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var page = storage.eggs().list(Parameters.page(limit, cursor));
        // Those that stand for the runners of jobs are shown with the jobs.
        var eggs = page.items().stream().filter(egg -> !egg.name().isOfJob()).toList();
        return PageBody.of(new Page<>(eggs, page.next()), EggBody.Summary::of);
    }

    @GetMapping("/eggs/{name}")
    ResponseEntity<EggBody> egg(@PathVariable String name) {
        var egg = find(Parameters.egg(name));
        return ResponseEntity.ok().eTag(egg.active().hash()).body(EggBody.of(egg));
    }

    @GetMapping("/eggs/{name}/status")
    EggStatusBody status(@PathVariable String name) {
        var egg = find(Parameters.egg(name));
        return EggStatusBody.of(
                egg,
                storage.plans().ofEgg(egg.name(), PageRequest.first(HISTORY)).items(),
                storage.runners().ofEgg(egg.name()),
                storage.runners().capacity(egg.name()),
                storage.decisions().newest(egg.name(), 1).stream().findFirst());
    }

    @GetMapping("/eggs/{name}/revisions")
    PageBody<RevisionBody> revisions(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var egg = find(Parameters.egg(name));
        return PageBody.of(
                storage.eggs().revisions(egg.name(), Parameters.page(limit, cursor)),
                revision -> RevisionBody.of(revision, egg));
    }

    @GetMapping("/eggs/{name}/preview")
    PreviewBody preview(@PathVariable String name) {
        var egg = find(Parameters.egg(name));
        var targets =
                storage.targets().ofEgg(egg.name(), PageRequest.first(TARGETS)).items();
        return PreviewBody.of(facts.of(egg, clock.now()), targets);
    }

    private Egg find(EggName name) {
        return storage.eggs()
                .find(name)
                .orElseThrow(() -> ProblemException.notFound("there is no egg \"" + name + "\""));
    }
}
