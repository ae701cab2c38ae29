package io.polargosling.worker.render;

/** Writes a machine's user data: all that turns a fresh machine into a runner, and that ends it when nobody else does. */
public final class CloudInit {

    /** What EC2 takes, in bytes. */
    public static final int MOST_BYTES = 16_384;

    private CloudInit() {}

    /** The {@code #cloud-config} for a machine; pure, so the same input gives the same bytes. */
    public static UserData write(CloudInitInputs inputs) {
        throw new UnsupportedOperationException(
                "still to come for " + inputs.machine().runner());
    }
}
