/** Which runners are to end and why: a pure function of rows, policy and time. */
@NullMarked
package io.polargosling.uglyfox.evaluate;

import org.jspecify.annotations.NullMarked;
