package io.polargosling.worker.tofu;

/** The OpenTofu that tests run; without one they fail, since nothing can stand in for it. */
public final class OpenTofu {

    private OpenTofu() {}

    /** The program of {@code TOFU_BINARY}, else of the PATH. */
    public static TofuProgram.Found find() {
        return new TofuProgram(System.getenv()).find();
    }
}
