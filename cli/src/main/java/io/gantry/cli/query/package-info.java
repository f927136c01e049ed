/**
 * Commands on the API itself. Start at {@link io.gantry.cli.query.Query}.
 */
@NullMarked
package io.gantry.cli.query;

import org.jspecify.annotations.NullMarked;
