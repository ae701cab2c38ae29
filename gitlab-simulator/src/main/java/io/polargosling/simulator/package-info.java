/** A GitLab stand-in and a stand-in agent. */
@NullMarked
package io.polargosling.simulator;

import org.jspecify.annotations.NullMarked;
