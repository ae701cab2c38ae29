package io.polargosling.fly.source;

/**
 * A place in a file.
 *
 * @param line 1 for the first line
 * @param column 1 for the first character of the line; counted in Unicode code points
 * @param offset index into {@link SourceFile#text()}, in UTF-16 units
 */
public record SourcePosition(int line, int column, int offset) {

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
