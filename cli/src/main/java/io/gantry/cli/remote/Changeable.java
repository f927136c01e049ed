package io.gantry.cli.remote;

import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remote;
import io.gantry.cli.server.Remotes;

/** Remotes that a user may change. */
final class Changeable {
    private Changeable() {}

    /** The remote of this name; refuses one that is not there, is built in or is another's. */
    static Remote remote(Remotes remotes, String name) {
        String bare = bare(name);
        Remote remote = remotes.all().get(bare);
        if (remote == null) {
            throw new CommandFailure("Remote " + bare + " doesn't exist; `lxc remote list` shows those that do");
        }
        if (remote.isStatic()) {
            throw new CommandFailure("Remote " + bare + " is static and cannot be modified");
        }
        if (remote.isGlobal()) {
            throw new CommandFailure("Remote " + bare
                    + " is global and cannot be modified or removed; it is in the configuration that all users share");
        }
        return remote;
    }

    /** The name without the colon with which commands on servers end it. */
    static String bare(String name) {
        return name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
    }

    /** A new name, refused where it is taken or none. */
    static String fresh(Remotes remotes, String name) {
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('/') >= 0) {
            throw new CommandFailure("Remote names may not be empty or contain colons or slashes: \"" + name + "\"");
        }
        Remote taken = remotes.all().get(name);
        if (taken != null) {
            throw new CommandFailure("Remote " + name + " exists as <" + taken.address()
                    + ">; choose another name, or take that one away with `lxc remote remove " + name + "`");
        }
        return name;
    }
}
