/** How many webhooks the product takes, and how quickly it follows the Nest. */
@NullMarked
package io.polargosling.bench.ingress;

import org.jspecify.annotations.NullMarked;
