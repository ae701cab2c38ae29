/** Expressions of a syntax tree to plain values; pure, without input, output, clock or environment. */
@NullMarked
package io.polargosling.fly.eval;

import org.jspecify.annotations.NullMarked;
