package io.polargosling.uglyfox.tick;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a round when it is asked for. */
final class PolicyCommands implements CommandHandler {

    private static final Logger log = LoggerFactory.getLogger(PolicyCommands.class);

    private final PolicyRound round;

    PolicyCommands(PolicyRound round) {
        this.round = round;
    }

    @Override
    public void handle(Command command) {
        switch (command) {
            case Command.EvaluatePolicies evaluate -> {
                int orders = round.run();
                log.info("judged on request orders={}", orders);
            }
            case Command.ReconcileEgg reconcile -> refuse(reconcile);
            case Command.RefreshDemand refresh -> refuse(refresh);
            case Command.ReconcileGitLab reconcile -> refuse(reconcile);
            case Command.SyncNest sync -> refuse(sync);
            case Command.Deploy deploy -> refuse(deploy);
            case Command.Rollback rollback -> refuse(rollback);
            case Command.MakeRunners make -> refuse(make);
            case Command.TriggerJob trigger -> refuse(trigger);
        }
    }

    private static void refuse(Command command) {
        log.warn("received a command that belongs to another queue command={}", command);
    }
}
