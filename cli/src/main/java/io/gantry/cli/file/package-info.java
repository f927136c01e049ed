/**
 * Commands on files in containers. Start at {@link io.gantry.cli.file.InstanceFiles}.
 */
@NullMarked
package io.gantry.cli.file;

import org.jspecify.annotations.NullMarked;
