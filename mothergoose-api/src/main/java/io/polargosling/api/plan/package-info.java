/** Plans of eggs, and what makes new ones: deployments and rollbacks. */
@NullMarked
package io.polargosling.api.plan;

import org.jspecify.annotations.NullMarked;
