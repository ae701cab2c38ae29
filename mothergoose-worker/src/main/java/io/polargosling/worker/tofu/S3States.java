package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.storage.object.LockTable;
import io.polargosling.storage.object.S3Bucket;
import io.polargosling.storage.object.StateObjects;
import io.polargosling.worker.render.StateBackend;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** States in a bucket, for workers of any number of hosts; a lock is an object beside the state. */
final class S3States implements States {

    private static final Logger log = LoggerFactory.getLogger(S3States.class);
    private static final String FOLDER = "tofu-states/";
    /** What is readable stands within so many bytes. */
    private static final int HEAD_BYTES = 16 << 10;

    private final S3Bucket bucket;
    private final Optional<LockTable> lockTable;
    private final StateObjects objects;
    private final LockTrial trial;

    /** @param lockTable locked with besides; empty for none */
    S3States(S3Bucket bucket, Optional<LockTable> lockTable, LockTrial trial) {
        this.bucket = bucket;
        this.lockTable = lockTable;
        this.objects = new StateObjects(bucket);
        this.trial = trial;
    }

    @Override
    public StateBackend backend(EggName egg) {
        return new StateBackend.S3(
                bucket.name(),
                bucket.prefix() + key(egg),
                bucket.region(),
                bucket.endpoint(),
                lockTable.map(LockTable::name));
    }

    @Override
    public Optional<StateHead> head(EggName egg) {
        try {
            return objects.beginning(key(egg), HEAD_BYTES)
                    .map(bytes -> StateHead.read(new ByteArrayInputStream(bytes)));
        } catch (JacksonException e) {
            throw new UnavailableException(
                    "reading the serial of the state of egg \"" + egg + "\": " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void unlockAfter(TofuRun run) {
        var state = key(run.egg());
        var lock = state + ".tflock";
        objects.note(lock).ifPresent(note -> unlock(run, note.text(), () -> objects.remove(lock, note)));
        lockTable.ifPresent(table ->
                table.note(state).ifPresent(text -> unlock(run, text, () -> table.remove(state, text))));
    }

    private static void unlock(TofuRun run, String text, BooleanSupplier removal) {
        try {
            var note = LockNote.parse(text);
            var refusal = note.refusal(run);
            if (refusal.isPresent()) {
                log.warn("left a lock alone egg={} run={} cause=\"{}\"", run.egg(), run.id(), refusal.get());
            } else if (removal.getAsBoolean()) {
                log.info("removed the lock of an ended run egg={} run={} lock={}", run.egg(), run.id(), note.id());
            }
        } catch (JacksonException e) {
            log.warn("left a lock alone egg={} run={} cause=\"it is no lock\"", run.egg(), run.id());
        }
    }

    @Override
    public Optional<String> refusal() {
        return trial.refusal(bucket.name(), () -> objects.keepsOutTheSecond(FOLDER + "_probe/"));
    }

    @Override
    public Optional<String> refusal(EggName egg) {
        return refusal();
    }

    private static String key(EggName egg) {
        return FOLDER + egg.value() + "/terraform.tfstate";
    }
}
