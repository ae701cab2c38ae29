/** Brings what eggs have at GitLab to what it should be. */
@NullMarked
package io.polargosling.worker.gitlab;

import org.jspecify.annotations.NullMarked;
