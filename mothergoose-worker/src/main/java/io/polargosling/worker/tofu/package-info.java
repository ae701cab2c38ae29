/** Runs OpenTofu under a run record that outlives the worker. */
@NullMarked
package io.polargosling.worker.tofu;

import org.jspecify.annotations.NullMarked;
