package io.gantry.daemon.hardware;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostHardwareTest {
    @TempDir
    private Path folder = Path.of("");

    private Map<?, ?> part(String name) throws IOException {
        RecordedTree.unpack("server.tree", folder);
        var link = new NetworkCards.Link(Map.of("link_detected", true, "link_speed", 1000L), "fw 1.2");
        var hardware = new HostHardware(
                folder, "x86_64", () -> "physical", port -> port.equals("eth0") ? Optional.of(link) : Optional.empty());
        return ApiJson.toTree(hardware.read()) instanceof Map<?, ?> all && all.get(name) instanceof Map<?, ?> part
                ? part
                : Map.of();
    }

    private static void assertSame(Object actual, String json) {
        assertThat(ApiJson.toTree(actual)).isEqualTo(ApiJson.readTree(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void processorsAreInSocketsCoresAndThreads() throws IOException {
        assertSame(part("cpu"), """
                {"architecture": "x86_64", "total": 3, "sockets": [
                  {"name": "Xeon", "vendor": "GenuineIntel", "socket": 0,
                   "cache": [{"level": 1, "type": "Data", "size": 49152}],
                   "frequency": 1000, "frequency_minimum": 800, "frequency_turbo": 3500,
                   "cores": [{"core": 0, "die": 0, "frequency": 1000, "threads": [
                     {"id": 0, "numa_node": 0, "thread": 0, "online": true, "isolated": false},
                     {"id": 1, "numa_node": 0, "thread": 1, "online": true, "isolated": true}]}]},
                  {"name": "Other Xeon", "vendor": "GenuineIntel", "socket": 1,
                   "cores": [{"core": 3, "die": 0, "threads": [
                     {"id": 2, "numa_node": 1, "thread": 0, "online": false, "isolated": true}]}]}]}""");
    }

    @Test
    void memoryIsCountedInBlocksAndByNodes() throws IOException {
        assertSame(part("memory"), """
                {"nodes": [
                   {"numa_node": 0, "hugepages_total": 4194304, "hugepages_used": 0, "used": 409600, "total": 614400},
                   {"numa_node": 1, "hugepages_total": 0, "hugepages_used": 0, "used": 102400, "total": 409600}],
                 "hugepages_total": 8388608, "hugepages_used": 6291456, "hugepages_size": 2097152,
                 "used": 267923456, "total": 268435456}""");
    }

    @Test
    void networkCardsHavePortsAndVirtualFunctions() throws IOException {
        assertSame(part("network"), """
                {"total": 2, "cards": [
                  {"driver": "ixgbe", "driver_version": "5.1", "firmware_version": "fw 1.2",
                   "ports": [{"id": "eth0", "address": "02:00:00:00:00:01", "port": 0, "protocol": "ethernet",
                              "auto_negotiation": false, "link_detected": true, "link_speed": 1000}],
                   "numa_node": 1, "pci_address": "0000:00:01.0", "vendor": "Intel Corporation", "vendor_id": "8086",
                   "product": "82599ES 10-Gigabit", "product_id": "10fb",
                   "sriov": {"current_vfs": 1, "maximum_vfs": 63, "vfs": [
                     {"numa_node": 0, "pci_address": "0000:00:01.1", "vendor": "Intel Corporation",
                      "vendor_id": "8086", "product_id": "10ed"}]}}]}""");
    }

    @Test
    void graphicsCardsHaveTheirNodes() throws IOException {
        assertSame(part("gpu"), """
                {"total": 1, "cards": [
                  {"driver": "i915", "driver_version": "6.1.0-test", "numa_node": 0, "pci_address": "0000:00:02.0",
                   "vendor": "Intel Corporation", "vendor_id": "8086", "product_id": "0412",
                   "drm": {"id": 0, "card_name": "card0", "card_device": "226:0",
                           "render_name": "renderD128", "render_device": "226:128"}}]}""");
    }

    @Test
    void disksHavePartitionsAndWhatUdevFound() throws IOException {
        assertSame(part("storage"), """
                {"total": 2, "disks": [
                  {"id": "nvme0n1", "device": "259:0", "model": "Fast Disk", "type": "nvme", "read_only": false,
                   "size": 1024000, "removable": false, "wwn": "eui.0025", "numa_node": 0, "block_size": 4096,
                   "firmware_version": "2B2", "rpm": 0, "serial": "S3R14L", "device_id": "nvme-Fast_Disk_S3R14L",
                   "partitions": [{"id": "nvme0n1p1", "device": "259:1", "read_only": true, "size": 512000,
                                   "partition": 1}]}]}""");
    }

    @Test
    void usbDevicesAreNamedAndHubsLeftOut() throws IOException {
        assertSame(part("usb"), """
                {"total": 1, "devices": [
                  {"bus_address": 1, "device_address": 4, "vendor": "Logitech, Inc.", "vendor_id": "046d",
                   "product": "USB Mouse", "product_id": "c077", "speed": 1.5,
                   "interfaces": [{"class": "Human Interface Device", "class_id": 3, "driver": "",
                     "driver_version": "", "number": 0, "subclass": "Boot Interface Subclass", "subclass_id": 1}]}]}""");
    }

    @Test
    void devicesOnThePciBusHaveGroupsAndNames() throws IOException {
        List<?> devices = part("pci").get("devices") instanceof List<?> list ? list : List.of();

        assertThat(devices).hasSize(4);
        assertSame(devices.getFirst(), """
                {"driver": "ixgbe", "driver_version": "5.1", "numa_node": 1, "pci_address": "0000:00:01.0",
                 "vendor": "Intel Corporation", "vendor_id": "8086", "product": "82599ES 10-Gigabit",
                 "product_id": "10fb", "iommu_group": 17, "vpd": {}}""");
    }

    @Test
    void theSystemIsWhatTheFirmwareSays() throws IOException {
        assertSame(part("system"), """
                {"uuid": "u-1", "vendor": "Maker", "product": "Box", "family": "", "version": "", "sku": "",
                 "serial": "", "type": "physical",
                 "firmware": {"vendor": "", "date": "01/02/2020", "version": ""},
                 "chassis": {"vendor": "", "type": "Rack Mount Chassis", "serial": "", "version": ""},
                 "motherboard": {"vendor": "", "product": "Board", "serial": "", "version": ""}}""");
    }

    @Test
    void aHostThatShowsNothingHasNothing() {
        Map<String, Object> bare =
                new HashMap<>(new HostHardware(folder, "x86_64", () -> "container", _ -> Optional.empty()).read());

        assertSame(requireNonNull(bare.get("network")), "{\"cards\": [], \"total\": 0}");
        assertSame(requireNonNull(bare.get("cpu")), "{\"architecture\": \"x86_64\", \"sockets\": [], \"total\": 0}");
        assertThat(String.valueOf(bare.get("system"))).contains("firmware=null");
    }

    @Test
    void thisHostIsRead() {
        var hardware = new HostHardware(Path.of("/"), "x86_64", () -> "unknown", new DriverLinks());

        assertThat(ApiJson.toTree(hardware.read())).asString().contains("total=");
        assertThat(Files.exists(Path.of("/proc/cpuinfo"))).isTrue();
    }
}
