package io.gantry.daemon.program.init;

import io.gantry.api.Network;
import io.gantry.api.NetworksPost;
import io.gantry.api.StoragePoolsPost;
import io.gantry.client.address.HostPort;
import io.gantry.client.address.MalformedAddressException;
import io.gantry.daemon.config.ServerKeys;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The questions of {@code lxd init} about what this server can do, in LXD's words and order. */
final class Interview {
    private static final int FILE_TYPE = 0xf000;
    private static final int BLOCK_DEVICE = 0x6000;
    private static final long GIB = 1L << 30;

    private final Answers answers;
    private final ServerState state;
    private final Path directory;
    private final Map<String, Object> config = new TreeMap<>();
    private final Map<String, Map<String, String>> devices = new TreeMap<>();
    private final List<StoragePoolsPost> pools = new ArrayList<>();
    private final List<NetworksPost> networks = new ArrayList<>();

    private Interview(Answers answers, ServerState state, Path directory) {
        this.answers = answers;
        this.state = state;
        this.directory = directory;
    }

    /**
     * @param directory of the daemon
     * @throws IOException where the answers end before the questions do
     */
    static Preseed hold(Answers answers, ServerState state, Path directory) throws IOException {
        return new Interview(answers, state, directory).hold();
    }

    private Preseed hold() throws IOException {
        if (answers.isYes("Do you want to configure a new storage pool? (yes/no) [default=yes]: ", true)) {
            askStorage();
        }
        if (answers.isYes("Would you like to create a new local network bridge? (yes/no) [default=yes]: ", true)) {
            askBridge();
        } else if (answers.isYes(
                "Would you like to configure LXD to use an existing bridge or host interface? (yes/no) [default=no]: ",
                false)) {
            askInterface();
        }
        if (answers.isYes(
                "Would you like the LXD server to be available over the network? (yes/no) [default=no]: ", false)) {
            askAddress();
        }
        if (!answers.isYes(
                "Would you like stale cached images to be updated automatically? (yes/no) [default=yes]: ", true)) {
            config.put(ServerKeys.AUTO_UPDATE_INTERVAL.name(), "0");
        }
        var preseed = new Preseed(config, networks, pools, List.of(Preseed.defaultProfile(devices)));
        if (answers.isYes("Would you like a YAML \"lxd init\" preseed to be printed? (yes/no) [default=no]: ", false)) {
            answers.say(PreseedYaml.write(preseed).stripTrailing() + "\n");
        }
        return preseed;
    }

    private void askStorage() throws IOException {
        String name = answers.text("Name of the new storage pool [default=default]: ", "default");
        while (state.hasPool(name)) {
            answers.say("The requested storage pool \"" + name + "\" already exists. Please choose another name.");
            name = answers.text("Name of the new storage pool [default=default]: ", "default");
        }
        devices.put("root", Preseed.rootIn(name));
        List<String> drivers = state.drivers();
        String driver = drivers.getFirst();
        if (drivers.size() > 1) {
            String preferred = drivers.contains("btrfs") ? "btrfs" : "dir";
            driver = answers.choice(
                    "Name of the storage backend to use (" + String.join(", ", drivers) + ") [default=" + preferred
                            + "]: ",
                    drivers,
                    preferred);
        }
        pools.add(new StoragePoolsPost(driver.equals("dir") ? Map.of() : placeOf(name, driver), "", name, driver));
    }

    private Map<String, String> placeOf(String pool, String driver) throws IOException {
        FileStore disk = Files.getFileStore(directory);
        if (disk.type().equals(driver)
                && answers.isYes(
                        "Would you like to create a new btrfs subvolume under " + directory
                                + "? (yes/no) [default=yes]: ",
                        true)) {
            return Map.of(
                    "source", directory.resolve("storage-pools").resolve(pool).toString());
        }
        String kind = driver.toUpperCase(Locale.ROOT);
        if (!answers.isYes("Create a new " + kind + " pool? (yes/no) [default=yes]: ", true)) {
            return Map.of("source", answers.text("Name of the existing " + kind + " pool or dataset: ", ""));
        }
        if (answers.isYes(
                "Would you like to use an existing empty block device (e.g. a disk or partition)? (yes/no) "
                        + "[default=no]: ",
                false)) {
            return Map.of("source", answers.ask("Path to the existing block device: ", "", Interview::deviceFault));
        }
        long preferred = Math.clamp(disk.getTotalSpace() / GIB / 5, 5, 30);
        String size = answers.ask(
                "Size in GiB of the new loop device (1GiB minimum) [default=" + preferred + "GiB]: ",
                preferred + "GiB",
                Interview::sizeFault);
        return Map.of("size", size.endsWith("GiB") ? size : size + "GiB");
    }

