/** Cron expressions: checking them, and when they are due. */
@NullMarked
package io.polargosling.nest.schedule;

import org.jspecify.annotations.NullMarked;
