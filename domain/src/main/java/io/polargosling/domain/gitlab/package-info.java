/** The GitLab calls that programs share, as a port. */
@NullMarked
package io.polargosling.domain.gitlab;

import org.jspecify.annotations.NullMarked;
