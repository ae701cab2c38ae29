/** Self-management jobs of the Nest, their GitLab schedules and their runs. */
@NullMarked
package io.polargosling.domain.job;

import org.jspecify.annotations.NullMarked;
