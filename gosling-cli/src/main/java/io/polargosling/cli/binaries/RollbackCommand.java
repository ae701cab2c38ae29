package io.polargosling.cli.binaries;

import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
import picocli.CommandLine.Command;

/** {@code gosling binaries rollback}. */
@Command(name = "rollback", description = "Makes the version that was active before the active one again.")
final class RollbackCommand extends OneBinary {

    RollbackCommand(ApiReport report) {
        super(report);
    }

    @Override
    Shown change(ApiSession session) throws RefusedCallException, InterruptedException {
        // A second one would undo the first.
        var answer = session.postOnce("/admin/binaries/" + binary().word() + "/rollback", ApiClient.object());
        return Changed.of(binary(), answer);
    }
}
