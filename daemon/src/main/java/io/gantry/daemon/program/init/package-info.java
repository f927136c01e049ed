/**
 * {@code lxd init}: what a new server is to have, decided by flags, answers or a preseed, and made by the API. Start with
 * {@link io.gantry.daemon.program.init.InitCommand}.
 */
@NullMarked
package io.gantry.daemon.program.init;

import org.jspecify.annotations.NullMarked;
