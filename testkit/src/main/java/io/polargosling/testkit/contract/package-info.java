/** What every backend of a port must do, as suites that its tests extend. */
@NullMarked
package io.polargosling.testkit.contract;

import org.jspecify.annotations.NullMarked;
