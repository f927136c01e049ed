/**
 * Running programs in instances. Start at {@link io.gantry.daemon.exec.ExecService}; the streams between client
 * and program are {@link io.gantry.daemon.exec.PipedExec} and {@link io.gantry.daemon.exec.TerminalExec};
 * {@link io.gantry.daemon.exec.RecordedExec} has files in place of a client.
 */
@NullMarked
package io.gantry.daemon.exec;

import org.jspecify.annotations.NullMarked;
