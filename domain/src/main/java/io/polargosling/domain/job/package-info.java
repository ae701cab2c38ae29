/** Self-management jobs: scripts of the Nest that run on a schedule. */
@NullMarked
package io.polargosling.domain.job;

import org.jspecify.annotations.NullMarked;
