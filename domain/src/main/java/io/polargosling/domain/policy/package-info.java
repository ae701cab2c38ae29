/** UglyFox's policy. */
@NullMarked
package io.polargosling.domain.policy;

import org.jspecify.annotations.NullMarked;
