/** Webhook deliveries as they are remembered. */
@NullMarked
package io.polargosling.domain.webhook;

import org.jspecify.annotations.NullMarked;
