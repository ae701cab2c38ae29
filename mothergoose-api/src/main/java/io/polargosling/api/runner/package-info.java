/** Runners, as people and tools see them. */
@NullMarked
package io.polargosling.api.runner;

import org.jspecify.annotations.NullMarked;
