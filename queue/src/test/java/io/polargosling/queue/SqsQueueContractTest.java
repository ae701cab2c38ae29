package io.polargosling.queue;

import io.polargosling.testkit.contract.CommandQueueContract;

/** Over the SDK's client. */
class SqsQueueContractTest extends CommandQueueContract {

    @Override
    protected Backend open() {
        return new SqsBackend(EmbeddedQueue.client(), EmbeddedQueue.options(VISIBILITY, MAX_RECEIVES));
    }
}
