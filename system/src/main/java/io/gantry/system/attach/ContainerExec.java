package io.gantry.system.attach;

import java.nio.file.Path;

/** Runs programs inside running containers. Safe for use by many threads. */
public interface ContainerExec {
    /**
     * Starts a program whose standard descriptors are three pipes.
     *
     * @throws io.gantry.system.command.CommandException where nothing can be started; a program that does not exist, or
     *     a container that has ended, shows in {@link Attached#waitFor} only
     */
    AttachedProgram withPipes(AttachRequest request);

    /** Starts a program on a new terminal of the container; fails as {@link #withPipes}. */
    AttachedTerminal onTerminal(AttachRequest request, WindowSize size);

    /**
     * Starts a program without input that appends to two files, made where they are missing. What it leaves in the
     * background goes on writing to them after its end. Fails as {@link #withPipes}.
     */
    Attached toFiles(AttachRequest request, Path output, Path errors);
}
