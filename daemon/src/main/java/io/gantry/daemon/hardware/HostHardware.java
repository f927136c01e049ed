package io.gantry.daemon.hardware;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The host's hardware in the form of LXD's API extension {@code resources_v2}. Safe for use by many threads. */
public final class HostHardware {
    private final SystemTree tree;
    private final String architecture;
    private final Supplier<String> kind;
    private final NetworkCards.Links links;

    /**
     * @param root {@code /}, or the folder of a recorded tree
     * @param architecture the kernel's name of it, such as {@code x86_64}
     * @param kind whether the host is {@code physical}, a {@code virtual-machine}, a {@code container}, or {@code unknown}
     * @param links what the drivers of network cards say
     */
    public HostHardware(Path root, String architecture, Supplier<String> kind, NetworkCards.Links links) {
        this.tree = new SystemTree(root);
        this.architecture = architecture;
        this.kind = kind;
        this.links = links;
    }

    /** Reads all anew. */
    public Map<String, Object> read() {
        DeviceNames pciNames = pciNames();
        var devices = new DeviceIdentity(tree.kernelRelease());
        var hardware = new LinkedHashMap<String, Object>();
        hardware.put("cpu", new Processors(tree, architecture).read());
        hardware.put("memory", new Memory(tree).read());
        hardware.put("gpu", new GraphicsCards(tree, devices, pciNames).read());
        hardware.put("network", new NetworkCards(tree, devices, pciNames, links).read());
        hardware.put("storage", new Disks(tree).read());
        hardware.put("usb", new UsbDevices(tree, devices).read());
        hardware.put("pci", new PciDevices(tree, devices, pciNames).read());
        hardware.put("system", new SystemIdentity(tree, kind.get()).read());
        return hardware;
    }

    private DeviceNames pciNames() {
        Set<String> vendors = SystemTree.entries(tree.path(PciDevices.ALL)).stream()
                .map(device -> SystemTree.id(device.resolve("vendor")))
                .collect(Collectors.toSet());
        return DeviceNames.read(tree, "pci.ids", vendors);
    }
}
