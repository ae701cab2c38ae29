/** What eggs answer for at GitLab, and how it is called for each. */
@NullMarked
package io.polargosling.worker.target;

import org.jspecify.annotations.NullMarked;
