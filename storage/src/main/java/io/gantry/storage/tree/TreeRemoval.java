package io.gantry.storage.tree;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandRunner;
import java.nio.file.Path;

/** Removes directory trees. It follows no links and leaves what is mounted in the tree alone. */
public final class TreeRemoval {
    private final CommandRunner commands;

    public TreeRemoval(CommandRunner commands) {
        this.commands = commands;
    }

    /**
     * Removes a tree or file; does nothing where there is none.
     *
     * @throws io.gantry.system.command.CommandException when something of it stays
     */
    public void remove(Path tree) {
        try {
            removeAtOnce(tree);
        } catch (CommandFailedException _) {
            // A privileged container may have forbidden changes of its files.
            allowChanges(tree);
            removeAtOnce(tree);
        }
    }

    private void removeAtOnce(Path tree) {
        commands.run(Command.of("rm", "-rf", "--one-file-system", "--", tree.toString())
                .unlimited());
    }

    private void allowChanges(Path tree) {
        try {
            commands.run(Command.of("chattr", "-R", "-f", "-i", "-a", "--", tree.toString())
                    .unlimited());
        } catch (CommandFailedException _) {
            // It fails at each file without such attributes, a link for one; removing again tells what matters.
        }
    }
}
