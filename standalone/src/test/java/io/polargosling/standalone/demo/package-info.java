/** Tests of the sandbox's own parts, and of the whole system in it. */
@NullMarked
package io.polargosling.standalone.demo;

import org.jspecify.annotations.NullMarked;
