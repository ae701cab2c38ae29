/** Periodic looks at what no event speaks of. */
@NullMarked
package io.polargosling.worker.sweep;

import org.jspecify.annotations.NullMarked;
