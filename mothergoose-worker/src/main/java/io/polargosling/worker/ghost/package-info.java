/**
 * Keeps GitLab's runner entities and our rows of runners in step. A <em>ghost</em> is an entity, or an agent that uses
 * one, of which no row speaks any more.
 */
@NullMarked
package io.polargosling.worker.ghost;

import org.jspecify.annotations.NullMarked;
