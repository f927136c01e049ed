package io.gantry.daemon.hardware;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandRunner;
import java.util.Optional;
import java.util.function.Supplier;

/** What the host runs on, as systemd sees it; asked once. Safe for use by many threads. */
public final class MachineKind implements Supplier<String> {
    private final CommandRunner commands;
    private volatile Optional<String> known = Optional.empty();

    public MachineKind(CommandRunner commands) {
        this.commands = commands;
    }

    /** {@code container}, {@code virtual-machine}, {@code physical}, or {@code unknown} where nobody can say. */
    @Override
    public String get() {
        return known.orElseGet(() -> {
            String found = find();
            known = Optional.of(found);
            return found;
        });
    }

    private String find() {
        if (isIt("--container")) {
            return "container";
        }
        if (isIt("--vm")) {
            return "virtual-machine";
        }
        return isIt("--version") ? "physical" : "unknown";
    }

    /** The program ends with 0 for yes. */
    private boolean isIt(String kind) {
        try {
            commands.run(Command.of("systemd-detect-virt", kind));
            return true;
        } catch (CommandFailedException e) {
            return false;
        }
    }
}
