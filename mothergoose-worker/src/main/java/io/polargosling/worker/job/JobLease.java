package io.polargosling.worker.job;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.lease.HeldLease;
import java.util.Optional;
import java.util.function.Consumer;

/** One process at a time writes about a job. */
record JobLease(Storage storage, Leases leases) {

    /** Does {@code work}; false when another process has the job just now, and nothing was done. */
    boolean under(JobName job, Consumer<HeldLease> work) {
        var taken = leases.tryTake("job:" + job);
        if (taken.isEmpty()) {
            return false;
        }
        try (var lease = new HeldLease(taken.get(), leases)) {
            work.accept(lease);
            return true;
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
        }
    }
}
