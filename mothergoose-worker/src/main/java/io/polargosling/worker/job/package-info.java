/** Self-management jobs: their runners, their schedules at GitLab, their runs, and the word of failures. */
@NullMarked
package io.polargosling.worker.job;

import org.jspecify.annotations.NullMarked;
