/** The HTTP API. */
@NullMarked
package io.polargosling.api;

import org.jspecify.annotations.NullMarked;
