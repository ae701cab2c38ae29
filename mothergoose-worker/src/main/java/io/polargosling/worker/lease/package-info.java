/** Holding a lease for longer work: renewal in the background, and knowing when it was lost. */
@NullMarked
package io.polargosling.worker.lease;

import org.jspecify.annotations.NullMarked;
