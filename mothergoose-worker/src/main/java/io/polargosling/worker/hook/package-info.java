/** Keeps the webhooks of eggs as they should be. */
@NullMarked
package io.polargosling.worker.hook;

import org.jspecify.annotations.NullMarked;
