package io.polargosling.fly.syntax;

/** One {@code key = value} of an object. */
public record ObjectItem(ObjectKey key, Expression value) {}
