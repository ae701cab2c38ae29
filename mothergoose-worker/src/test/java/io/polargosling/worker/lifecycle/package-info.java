/** Runners through their whole life, on a fake cloud and the stand-in for GitLab. */
@NullMarked
package io.polargosling.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
