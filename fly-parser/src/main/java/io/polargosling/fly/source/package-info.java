/** Bytes to text with a line index, so that every later stage can say where. */
@NullMarked
package io.polargosling.fly.source;

import org.jspecify.annotations.NullMarked;
