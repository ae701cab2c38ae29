/** {@code gosling job}: starting self-management jobs, and running their scripts. */
@NullMarked
package io.polargosling.cli.job;

import org.jspecify.annotations.NullMarked;
