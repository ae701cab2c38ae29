package io.polargosling.api.webhook;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Reads bodies, of which only a few large ones may be in memory at once. */
final class LargeBodies {

    private static final int LARGE = 1024 * 1024;
    private static final int CHUNK = 16 * 1024;

    private final Semaphore permits;

    /** @param atOnce how many bodies above 1 MB */
    LargeBodies(int atOnce) {
        permits = new Semaphore(atOnce);
    }

    /** A body in memory; to be closed when it is no longer needed. */
    final class Body implements AutoCloseable {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
        private boolean holdsPermit;

        byte[] bytes() {
            return bytes.toByteArray();
        }

        private void becomeLarge() {
            if (!holdsPermit) {
                holdsPermit = permits.tryAcquire();
                if (!holdsPermit) {
                    throw new ProblemException(ProblemKind.UNAVAILABLE, "too many large bodies at once");
                }
            }
        }

        @Override
        public void close() {
            if (holdsPermit) {
                holdsPermit = false;
                permits.release();
            }
        }
    }

    /** The whole body; ends the request with 503 when it is large and too many are. */
    Body read(HttpServletRequest request) throws IOException {
        var body = new Body();
        boolean read = false;
        try {
            if (request.getContentLengthLong() > LARGE) {
                body.becomeLarge();
            }
            var in = request.getInputStream();
            var buffer = new byte[CHUNK];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                body.bytes.write(buffer, 0, n);
                if (body.bytes.size() > LARGE) {
                    body.becomeLarge();
                }
            }
            read = true;
            return body;
        } finally {
            if (!read) {
                body.close();
            }
        }
    }
}
