/** Whole histories of the control plane on a virtual clock, each from one seed, with faults of every kind. */
@NullMarked
package io.polargosling.standalone.simulation;

import org.jspecify.annotations.NullMarked;
