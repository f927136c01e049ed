package io.gantry.daemon.hardware;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a device is on its bus, what it is and what drives it. */
final class DeviceIdentity {
    private final String kernelRelease;

    /** @param kernelRelease the version of drivers that are part of the kernel */
    DeviceIdentity(String kernelRelease) {
        this.kernelRelease = kernelRelease;
    }

    /** Adds {@code driver} and {@code driver_version} where the device has a driver. */
    void addDriver(Path device, Map<String, Object> fields) {
        Path driver = device.resolve("driver");
        SystemTree.targetName(driver).ifPresent(name -> {
            fields.put("driver", name);
            fields.put(
                    "driver_version",
                    SystemTree.text(driver.resolve("module").resolve("version")).orElse(kernelRelease));
        });
    }

    /** Adds the ids of vendor and product and, where they are known, their names. */
    static void addProduct(Path device, DeviceNames names, Map<String, Object> fields) {
        String vendor = SystemTree.id(device.resolve("vendor"));
        String product = SystemTree.id(device.resolve("device"));
        putUnlessEmpty(fields, "vendor", names.vendor(vendor));
        putUnlessEmpty(fields, "vendor_id", vendor);
        putUnlessEmpty(fields, "product", names.product(vendor, product));
        putUnlessEmpty(fields, "product_id", product);
    }

    static void putUnlessEmpty(Map<String, Object> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    /** The address on the PCI bus, such as {@code 0000:00:03.0}, of the device or the one that a virtio device is on. */
    static Optional<String> pciAddress(Path device) {
        return SystemTree.real(device).flatMap(real -> {
            Optional<String> bus = SystemTree.targetName(real.resolve("subsystem"));
            Path holder = real.getParent();
            if (bus.filter("virtio"::equals).isPresent() && holder != null) {
                return onPci(holder);
            }
            return onPci(real);
        });
    }

    private static Optional<String> onPci(Path device) {
        return SystemTree.targetName(device.resolve("subsystem"))
                .filter("pci"::equals)
                .map(_ -> SystemTree.name(device));
    }

    /** The bus and device number, such as {@code 1:4}, of the USB device that this is or belongs to. */
    static Optional<String> usbAddress(Path device) {
        Optional<Path> real = SystemTree.real(device);
        if (real.isEmpty() || !real.get().toString().contains("/usb")) {
            return Optional.empty();
        }
        for (Path each = real.get(); each != null; each = each.getParent()) {
            Path holder = each;
            Optional<String> bus = SystemTree.text(holder.resolve("busnum"));
            if (bus.isPresent()) {
                return SystemTree.text(holder.resolve("devnum")).map(number -> bus.get() + ":" + number);
            }
        }
        return Optional.empty();
    }
}
