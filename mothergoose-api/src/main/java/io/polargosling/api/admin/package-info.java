/** Health, and the tokens made at first start. */
@NullMarked
package io.polargosling.api.admin;

import org.jspecify.annotations.NullMarked;
