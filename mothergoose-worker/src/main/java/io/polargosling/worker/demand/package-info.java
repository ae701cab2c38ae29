/** Learns from GitLab which CI jobs wait and run, and keeps their rows. */
@NullMarked
package io.polargosling.worker.demand;

import org.jspecify.annotations.NullMarked;
