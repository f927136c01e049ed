/**
 * The programs of liblxc. Start at {@link io.gantry.system.lxc.LxcTools}. This package doesn't know why
 * containers run.
 */
@NullMarked
package io.gantry.system.lxc;

import org.jspecify.annotations.NullMarked;
