/** Contracts every backend of a port must fulfil. */
@NullMarked
package io.polargosling.testkit.contract;

import org.jspecify.annotations.NullMarked;
