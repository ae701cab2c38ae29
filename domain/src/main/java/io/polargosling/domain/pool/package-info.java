/** Pools, their limits, and the slots runners hold in them. */
@NullMarked
package io.polargosling.domain.pool;

import org.jspecify.annotations.NullMarked;
