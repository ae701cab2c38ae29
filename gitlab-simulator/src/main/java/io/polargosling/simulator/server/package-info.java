/** The GitLab stand-in: REST, webhooks, the runner protocol, and a control interface, all on state in memory. */
@NullMarked
package io.polargosling.simulator.server;

import org.jspecify.annotations.NullMarked;
