package io.polargosling.cli.binaries;

import picocli.CommandLine.Command;

/** {@code gosling binaries rollback}. */
@Command(name = "rollback", description = "Makes the version that was active before the active one again.")
final class RollbackCommand extends OneBinary {

    RollbackCommand(ApiOptions api) {
        super(api);
    }

    @Override
    ApiOptions.Result change(ControlPlane control) throws RefusedException, InterruptedException {
        // A second one would undo the first.
        return Changed.of(
                binary(), control.call(Request.post("/admin/binaries/" + binary().word() + "/rollback", "", false)));
    }
}
