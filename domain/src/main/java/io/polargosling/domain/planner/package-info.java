/** The pure planner: demand, fleet and limits to changes with reasons. */
@NullMarked
package io.polargosling.domain.planner;

import org.jspecify.annotations.NullMarked;
