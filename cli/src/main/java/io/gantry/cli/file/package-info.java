/**
 * Commands on files in instances. Start at {@link io.gantry.cli.file.FilePush} and {@link io.gantry.cli.file.FilePull}.
 */
@NullMarked
package io.gantry.cli.file;

import org.jspecify.annotations.NullMarked;
