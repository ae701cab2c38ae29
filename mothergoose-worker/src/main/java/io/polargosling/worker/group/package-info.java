/** Follows the projects of groups. */
@NullMarked
package io.polargosling.worker.group;

import org.jspecify.annotations.NullMarked;
