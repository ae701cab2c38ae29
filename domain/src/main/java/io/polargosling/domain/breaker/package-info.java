/** Breakers: what failed too often rests for a while, for all processes at once. */
@NullMarked
package io.polargosling.domain.breaker;

import org.jspecify.annotations.NullMarked;
