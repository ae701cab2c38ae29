/** Self-management jobs of the Nest: what they are, how they ran, and starting one. */
@NullMarked
package io.polargosling.api.job;

import org.jspecify.annotations.NullMarked;
