package io.gantry.cli.command;

import java.io.IOException;
import org.apache.commons.cli.Options;

/** One command of the client. An object serves one call. */
public interface Command {
    /** The arguments as the help shows them, such as {@code [<remote>:]<instance> <new name>}. */
    String arguments();

    /** What it does: a sentence, and what else the user should know. */
    String description();

    /** The flags of this command, without the global ones. */
    default Options options() {
        return new Options();
    }

    /**
     * After how many arguments the rest of the line belongs to somebody else, flags included; -1 for never.
     */
    default int ownArguments() {
        return -1;
    }

    /** Does it, and gives the exit status back. */
    int run(Invocation invocation) throws IOException;
}
