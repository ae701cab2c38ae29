package io.polargosling.cli.status;

import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.domain.egg.EggName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The eggs a command is about. */
final class EggChoice {

    private EggChoice() {}

    /** The one that is named, else all that there are. */
    static List<String> of(ApiSession session, @Nullable EggName named)
            throws RefusedCallException, InterruptedException {
        return named != null
                ? List.of(named.value())
                : session.list("/eggs").stream()
                        .map(egg -> egg.path("name").asString(""))
                        .toList();
    }
}
