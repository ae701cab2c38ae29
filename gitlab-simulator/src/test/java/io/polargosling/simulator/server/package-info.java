/** Tests of the GitLab stand-in over its HTTP interface. */
@NullMarked
package io.polargosling.simulator.server;

import org.jspecify.annotations.NullMarked;
