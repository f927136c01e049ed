package io.gantry.daemon.hardware;

import io.gantry.system.nativecall.EthernetLink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the drivers of the daemon's network say of their links, in the API's words. */
public final class DriverLinks implements NetworkCards.Links {
    private static final Map<Integer, String> MODES = modes();
    private static final Map<Integer, String> PORTS = new TreeMap<>(
            Map.of(7, "twisted pair", 8, "AUI", 9, "media-independent", 10, "fibre", 11, "BNC", 16, "backplane"));
    private static final Map<Integer, String> PLUGS = Map.of(
            0, "twisted pair",
            1, "AUI",
            2, "media-independent",
            3, "fibre",
            4, "BNC",
            5, "direct attach",
            0xef, "none",
            0xff, "other");

    /** By the kernel's number of each (linux/ethtool.h). */
    private static Map<Integer, String> modes() {
        var modes = new TreeMap<Integer, String>();
        String[] slow = {"10baseT", "100baseT", "1000baseT"};
        for (int i = 0; i < slow.length; i++) {
            modes.put(2 * i, slow[i] + "/Half");
            modes.put(2 * i + 1, slow[i] + "/Full");
        }
        modes.put(12, "10000baseT/Full");
        modes.put(15, "2500baseX/Full");
        List<String> fromKx = List.of("1000baseKX", "10000baseKX4", "10000baseKR");
        List<String> fromMld2 = List.of(
                "20000baseMLD2",
                "20000baseKR2",
                "40000baseKR4",
                "40000baseCR4",
                "40000baseSR4",
                "40000baseLR4",
                "56000baseKR4",
                "56000baseCR4",
                "56000baseSR4",
                "56000baseLR4",
                "25000baseCR",
                "25000baseKR",
                "25000baseSR",
                "50000baseCR2",
                "50000baseKR2",
                "100000baseKR4",
                "100000baseSR4",
                "100000baseCR4",
                "100000baseLR4_ER4",
                "50000baseSR2",
                "1000baseX",
                "10000baseCR",
                "10000baseSR",
                "10000baseLR",
                "10000baseLRM",
                "10000baseER",
                "2500baseT",
                "5000baseT");
        for (int i = 0; i < fromKx.size(); i++) {
            modes.put(17 + i, fromKx.get(i) + "/Full");
        }
        for (int i = 0; i < fromMld2.size(); i++) {
            modes.put(21 + i, fromMld2.get(i) + "/Full");
        }
        return modes;
    }

    @Override
    public Optional<NetworkCards.Link> of(String name) {
        return EthernetLink.of(name).map(DriverLinks::told);
    }

    static NetworkCards.Link told(EthernetLink link) {
        var fields = new LinkedHashMap<String, Object>();
        DeviceIdentity.putUnlessEmpty(fields, "address", link.address());
        fields.put("link_detected", link.isDetected());
        link.settings().ifPresent(settings -> {
            fields.put("supported_modes", chosen(MODES, settings));
            fields.put("supported_ports", chosen(PORTS, settings));
            DeviceIdentity.putUnlessEmpty(fields, "port_type", PLUGS.getOrDefault(settings.port(), ""));
            DeviceIdentity.putUnlessEmpty(
                    fields,
                    "transceiver_type",
                    Map.of(0, "internal", 1, "external").getOrDefault(settings.transceiver(), ""));
            fields.put("auto_negotiation", settings.isNegotiated());
            if (link.isDetected()) {
                settings.speed().ifPresent(speed -> fields.put("link_speed", speed));
                DeviceIdentity.putUnlessEmpty(
                        fields, "link_duplex", Map.of(0, "half", 1, "full").getOrDefault(settings.duplex(), ""));
            }
        });
        fields.values().removeIf(value -> value instanceof List<?> list && list.isEmpty());
        return new NetworkCards.Link(fields, link.firmware());
    }

    private static List<String> chosen(Map<Integer, String> names, EthernetLink.Settings settings) {
        var chosen = new ArrayList<String>();
        names.forEach((bit, name) -> {
            if (settings.supported().get(bit)) {
                chosen.add(name);
            }
        });
        return chosen;
    }
}
