/** Eggs: what the Nest declares, its revisions, and the GitLab targets they serve. */
@NullMarked
package io.polargosling.domain.egg;

import org.jspecify.annotations.NullMarked;
