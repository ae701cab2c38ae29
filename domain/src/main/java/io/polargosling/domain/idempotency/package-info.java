/** Requests that may be sent twice and are answered once. */
@NullMarked
package io.polargosling.domain.idempotency;

import org.jspecify.annotations.NullMarked;
