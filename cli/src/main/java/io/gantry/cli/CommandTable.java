package io.gantry.cli;

import io.gantry.cli.command.Command;
import io.gantry.cli.exec.Exec;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.instance.Info;
import io.gantry.cli.instance.InstanceCopy;
import io.gantry.cli.instance.InstanceCreation;
import io.gantry.cli.instance.InstanceDelete;
import io.gantry.cli.instance.InstanceList;
import io.gantry.cli.instance.InstanceMove;
import io.gantry.cli.instance.InstanceRename;
import io.gantry.cli.instance.Publish;
import io.gantry.cli.instance.SnapshotCreate;
import io.gantry.cli.instance.SnapshotRestore;
import io.gantry.cli.instance.StateChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All commands: their words, and the class of each. Only the class of the command that is called is loaded, because
 * loading classes is most of what a short command costs.
 */
final class CommandTable {
    private static final CommandEntry[] ENTRIES = {
        shown("copy", "cp", "Copy instances within or in between servers"),
        shown("delete", "rm", "Delete instances and snapshots"),
        shown("exec", "", "Execute commands in instances"),
        shown("info", "", "Show instance or server information"),
        hidden("init", "", "Create instances from images"),
        shown("launch", "", "Create and start instances from images"),
        shown("list", "ls", "List instances"),
        shown("move", "mv", "Move instances within or in between servers"),
        hidden("pause", "", "Pause instances"),
        shown("publish", "", "Publish instances as images"),
        shown("rename", "", "Rename instances and snapshots"),
        shown("restart", "", "Restart instances"),
        shown("restore", "", "Restore instances from snapshots"),
        shown("snapshot", "", "Create instance snapshots"),
        shown("start", "", "Start instances"),
        shown("stop", "", "Stop instances"),
    };

    private CommandTable() {}

    private static CommandEntry shown(String path, String otherNames, String summary) {
        return new CommandEntry(path, otherNames, summary, CommandEntry.Visibility.SHOWN);
    }

    private static CommandEntry hidden(String path, String otherNames, String summary) {
        return new CommandEntry(path, otherNames, summary, CommandEntry.Visibility.HIDDEN);
    }

    /** The command that a word calls below a group, null where there is none. */
    static @Nullable CommandEntry find(String group, String word) {
        for (CommandEntry entry : ENTRIES) {
            if (entry.isCalled(word) && entry.group().equals(group)) {
                return entry;
            }
        }
        return null;
    }

    static CommandEntry entry(String path) {
        for (CommandEntry entry : ENTRIES) {
            if (entry.path().equals(path)) {
                return entry;
            }
        }
        throw new IllegalArgumentException("no command " + path);
    }

    /** Whether there are commands below this path. */
    static boolean isGroup(String path) {
        for (CommandEntry entry : ENTRIES) {
            if (entry.path().length() > path.length()
                    && entry.path().startsWith(path)
                    && entry.path().charAt(path.length()) == ' ') {
                return true;
            }
        }
        return false;
    }

    /** The commands and groups right below a group, in the order of the table. */
    static List<CommandEntry> below(String group) {
        var entries = new ArrayList<CommandEntry>();
        for (CommandEntry entry : ENTRIES) {
            if (entry.group().equals(group)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    static Command command(String path) {
        return switch (path) {
            case "copy" -> new InstanceCopy();
            case "delete" -> new InstanceDelete();
            case "exec" -> new Exec();
            case "info" -> new Info();
            case "init" -> new InstanceCreation(InstanceCreation.Afterwards.LEAVE_STOPPED);
            case "launch" -> new InstanceCreation(InstanceCreation.Afterwards.START);
            case "list" -> new InstanceList();
            case "move" -> new InstanceMove();
            case "pause" -> new StateChange(StateChange.Action.FREEZE);
            case "publish" -> new Publish();
            case "rename" -> new InstanceRename();
            case "restart" -> new StateChange(StateChange.Action.RESTART);
            case "restore" -> new SnapshotRestore();
            case "snapshot" -> new SnapshotCreate();
            case "start" -> new StateChange(StateChange.Action.START);
            case "stop" -> new StateChange(StateChange.Action.STOP);
            default -> throw new UsageException("no command \"" + path + "\"; `lxc help` lists the commands");
        };
    }
}
