package io.gantry.daemon.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cards, with the virtual functions (SR-IOV) of each below it. For one thread. */
final class VirtualFunctions {
    private final List<Map<String, Object>> cards = new ArrayList<>();
    private final Map<String, List<Object>> functionsByAddress = new HashMap<>();

    /** @param card the view of the device; virtual functions are added to it */
    void add(Path device, Map<String, Object> card) {
        SystemTree.number(device.resolve("sriov_totalvfs")).ifPresent(most -> {
            var functions = new LinkedHashMap<String, Object>();
            functions.put(
                    "current_vfs",
                    SystemTree.number(device.resolve("sriov_numvfs")).orElse(0));
            functions.put("maximum_vfs", most);
            functions.put(
                    "vfs",
                    functionsByAddress.computeIfAbsent(
                            String.valueOf(card.get("pci_address")), _ -> new ArrayList<>()));
            card.put("sriov", functions);
        });
        Optional<String> parent = SystemTree.targetName(device.resolve("physfn"));
        if (parent.isPresent()) {
            functionsByAddress
                    .computeIfAbsent(parent.get(), _ -> new ArrayList<>())
                    .add(card);
        } else {
            cards.add(card);
        }
    }

    /** All cards and how many they are, virtual functions included. */
    Map<String, Object> cards() {
        int functions =
                functionsByAddress.values().stream().mapToInt(List::size).sum();
        return Map.of("cards", cards, "total", cards.size() + functions);
    }
}
