/** What machines call: enrolment and heartbeats. */
@NullMarked
package io.polargosling.api.heartbeat;

import org.jspecify.annotations.NullMarked;