    private static Optional<String> deviceFault(String path) {
        try {
            int mode = (int) Files.getAttribute(Path.of(path), "unix:mode", new LinkOption[0]);
            if ((mode & FILE_TYPE) == BLOCK_DEVICE) {
                return Optional.empty();
            }
        } catch (IOException _) {
            // Nothing is there.
        }
        return Optional.of("\"" + path + "\" is not a block device");
    }

    private static Optional<String> sizeFault(String size) {
        if (!size.matches("[0-9]{1,9}(GiB)?")) {
            return Optional.of("\"" + size + "\" is not a number of GiB");
        }
        return size.matches("0+(GiB)?") ? Optional.of("Minimum size is 1GiB") : Optional.empty();
    }

    private void askBridge() throws IOException {
        String question = "What should the new bridge be called? [default=lxdbr0]: ";
        String name = answers.ask(question, "lxdbr0", Interview::nameFault);
        while (state.network(name).isPresent()) {
            answers.say("The requested network bridge \"" + name + "\" already exists. Please choose another name.");
            name = answers.ask(question, "lxdbr0", Interview::nameFault);
        }
        devices.put("eth0", Preseed.interfaceIn(name));
        var bridge = new TreeMap<String, String>();
        askAddresses("IPv4", bridge);
        askAddresses("IPv6", bridge);
        networks.add(new NetworksPost(bridge, "", name, "bridge"));
    }

    private static Optional<String> nameFault(String name) {
        return name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,14}")
                ? Optional.empty()
                : Optional.of("\"" + name + "\" is not a name of 1 to 15 letters, digits, dots, dashes, underscores");
    }

    private void askAddresses(String family, Map<String, String> bridge) throws IOException {
        String keys = family.toLowerCase(Locale.ROOT);
        String address = answers.ask(
                "What " + family + " address should be used? (CIDR subnet notation, “auto” or “none”) [default=auto]: ",
                "auto",
                answer -> addressFault(family, answer));
        bridge.put(keys + ".address", address);
        if (!Set.of("auto", "none").contains(address)) {
            boolean isTranslated = answers.isYes(
                    "Would you like LXD to NAT " + family + " traffic on your bridge? [default=yes]: ", true);
            bridge.put(keys + ".nat", Boolean.toString(isTranslated));
        }
    }

    private static Optional<String> addressFault(String family, String answer) {
        if (Set.of("auto", "none").contains(answer)) {
            return Optional.empty();
        }
        String[] parts = answer.split("/", 2);
        boolean isIpv6 = parts[0].indexOf(':') >= 0;
        boolean isAddress = parts.length == 2
                && parts[1].matches("[0-9]{1,3}")
                && isIpv6 == family.equals("IPv6")
                && isLiteral(parts[0]);
        return isAddress
                ? Optional.empty()
                : Optional.of("\"" + answer + "\" is not an " + family + " address with the length of its prefix");
    }

    private static boolean isLiteral(String address) {
        try {
            InetAddress.ofLiteral(address);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void askInterface() throws IOException {
        while (true) {
            String name = answers.text("Name of the existing bridge or host interface: ", "");
            Optional<Network> found = state.network(name);
            if (found.isEmpty()) {
                answers.say("The requested interface doesn't exist. Please choose another one.");
            } else if (!found.get().type().equals("bridge")) {
                answers.say("The requested interface is not a bridge, and instances can be connected to bridges only. "
                        + "Please choose another one.");
            } else {
                var device = new TreeMap<>(Map.of("type", "nic", "nictype", "bridged", "name", "eth0", "parent", name));
                devices.put("eth0", device);
                return;
            }
        }
    }

    private void askAddress() throws IOException {
        String address = answers.ask(
                "Address to bind LXD to (not including port) [default=all]: ",
                "all",
                answer -> answer.equals("all") || isLiteral(answer)
                        ? Optional.empty()
                        : Optional.of("\"" + answer + "\" is not an IP address"));
        String host = address.equals("all") ? "::" : address;
        String port = answers.ask("Port to bind LXD to [default=8443]: ", "8443", answer -> portFault(host, answer));
        config.put(ServerKeys.HTTPS_ADDRESS.name(), new HostPort(host, Integer.parseInt(port)).toString());
        config.put(ServerKeys.TRUST_PASSWORD.name(), answers.password("Trust password for new clients: "));
    }

    private Optional<String> portFault(String host, String answer) {
        if (!answer.matches("[0-9]{1,9}")) {
            return Optional.of("\"" + answer + "\" is not a number");
        }
        int port = Integer.parseInt(answer);
        String whole;
        try {
            whole = new HostPort(host, port).toString();
        } catch (MalformedAddressException _) {
            return Optional.of("out of range");
        }
        if (whole.equals(state.server().config().get(ServerKeys.HTTPS_ADDRESS.name()))) {
            return Optional.empty();
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Optional.empty();
        } catch (BindException e) {
            return Optional.of("Can't bind address \"" + whole + "\": " + e.getMessage());
        } catch (IOException e) {
            return Optional.of("Can't bind address \"" + whole + "\": " + e);
        }
    }
}
