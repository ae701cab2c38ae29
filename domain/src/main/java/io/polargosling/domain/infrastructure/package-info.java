/** What the control plane itself is made of, as the Nest declares it. */
@NullMarked
package io.polargosling.domain.infrastructure;

import org.jspecify.annotations.NullMarked;
