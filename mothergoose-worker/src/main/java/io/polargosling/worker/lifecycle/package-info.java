/** Moves runners along: proofs of idleness, ends, results of a run. */
@NullMarked
package io.polargosling.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
