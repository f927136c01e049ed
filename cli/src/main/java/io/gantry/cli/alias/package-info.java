/**
 * Commands on the user's own commands. Start at {@link io.gantry.cli.alias.AliasAdd}.
 */
@NullMarked
package io.gantry.cli.alias;

import org.jspecify.annotations.NullMarked;
