package io.polargosling.domain.problem;

/**
 * A place in a file of the Nest.
 *
 * @param file path relative to the Nest's root, with {@code /}
 * @param line 1-based; 0 when the finding concerns the whole file
 * @param column 1-based, in characters; 0 when the finding concerns the whole file
 */
public record Place(String file, int line, int column) {

    /** The whole of {@code file}. */
    public static Place ofFile(String file) {
        return new Place(file, 0, 0);
    }

    /** {@code file:line:column}, or just the file when the finding concerns all of it. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
