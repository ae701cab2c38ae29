package io.polargosling.api.egg;

import io.polargosling.api.http.PageBody;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
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

    private final Storage storage;

    EggController(Storage storage) {
        this.storage = storage;
    }

    @GetMapping("/eggs")
    PageBody<EggBody.Summary> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return PageBody.of(storage.eggs().list(Parameters.page(limit, cursor)), EggBody.Summary::of);
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

    private Egg find(EggName name) {
        return storage.eggs()
                .find(name)
                .orElseThrow(() -> ProblemException.notFound("there is no egg \"" + name + "\""));
    }
}
