/**
 * Files that are written anew from an image's templates when an instance is created, copied, renamed or started.
 * Start at {@link io.gantry.daemon.template.TemplateRenderer}. Knows no instances but what the view tells.
 */
@NullMarked
package io.gantry.daemon.template;

import org.jspecify.annotations.NullMarked;
