package io.polargosling.worker.consume;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.job.JobName;
import io.polargosling.queue.SqsQueue;
import io.polargosling.worker.demand.DemandRefresh;
import io.polargosling.worker.deploy.Deployments;
import io.polargosling.worker.gitlab.EggAtGitLab;
import io.polargosling.worker.job.SelfJobs;
import io.polargosling.worker.reconcile.Reconciler;
import io.polargosling.worker.sync.NestSync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives commands while it is started; stopping takes no new ones and waits for those under way. */
public final class CommandConsumers {

    private static final Logger log = LoggerFactory.getLogger(CommandConsumers.class);
    private static final Duration DRAIN = Duration.ofSeconds(80);
    private static final int RECONCILES_AT_ONCE = 8;
    /** So that orders to sync that come while one runs can be served together by the next. */
    private static final int OTHERS_AT_ONCE = 4;

    private static final int EGGS_KEPT_AT_ONCE = 2;

    private final SqsQueue queue;
    private final Reconciler reconciler;
    private final DemandRefresh refresh;
    private final EggAtGitLab gitlab;
    private final NestSync sync;
    private final Deployments deployments;
    private final SelfJobs jobs;
    private final List<SqsQueue.Subscription> subscriptions = new ArrayList<>();

    /** Hands commands of {@code queue} to their handlers. */
    public CommandConsumers(
            SqsQueue queue,
            Reconciler reconciler,
            DemandRefresh refresh,
            EggAtGitLab gitlab,
            NestSync sync,
            Deployments deployments,
            SelfJobs jobs) {
        this.queue = queue;
        this.reconciler = reconciler;
        this.refresh = refresh;
        this.gitlab = gitlab;
        this.sync = sync;
        this.deployments = deployments;
        this.jobs = jobs;
    }

    /** Begins to receive. */
    public synchronized void start() {
        subscriptions.add(queue.listen(QueueName.HIGH, this::handle, RECONCILES_AT_ONCE));
        subscriptions.add(queue.listen(QueueName.DEFAULT, this::handle, OTHERS_AT_ONCE));
        subscriptions.add(queue.listen(QueueName.LOW, this::handle, EGGS_KEPT_AT_ONCE));
    }

    /** Stops receiving and waits for what is under way. */
    public synchronized void stop() {
        for (var subscription : subscriptions) {
            var drained = subscription.drain(DRAIN);
            if (drained.left() > 0) {
                log.warn("stopped with commands under way left={}", drained.left());
            }
        }
        subscriptions.clear();
    }

    private void handle(Command command) {
        switch (command) {
            case Command.ReconcileEgg reconcile -> {
                reconciler.reconcile(reconcile.egg());
                jobs.record(reconcile.egg());
            }
            case Command.RefreshDemand hint -> refresh.refresh(hint);
            case Command.ReconcileGitLab reconcile ->
                JobName.ofEgg(reconcile.egg())
                        .ifPresentOrElse(jobs::bringUpToDate, () -> gitlab.bringUpToDate(reconcile.egg()));
            case Command.TriggerJob trigger -> jobs.trigger(trigger);
            case Command.SyncNest syncNest -> sync.sync(syncNest);
            case Command.Deploy deploy -> deployments.deploy(deploy);
            case Command.Rollback rollback -> deployments.rollBack(rollback);
            case Command.MakeRunners order -> deployments.makeRunners(order);
            case Command.EvaluatePolicies evaluate ->
                log.warn("received a command that belongs to another queue command={}", evaluate);
        }
    }
}
