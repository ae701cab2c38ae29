/** Gathers the facts a decision about an egg rests on. */
@NullMarked
package io.polargosling.worker.observe;

import org.jspecify.annotations.NullMarked;
