package io.polargosling.fly.eval;

import io.polargosling.fly.source.SourceRange;
import java.util.Optional;

/**
 * A declared variable.
 *
 * @param value empty when it has no default, which is an error where it is used
 * @param broken its declaration has been reported, so uses are quiet
 */
public record Variable(String name, Optional<FlyValue> value, boolean sensitive, boolean broken, SourceRange range) {}
