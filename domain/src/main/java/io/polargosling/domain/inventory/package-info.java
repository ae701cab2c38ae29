/** What exists in a cloud, whatever our rows say. */
@NullMarked
package io.polargosling.domain.inventory;

import org.jspecify.annotations.NullMarked;
