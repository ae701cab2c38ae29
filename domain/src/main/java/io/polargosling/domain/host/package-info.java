/** Processes of this host, told apart for good. */
@NullMarked
package io.polargosling.domain.host;

import org.jspecify.annotations.NullMarked;
