package io.gantry.daemon.runtime;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kernel modules that instances need on the host ({@code linux.kernel_modules}). Thread-safe. */
record KernelModules(CommandRunner commands) {
    /** @throws DaemonException INVALID_REQUEST naming a module that can't be loaded */
    void load(ExpandedInstance instance) {
        for (String module : instance.get(InstanceKeys.LINUX_KERNEL_MODULES)) {
            // What is built into the kernel needs no loading, nor has every host the program for it.
            if (Files.notExists(Path.of("/sys/module", module.replace('-', '_')))) {
                load(instance, module);
            }
        }
    }

    private void load(ExpandedInstance instance, String module) {
        try {
            commands.run(Command.of("modprobe", "-b", module));
        } catch (CommandException failure) {
            throw DaemonException.invalid("kernel module " + module + ", which instance " + instance.key()
                    + " needs, cannot be loaded: " + failure.getMessage());
        }
    }
}
