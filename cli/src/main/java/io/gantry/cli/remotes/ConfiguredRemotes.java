package io.gantry.cli.remotes;

import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remote;
import io.gantry.cli.server.Remotes;
import io.gantry.client.address.HostPort;
import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.Pem;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** The remotes of a user's configuration folder. Used by one thread. */
public final class ConfiguredRemotes implements Remotes {
    private static final String USER_AGENT = "LXD 5.0.2";
    private static final int PUBLIC_PORT = 443;

    private final Path folder;
    private final Map<String, String> environment;
    private final RemotesFile file;

    /** The default remote of this call, not of the file; empty for the file's. */
    private final String overriding;

    private ConfiguredRemotes(Path folder, Map<String, String> environment, RemotesFile file, String overriding) {
        this.folder = folder;
        this.environment = environment;
        this.file = file;
        this.overriding = overriding;
    }

    /**
     * The remotes of the user whose environment this is: in {@code LXD_CONF}, or in {@code ~/.config/lxc}; and those
     * that the administrator gives to all, in {@code LXD_GLOBAL_CONF}, or in {@code /etc/lxd}. {@code LXC_REMOTE} names
     * another default remote for this call.
     *
     * @param forceLocal the default remote is the local one, whatever else says another
     */
    public static Remotes open(Map<String, String> environment, boolean forceLocal) throws IOException {
        String chosen = environment.getOrDefault("LXD_CONF", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
        Path folder = chosen.isEmpty() ? Path.of(home, ".config", "lxc") : Path.of(chosen);
        RemotesFile file = RemotesFile.read(
                folder.resolve("config.yml"), globalFolder(environment).resolve("config.yml"));
        String overriding = forceLocal ? "local" : environment.getOrDefault("LXC_REMOTE", "");
        return new ConfiguredRemotes(folder, environment, file, overriding);
    }

    private static Path globalFolder(Map<String, String> environment) {
        String chosen = environment.getOrDefault("LXD_GLOBAL_CONF", "");
        return Path.of(chosen.isEmpty() ? "/etc/lxd" : chosen);
    }

    @Override
    public Map<String, Remote> all() {
        return new TreeMap<>(file.remotes());
    }

    @Override
    public String defaultRemote() {
        return overriding.isEmpty() ? file.defaultRemote() : overriding;
    }

    @Override
    public void setDefaultRemote(String name) {
        file.setDefaultRemote(name);
    }

    @Override
    public void put(String name, Remote remote) {
        file.put(name, remote);
    }

    @Override
    public void remove(String name) throws IOException {
        file.remove(name);
        Files.deleteIfExists(pinFile(name));
    }

    @Override
    public void rename(String name, String newName) throws IOException {
        file.rename(name, newName);
        if (Files.exists(pinFile(name))) {
            Files.move(pinFile(name), pinFile(newName), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public Map<String, String> aliases() {
        return file.aliases();
    }

    @Override
    public void setAliases(Map<String, String> aliases) {
        file.setAliases(aliases);
    }

    @Override
    public void save() throws IOException {
        file.save();
    }

    @Override
    public Connection connect(String name) throws IOException {
        Remote remote = file.remotes().get(name);
        if (remote == null) {
            throw new CommandFailure(
                    "The remote \"" + name + "\" doesn't exist; lxc remote list shows those there are");
        }
        if (remote.address().isEmpty()) {
            throw new CommandFailure("The remote \"" + name + "\" has no address; give it one with `lxc remote set-url "
                    + name + " URL`");
        }
        if (remote.address().startsWith("unix:")) {
            return new HttpConnection(new Endpoint.Unix(socket(remote.address())), Optional.empty(), USER_AGENT);
        }
        Optional<X509Certificate> pinned = readPin(name);
        SSLContext tls = pinned.isPresent() ? TlsContexts.pinned(identity(), pinned.get()) : publicContext();
        return new HttpConnection(endpoint(remote.address(), tls, pinned.isPresent()), pinned, USER_AGENT);
    }

    private static SSLContext publicContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has a default TLS context", e);
        }
    }

    private Path socket(String address) {
        String path = address.startsWith("unix://") ? address.substring("unix://".length()) : address.substring(5);
        if (!path.isEmpty()) {
            return Path.of(path);
        }
        String socket = environment.getOrDefault("LXD_SOCKET", "");
        if (!socket.isEmpty()) {
            return Path.of(socket);
        }
        String directory = environment.getOrDefault("LXD_DIR", "");
        return Path.of(directory.isEmpty() ? "/var/lib/lxd" : directory).resolve("unix.socket");
    }

    private static Endpoint.Tls endpoint(String address, SSLContext tls, boolean isServer) {
        HostPort server = HostPort.of(URI.create(address), isServer ? HostPort.DEFAULT_PORT : PUBLIC_PORT);
        return new Endpoint.Tls(server, tls);
    }

    private Optional<Identity> identity() {
        return hasClientCertificate() ? Optional.of(Identity.read(clientCertificate(), clientKey())) : Optional.empty();
    }

    @Override
    public String certificateOf(String address) throws IOException {
        return Pem.text(
                HttpConnection.presentedBy(endpoint(address, TlsContexts.firstContact(Optional.empty()), true)));
    }

    @Override
    public void pin(String name, String certificate) throws IOException {
        Path pin = pinFile(name);
        Files.createDirectories(pin.getParent());
        Files.writeString(pin, certificate);
    }

    @Override
    public Optional<String> pinned(String name) throws IOException {
        Path pin = pinFile(name);
        return Files.exists(pin) ? Optional.of(Files.readString(pin)) : Optional.empty();
    }

    private Optional<X509Certificate> readPin(String name) {
        Path pin = pinFile(name);
        return Files.exists(pin) ? Optional.of(Identity.readCertificate(pin)) : Optional.empty();
    }

    private Path pinFile(String name) {
        Remote remote = file.remotes().get(name);
        Path home = remote != null && remote.isGlobal() ? globalFolder(environment) : folder;
        return home.resolve("servercerts").resolve(name + ".crt");
    }

    private Path clientCertificate() {
        return folder.resolve("client.crt");
    }

    private Path clientKey() {
        return folder.resolve("client.key");
    }

    @Override
    public boolean hasClientCertificate() {
        return Files.exists(clientCertificate());
    }

    @Override
    public void generateClientCertificate() {
        Identity.readOrMake(clientCertificate(), clientKey(), Role.CLIENT);
    }
}
