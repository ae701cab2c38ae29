package io.polargosling.api.webhook;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.gitlab.RawBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies within bounds: small ones into memory, of which there is a budget for all together, large ones into
 * files, of which there are only a few at once, and none for longer than its sender may take.
 */
final class Bodies {

    /** Above this, in bytes, a body lies in a file. */
    static final int LARGE = 1024 * 1024;

    private static final int CHUNK = 16 * 1024;

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Semaphore largeOnes;
    private final AtomicLong held = new AtomicLong();

    /**
     * How much is taken on.
     *
     * @param longest bytes of one body
     * @param largeAtOnce bodies in files
     * @param memory bytes of all other bodies together
     * @param patience how long a body may take to arrive
     * @param folder of the files
     */
    record Limits(long longest, int largeAtOnce, long memory, Duration patience, Path folder) {}

    Bodies(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.largeOnes = new Semaphore(limits.largeAtOnce());
    }

    /** A body as received; to be closed when it is no longer needed. */
    final class Body implements RawBody, AutoCloseable {

        private byte[] bytes = new byte[0];
        private int count;
        private @Nullable LargeBody file;

        @Override
        public InputStream open() throws IOException {
            var large = file;
            return large == null ? RawBody.of(bytes, count).open() : large.open();
        }

        private void add(byte[] chunk, int length) throws IOException {
            var large = file;
            if (large == null && count + length > LARGE) {
                large = becomeLarge();
            }
            if (large != null) {
                large.add(chunk, length);
                return;
            }
            if (count + length > bytes.length) {
                grow(Math.max(count + length, 2 * bytes.length));
            }
            System.arraycopy(chunk, 0, bytes, count, length);
            count += length;
        }

        private void grow(int size) {
            long more = (long) size - bytes.length;
            if (held.addAndGet(more) > limits.memory()) {
                held.addAndGet(-more);
                throw new ProblemException(ProblemKind.UNAVAILABLE, "too many bodies at once");
            }
            bytes = Arrays.copyOf(bytes, size);
        }

        private LargeBody becomeLarge() throws IOException {
            if (!largeOnes.tryAcquire()) {
                throw new ProblemException(ProblemKind.UNAVAILABLE, "too many large bodies at once");
            }
            LargeBody large;
            try {
                large = LargeBody.in(limits.folder());
            } catch (IOException | RuntimeException e) {
                largeOnes.release();
                throw e;
            }
            file = large;
            large.add(bytes, count);
            freeMemory();
            return large;
        }

        private void freeMemory() {
            held.addAndGet(-bytes.length);
            bytes = new byte[0];
            count = 0;
        }

        @Override
        public void close() throws IOException {
            freeMemory();
            var large = file;
            if (large != null) {
                file = null;
                try (large) {
                    largeOnes.release();
                }
            }
        }
    }

    /**
     * The whole body; ends the request with 413 when it is too long, with 503 when there is no room for it, and with 400
     * when it does not arrive in time.
     *
     * @param length as announced; negative when it was not
     */
    Body read(InputStream in, long length) throws IOException {
        if (length > limits.longest()) {
            throw tooLong();
        }
        var body = new Body();
        long start = nanoTime.getAsLong();
        long total = 0;
        boolean read = false;
        try {
            var buffer = new byte[length < 0 || length > CHUNK ? CHUNK : Math.max(1, (int) length)];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (nanoTime.getAsLong() - start > limits.patience().toNanos()) {
                    throw new ProblemException(
                            ProblemKind.MALFORMED,
                            "the body did not arrive within "
                                    + limits.patience().toSeconds() + " s");
                }
                total += n;
                if (total > limits.longest()) {
                    throw tooLong();
                }
                body.add(buffer, n);
            }
            read = true;
            return body;
        } catch (SocketTimeoutException e) {
            throw new ProblemException(ProblemKind.MALFORMED, "the body did not arrive");
        } finally {
            if (!read) {
                body.close();
            }
        }
    }

    private ProblemException tooLong() {
        return new ProblemException(ProblemKind.TOO_LARGE, "send at most " + limits.longest() + " bytes");
    }

    /** Bytes of bodies in memory now. */
    long held() {
        return held.get();
    }
}
