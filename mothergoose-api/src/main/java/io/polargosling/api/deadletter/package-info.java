/** Messages that were given up: looking at them, sending them again, deleting them. */
@NullMarked
package io.polargosling.api.deadletter;

import org.jspecify.annotations.NullMarked;
