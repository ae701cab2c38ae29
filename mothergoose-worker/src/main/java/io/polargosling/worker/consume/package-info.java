/** Receives commands and hands each to its handler. */
@NullMarked
package io.polargosling.worker.consume;

import org.jspecify.annotations.NullMarked;
