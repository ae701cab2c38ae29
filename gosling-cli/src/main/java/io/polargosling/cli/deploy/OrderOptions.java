package io.polargosling.cli.deploy;

import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.RefusedCallException;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The options that say how far an order goes. */
final class OrderOptions {

    @Option(names = "--dry-run", description = "Shows what would change, and changes nothing.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Waits until it is carried out.")
    private boolean wait;

    /** True when nothing is to be changed. */
    boolean isDry() {
        return dryRun;
    }

    /**
     * Gives the order, as far as it is to go.
     *
     * @param detailedExitCode whether a dry run that finds a change ends with a status of its own
     */
    Shown give(OrderProgress order, ObjectNode body, boolean detailedExitCode)
            throws RefusedCallException, InterruptedException {
        if (dryRun) {
            return order.show(body, detailedExitCode);
        }
        return wait ? order.carryOut(body) : order.queue(body);
    }
}
