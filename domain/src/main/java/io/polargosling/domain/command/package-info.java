/** Commands on the queue and the port that sends them. */
@NullMarked
package io.polargosling.domain.command;

import org.jspecify.annotations.NullMarked;
