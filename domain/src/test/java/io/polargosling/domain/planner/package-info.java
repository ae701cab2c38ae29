/** Tests of the planner. */
@NullMarked
package io.polargosling.domain.planner;

import org.jspecify.annotations.NullMarked;
