package io.gantry.cli.server;

/**
 * What the user named on the command line: a thing on a server.
 *
 * @param name empty where only the remote was given
 */
public record Target(String remote, String name) {
    @Override
    public String toString() {
        return remote + ":" + name;
    }
}
