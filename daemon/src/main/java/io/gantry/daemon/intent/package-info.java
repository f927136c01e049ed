/**
 * Durable notes of what is about to be done outside the database, so that a daemon that was killed finds and
 * undoes it at its next start. Start at {@link io.gantry.daemon.intent.Intents}.
 */
@NullMarked
package io.gantry.daemon.intent;

import org.jspecify.annotations.NullMarked;
