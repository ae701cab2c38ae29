/** The Fly language; see the packages below, in the order data flows. */
@NullMarked
package io.polargosling.fly;

import org.jspecify.annotations.NullMarked;
