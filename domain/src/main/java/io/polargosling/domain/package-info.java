/** Records, state machines, the planner and the ports that programs share. */
@NullMarked
package io.polargosling.domain;

import org.jspecify.annotations.NullMarked;
