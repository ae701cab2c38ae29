/** Eggs and their status, as people and tools see them. */
@NullMarked
package io.polargosling.api.egg;

import org.jspecify.annotations.NullMarked;
