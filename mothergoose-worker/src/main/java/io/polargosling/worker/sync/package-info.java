/** Follows the Nest. */
@NullMarked
package io.polargosling.worker.sync;

import org.jspecify.annotations.NullMarked;
