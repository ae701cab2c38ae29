package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.storage.object.LockTable;
import io.polargosling.storage.object.NestBuckets;
import io.polargosling.storage.object.S3Bucket;
import io.polargosling.worker.render.StateBackend;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * States in the bucket that is to hold them, looked up at each call; while there is none, in files of this host. An egg
 * whose state still lies at the other place is not run: it would begin a second one, and lose its machines.
 */
final class ChosenStates implements States {

    private static final int PLANS = 20;

    private final Supplier<Optional<S3Bucket>> bucket;
    private final LocalStates local;
    private final Optional<String> lockTable;
    private final PlanStore plans;
    private final LockTrial trial;
    private final Map<S3Bucket, States> opened = new ConcurrentHashMap<>();

    /** @param bucket gives the one that is to hold states; empty for files */
    ChosenStates(
            Supplier<Optional<S3Bucket>> bucket,
            LocalStates local,
            Optional<String> lockTable,
            PlanStore plans,
            LockTrial trial) {
        this.bucket = bucket;
        this.local = local;
        this.lockTable = lockTable;
        this.plans = plans;
        this.trial = trial;
    }

    /** As {@code settings} and the Nest's description of the control plane say. */
    static ChosenStates of(Settings settings, Storage storage, LocalStates local, InstantSource clock) {
        var chosen = settings.tofu().stateBucket();
        var buckets = new NestBuckets(storage.infrastructure());
        // What is embedded lives on one host, and goes on doing so whatever a Nest says of a control plane.
        boolean isEmbedded = settings.store().type() == Settings.Store.Type.H2;
        Supplier<Optional<S3Bucket>> bucket = () -> chosen.isEmpty() && isEmbedded
                ? Optional.empty()
                : buckets.states(chosen).or(() -> refuseUnknown(chosen));
        return new ChosenStates(
                bucket, local, settings.tofu().lockTable(), storage.plans(), new LockTrial(storage.findings(), clock));
    }

    private static Optional<S3Bucket> refuseUnknown(Optional<String> chosen) {
        chosen.ifPresent(name -> {
            throw new UnavailableException(
                    "looking for bucket \"" + name + "\" of gosling.tofu.state-bucket: no synced"
                            + " MG/config.fly says in which cloud it is (expected: cloud { provider = \"aws\" or \"yandex\" })");
        });
        return Optional.empty();
    }

    private States current() {
        return bucket.get()
                .<States>map(chosen -> opened.computeIfAbsent(
                        chosen, each -> new S3States(each, lockTable.map(name -> new LockTable(name, each)), trial)))
                .orElse(local);
    }

    @Override
    public StateBackend backend(EggName egg) {
        return current().backend(egg);
    }

    @Override
    public Optional<StateHead> head(EggName egg) {
        return current().head(egg);
    }

    @Override
    public void unlockAfter(TofuRun run) {
        current().unlockAfter(run);
    }

    @Override
    public Optional<String> refusal() {
        return current().refusal();
    }

    @Override
    public Optional<String> refusal(EggName egg) {
        var states = current();
        return states.refusal(egg).or(() -> leftBehind(states, egg));
    }

    private Optional<String> leftBehind(States states, EggName egg) {
        if (states.head(egg).isPresent()) {
            return Optional.empty();
        }
        var wanted = Lies.at(states.backend(egg));
        var fileOfThisHost = Lies.at(local.backend(egg));
        if (!wanted.equals(fileOfThisHost) && local.head(egg).isPresent()) {
            return Optional.of(text(fileOfThisHost, wanted));
        }
        return lastApplied(egg)
                .flatMap(Lies::at)
                .filter(last -> !last.isThatOf(wanted))
                .map(last -> text(last, wanted));
    }

    private Optional<Plan> lastApplied(EggName egg) {
        return plans.ofEgg(egg, PageRequest.first(PLANS)).items().stream()
                .filter(plan -> plan.status() == PlanStatus.APPLIED || plan.status() == PlanStatus.ROLLED_BACK)
                .findFirst();
    }

    private static String text(Lies where, Lies wanted) {
        return "the egg's state lies in " + where + ", but states are to be kept in " + wanted
                + " now (expected: one place; go back to the other, or move the state with \"tofu state pull\" and"
                + " \"tofu state push\" as docs/guides/states.md says)";
    }

    /**
     * Where a state lies.
     *
     * @param bucket empty for files
     * @param place the path or the key
     */
    private record Lies(String bucket, String place) {

        static Lies at(StateBackend backend) {
            return switch (backend) {
                case StateBackend.LocalFile(var path) -> new Lies("", path.toString());
                case StateBackend.S3 s3 -> new Lies(s3.bucket(), s3.key());
            };
        }

        /** As the variables of a plan tell it; empty when they do not. */
        static Optional<Lies> at(Plan plan) {
            var variables = JsonMapper.shared().readTree(plan.inputs().variables());
            return switch (variables.path("backend").asString("")) {
                case "local" ->
                    Optional.of(new Lies("", variables.path("state_path").asString("")));
                case "s3" ->
                    Optional.of(new Lies(
                            variables.path("state_bucket").asString(""),
                            variables.path("state_key").asString("")));
                default -> Optional.empty();
            };
        }

        /** Files of another folder are those of a folder that was moved. */
        boolean isThatOf(Lies other) {
            return bucket.equals(other.bucket);
        }

        @Override
        public String toString() {
            return bucket.isEmpty() ? "file " + place : "object \"" + place + "\" of bucket \"" + bucket + "\"";
        }
    }
}
