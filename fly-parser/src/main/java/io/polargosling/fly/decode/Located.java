package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.util.function.Function;

/**
 * A value and where it was written.
 *
 * @param sensitive whether a sensitive variable went into it, so that it must not be shown
 */
public record Located<T>(T value, SourceRange range, boolean sensitive) {

    /** One that may be shown. */
    public Located(T value, SourceRange range) {
        this(value, range, false);
    }

    /** Another value of the same place. */
    public <R> Located<R> map(Function<T, R> change) {
        return new Located<>(change.apply(value), range, sensitive);
    }

    /** For a diagnostic: the value as text, or a mask. */
    public String shown() {
        return sensitive ? "***" : String.valueOf(value);
    }
}
