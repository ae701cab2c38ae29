package io.polargosling.cli.binaries;

import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
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

    ActivateCommand(ApiReport report) {
        super(report);
    }

    @Override
    Shown change(ApiSession session) throws RefusedCallException, InterruptedException {
        var body = ApiClient.object().put("version", version.text());
        return Changed.of(binary(), session.post("/admin/binaries/" + binary().word() + "/activate", body));
    }
}
