package io.gantry.cli.server;

/**
 * A named server in the user's configuration.
 *
 * @param address {@code https://HOST:PORT}, {@code unix://} or {@code unix:///SOCKET}
 * @param protocol {@code lxd} or {@code simplestreams}; empty stands for the first
 * @param isPublic offers public images only, and needs no client certificate
 * @param authType as the configuration has it, mostly {@code tls} or empty
 * @param domain that other clients log in to, empty for none
 * @param project that its commands use, empty for the default one
 */
public record Remote(
        String address,
        String protocol,
        boolean isPublic,
        Origin origin,
        String authType,
        String domain,
        String project) {
    /** Who made a remote. */
    public enum Origin {
        /** The user, who may change it. */
        USER,
        /** The administrator of the host, for all its users. */
        GLOBAL,
        /** It is built in. */
        STATIC
    }

    /** A remote of the user, in no project of its own. */
    public static Remote ofUser(String address, String protocol, boolean isPublic, String authType) {
        return new Remote(address, protocol, isPublic, Origin.USER, authType, "", "");
    }

    public boolean isStatic() {
        return origin == Origin.STATIC;
    }

    public boolean isGlobal() {
        return origin == Origin.GLOBAL;
    }

    /** The same server elsewhere. */
    public Remote at(String newAddress) {
        return new Remote(newAddress, protocol, isPublic, origin, authType, domain, project);
    }

    /** The same server, used in another project. */
    public Remote inProject(String newProject) {
        return new Remote(address, protocol, isPublic, origin, authType, domain, newProject);
    }

    /** The same remote, made by somebody else. */
    public Remote by(Origin maker) {
        return new Remote(address, protocol, isPublic, maker, authType, domain, project);
    }
}
