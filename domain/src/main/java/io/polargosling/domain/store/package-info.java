/** The stores together, paging, and the fence that guards a write. */
@NullMarked
package io.polargosling.domain.store;

import org.jspecify.annotations.NullMarked;
