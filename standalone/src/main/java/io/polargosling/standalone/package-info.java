/** All services in one JVM. */
@NullMarked
package io.polargosling.standalone;

import org.jspecify.annotations.NullMarked;
