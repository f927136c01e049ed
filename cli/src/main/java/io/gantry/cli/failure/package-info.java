/** Why a command ends without having done what it was asked, in words for the user. */
@NullMarked
package io.gantry.cli.failure;

import org.jspecify.annotations.NullMarked;
