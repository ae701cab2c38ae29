package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;

/** A value and where it was written. */
public record Located<T>(T value, SourceRange range) {}
