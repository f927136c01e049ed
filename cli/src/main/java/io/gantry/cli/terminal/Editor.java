package io.gantry.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The user's editor: {@code VISUAL}, {@code EDITOR}, or one of those that systems come with. */
public final class Editor {
    private static final List<String> USUAL = List.of("editor", "vi", "emacs", "nano");

    private final Terminal terminal;
    private final Map<String, String> environment;

    public Editor(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /**
     * The text after the user changed it.
     *
     * @param suffix of the file's name, by which editors know what it is
     */
    public String edit(String text, String suffix) throws IOException {
        Path file = Files.createTempFile("lxc_editor_", suffix);
        try {
            Files.writeString(file, text);
            edit(file);
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Opens the editor on a file, and returns when the user is done. */
    public void edit(Path file) throws IOException {
        var command = new ArrayList<String>();
        for (String word : command().split(" ", -1)) {
            if (!word.isEmpty()) {
                command.add(word);
            }
        }
        command.add(file.toString());
        int status = terminal.run(command, Map.of());
        if (status != 0) {
            throw new IOException(
                    "the editor " + command.getFirst() + " ended with status " + status + "; nothing was changed");
        }
    }

    private String command() throws IOException {
        for (String name : List.of("VISUAL", "EDITOR")) {
            @Nullable String chosen = environment.get(name);
            if (chosen != null && !chosen.isBlank()) {
                return chosen;
            }
        }
        for (String program : USUAL) {
            for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                    return program;
                }
            }
        }
        throw new IOException("no editor was found; set the environment variable EDITOR to one");
    }
}
