package io.polargosling.api.runner;

import io.polargosling.api.http.PageBody;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runners. */
@RestController
final class RunnerController {

    private final Storage storage;

    RunnerController(Storage storage) {
        this.storage = storage;
    }

    @GetMapping("/runners")
    PageBody<RunnerBody> list(
            @RequestParam(required = false) @Nullable String egg,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var filter = new RunnerFilter(
                Optional.ofNullable(egg).map(RunnerController::eggOf),
                Optional.ofNullable(state).map(RunnerController::stateOf));
        return PageBody.of(storage.runners().list(filter, Parameters.page(limit, cursor)), RunnerBody::of);
    }

    @GetMapping("/runners/egg/{egg}")
    PageBody<RunnerBody> ofEgg(
            @PathVariable String egg,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var name = Parameters.egg(egg);
        if (storage.eggs().find(name).isEmpty()) {
            throw ProblemException.notFound("there is no egg \"" + egg + "\"");
        }
        var filter = new RunnerFilter(Optional.of(name), Optional.empty());
        return PageBody.of(storage.runners().list(filter, Parameters.page(limit, cursor)), RunnerBody::of);
    }

    @GetMapping("/runners/{id}")
    RunnerBody runner(@PathVariable String id) {
        return storage.runners()
                .find(Parameters.runner(id))
                .map(RunnerBody::of)
                .orElseThrow(() -> ProblemException.notFound("there is no runner \"" + id + "\""));
    }

    private static EggName eggOf(String text) {
        if (!EggName.isValid(text)) {
            throw ProblemException.invalid("?egg", "egg-name", "egg: no egg can have this name");
        }
        return EggName.of(text);
    }

    private static RunnerState stateOf(String text) {
        return Arrays.stream(RunnerState.values())
                .filter(state -> state.word().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "?state",
                        "state",
                        "state: expected one of "
                                + Arrays.stream(RunnerState.values())
                                        .map(RunnerState::word)
                                        .collect(Collectors.joining(", "))));
    }
}
