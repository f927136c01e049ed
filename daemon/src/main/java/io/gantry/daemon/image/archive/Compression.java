package io.gantry.daemon.image.archive;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.system.command.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How an archive is compressed: a program that turns standard input into standard output. */
public record Compression(String program, List<String> options) {
    private static final Set<String> PROGRAMS =
            Set.of("gzip", "pigz", "bzip2", "lzma", "xz", "zstd", "pzstd", "squashfs");

    public Compression {
        options = List.copyOf(options);
    }

    /**
     * What a client or the configuration asks for, such as {@code zstd -19}; empty for {@code none}.
     *
     * @throws DaemonException INVALID_REQUEST where it is not known, or not installed
     */
    public static Optional<Compression> of(String text) {
        List<String> words = List.of(text.strip().split("\\s+"));
        String program = words.getFirst();
        if (program.equals("none")) {
            return Optional.empty();
        }
        if (!PROGRAMS.contains(program)) {
            throw DaemonException.invalid(
                    "unknown compression algorithm \"%s\": use gzip, zstd, xz, bzip2, lzma, squashfs or none"
                            .formatted(program));
        }
        List<String> options = words.subList(1, words.size());
        for (String option : options) {
            // Only levels and the like: an option must not make the program read or write other files.
            if (!option.matches("-[0-9]{1,2}|-[eTt][0-9]*|--(fast|best|extreme|ultra|long|rsyncable)(=[0-9]+)?")) {
                throw DaemonException.invalid("the compression option %s is not permitted".formatted(option));
            }
        }
        if (program.equals("squashfs")) {
            return Optional.of(new Compression(installed("sqfstar"), options));
        }
        if (program.equals("gzip") && isInstalled("pigz")) {
            return Optional.of(new Compression("pigz", options));
        }
        return Optional.of(new Compression(installed(program), options));
    }

    private static String installed(String program) {
        if (!isInstalled(program)) {
            throw DaemonException.invalid(
                    "the compression program %s is not installed; install it, or use gzip".formatted(program));
        }
        return program;
    }

    /** Whether it writes to a file only, as squashfs needs it. */
    public boolean writesFile() {
        return program.equals("sqfstar");
    }

    /** The program for a {@link #writesFile} compression. */
    public Command commandTo(Path file) {
        return Command.of(program, "-quiet", "-no-progress", "-comp", "xz", file.toString())
                .unlimited();
    }

    public Command command() {
        List<String> arguments = new ArrayList<>(List.of("-c"));
        arguments.addAll(options);
        if (program.equals("gzip") || program.equals("pigz")) {
            // Without the time the same content makes the same image.
            arguments.add("-n");
        }
        if (program.equals("xz") || program.equals("zstd")) {
            arguments.add("-T0");
        }
        return Command.of(program, arguments).unlimited();
    }

    static boolean isInstalled(String program) {
        for (String folder : Optional.ofNullable(System.getenv("PATH"))
                .orElse("/usr/bin:/bin")
                .split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
