/** The stand-in for the gitlab-runner agent: takes jobs from a GitLab and really runs their scripts with sh. */
@NullMarked
package io.polargosling.simulator.agent;

import org.jspecify.annotations.NullMarked;
