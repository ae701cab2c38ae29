/** What every endpoint shares: JSON, pages, trace ids, the clock. */
@NullMarked
package io.polargosling.api.http;

import org.jspecify.annotations.NullMarked;
