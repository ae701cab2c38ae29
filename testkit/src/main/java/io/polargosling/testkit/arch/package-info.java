/** The rules of structure that every module is held to. */
@NullMarked
package io.polargosling.testkit.arch;

import org.jspecify.annotations.NullMarked;
