/** Who may call what: credentials, the table of routes, limits on requests. */
@NullMarked
package io.polargosling.api.security;

import org.jspecify.annotations.NullMarked;
