/** Runners: their rows, their states and the legal moves between them. */
@NullMarked
package io.polargosling.domain.runner;

import org.jspecify.annotations.NullMarked;
