/** What exists on this host, whatever the rows say. */
@NullMarked
package io.polargosling.worker.inventory;

import org.jspecify.annotations.NullMarked;
