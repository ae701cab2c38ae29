/** CI jobs that wait or run, and which runner fits them. */
@NullMarked
package io.polargosling.domain.demand;

import org.jspecify.annotations.NullMarked;
