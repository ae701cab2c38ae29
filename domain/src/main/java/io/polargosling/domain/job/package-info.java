/** Self-management jobs: scripts of the Nest that run on a schedule, their GitLab schedules and their runs. */
@NullMarked
package io.polargosling.domain.job;

import org.jspecify.annotations.NullMarked;
