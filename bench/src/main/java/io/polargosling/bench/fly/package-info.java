/** The language beside other readers of HCL, on the same files in the same run. */
@NullMarked
package io.polargosling.bench.fly;

import org.jspecify.annotations.NullMarked;
