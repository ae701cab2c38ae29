package io.polargosling.cli.binaries;

import io.polargosling.domain.binary.SemanticVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gosling binaries activate}. */
@Command(name = "activate", description = "Makes a stored version the one used where nothing else is asked for.")
final class ActivateCommand extends OneBinary {

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            converter = Program.Version.class,
            description = "A stored version.")
    private SemanticVersion version = SemanticVersion.of("0.0.0");

    ActivateCommand(ApiOptions api) {
        super(api);
    }

    @Override
    ApiOptions.Result change(ControlPlane control) throws RefusedException, InterruptedException {
        // Of letters, digits and a few signs only, so it needs no escaping.
        String body = "{\"version\":\"" + version.text() + "\"}";
        return Changed.of(
                binary(), control.call(Request.post("/admin/binaries/" + binary().word() + "/activate", body, true)));
    }
}
