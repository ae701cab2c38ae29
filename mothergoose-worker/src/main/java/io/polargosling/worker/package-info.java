/** Sync, reconcile, templates and OpenTofu. */
@NullMarked
package io.polargosling.worker;

import org.jspecify.annotations.NullMarked;
