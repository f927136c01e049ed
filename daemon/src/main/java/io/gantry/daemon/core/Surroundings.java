package io.gantry.daemon.core;

import io.gantry.daemon.id.Ids;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ProcessCommandRunner;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the daemon takes from outside of itself, so that a test can give it something else.
 *
 * @param random where addresses, names, ids and secrets come from: nobody may be able to guess it
 */
public record Surroundings(CommandRunner commands, InstantSource clock, RandomGenerator random) {
    /** This host as it is. */
    public static Surroundings ofThisHost() {
        return new Surroundings(new ProcessCommandRunner(), InstantSource.system(), new SecureRandom());
    }

    public Ids ids() {
        return new Ids(random);
    }
}
