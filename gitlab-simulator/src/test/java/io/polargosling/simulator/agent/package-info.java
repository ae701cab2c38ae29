/** Tests of the stand-in agent, in process and as a program. */
@NullMarked
package io.polargosling.simulator.agent;

import org.jspecify.annotations.NullMarked;
