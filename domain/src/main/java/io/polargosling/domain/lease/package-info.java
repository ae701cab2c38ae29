/** Leases with fencing tokens, and the periodic duties that run under them. */
@NullMarked
package io.polargosling.domain.lease;

import org.jspecify.annotations.NullMarked;
