package io.gantry.cli.server;

import io.gantry.client.server.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The user's configuration: remotes, aliases, certificates. Changes last once {@link #save} returns. */
public interface Remotes {
    /** All remotes by name, in the order of their names; the built-in ones too. */
    Map<String, Remote> all();

    String defaultRemote();

    void setDefaultRemote(String name);

    void put(String name, Remote remote);

    /** Takes the remote and its pinned certificate away. */
    void remove(String name) throws IOException;

    /** Gives a remote another name; its pinned certificate goes with it. */
    void rename(String name, String newName) throws IOException;

    /** The user's own commands: what is typed, and what it stands for. */
    Map<String, String> aliases();

    void setAliases(Map<String, String> aliases);

    void save() throws IOException;

    /** Opens a connection to a remote that {@link #all} holds. */
    Connection connect(String name) throws IOException;

    /** The certificate in PEM that the server at an address shows, nothing checked. */
    String certificateOf(String address) throws IOException;

    /** Trusts this certificate, in PEM, for a remote. */
    void pin(String name, String certificate) throws IOException;

    /** The pinned certificate of a remote in PEM. */
    Optional<String> pinned(String name) throws IOException;

    /** Whether the client has a certificate of its own. */
    boolean hasClientCertificate();

    /** Makes a certificate for the client. */
    void generateClientCertificate() throws IOException;
}
