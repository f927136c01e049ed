package io.gantry.system.command;

import java.util.List;

/** Kills a process and all that descends from it. */
final class ProcessTree {
    private ProcessTree() {}

    static void kill(Process process) {
        // The children are listed first: once their parent is dead they belong to init and can't be found.
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
