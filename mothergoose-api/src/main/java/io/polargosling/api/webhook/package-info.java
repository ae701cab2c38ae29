/** GitLab's webhooks: proving them, matching them to targets, turning them into commands. */
@NullMarked
package io.polargosling.api.webhook;

import org.jspecify.annotations.NullMarked;
