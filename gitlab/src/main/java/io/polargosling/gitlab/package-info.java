/** GitLab's REST API and webhook verification. */
@NullMarked
package io.polargosling.gitlab;

import org.jspecify.annotations.NullMarked;
