/** Looks at one egg under its lease: observe, decide, reserve, apply, record. */
@NullMarked
package io.polargosling.worker.reconcile;

import org.jspecify.annotations.NullMarked;
