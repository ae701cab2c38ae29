package io.polargosling.cli.status;

import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.EggArgument;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.domain.egg.EggName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The eggs a command is about. */
final class EggChoice {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "EGG",
            converter = EggArgument.class,
            description = "Which egg; all when it is left out.")
    private @Nullable EggName egg;

    /** True when one is named. */
    boolean isOne() {
        return egg != null;
    }

    /** The one that is named, else all that there are. */
    List<String> names(ApiSession session) throws RefusedCallException, InterruptedException {
        return egg != null
                ? List.of(egg.value())
                : session.list("/eggs").stream()
                        .map(each -> each.path("name").asString(""))
                        .toList();
    }
}
