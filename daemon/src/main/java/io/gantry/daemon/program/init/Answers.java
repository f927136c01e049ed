package io.gantry.daemon.program.init;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Questions on standard output, and answers, one a line, from a terminal or a pipe; complaints go elsewhere. */
final class Answers {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream errors;
    private final @Nullable Console console;

    /** @param console where passwords can be typed unseen; null where there is no terminal */
    Answers(InputStream in, PrintStream out, PrintStream errors, @Nullable Console console) {
        this.in = in;
        this.out = out;
        this.errors = errors;
        this.console = console;
    }

    void say(String line) {
        out.println(line);
    }

    /** A question to be answered with yes or no. */
    boolean isYes(String question, boolean byDefault) throws IOException {
        return ask(question, byDefault ? "yes" : "no", answer -> switch (answer.toLowerCase(Locale.ROOT)) {
                    case "yes", "y", "no", "n" -> Optional.empty();
                    default -> Optional.of("");
                })
                .toLowerCase(Locale.ROOT)
                .startsWith("y");
    }

    String choice(String question, List<String> choices, String byDefault) throws IOException {
        return ask(question, byDefault, answer -> choices.contains(answer) ? Optional.empty() : Optional.of(""));
    }

    /** Any text; none is taken only as a default. */
    String text(String question, String byDefault) throws IOException {
        return ask(question, byDefault, answer -> answer.isEmpty() ? Optional.of("") : Optional.empty());
    }

    /**
     * Asks until the answer is right.
     *
     * @param complaint what is wrong with an answer, which may be nothing in particular; empty where it is right
     * @throws IOException where the answers have come to their end
     */
    String ask(String question, String byDefault, Function<String, Optional<String>> complaint) throws IOException {
        while (true) {
            out.print(question);
            out.flush();
            String line = line(question).strip();
            String answer = line.isEmpty() ? byDefault : line;
            Optional<String> wrong = complaint.apply(answer);
            if (wrong.isEmpty()) {
                return answer;
            }
            complain(wrong.get());
        }
    }

    private void complain(String what) {
        errors.println(what.isEmpty() ? "Invalid input, try again." : "Invalid input: " + what);
        errors.println();
    }

    /** A password that is typed twice. */
    String password(String question) throws IOException {
        while (true) {
            String first = secret(question);
            String second = secret("Again: ");
            if (!first.isEmpty() && first.equals(second)) {
                return first;
            }
            complain("");
        }
    }

    private String secret(String question) throws IOException {
        if (console != null) {
            // Echo is off before the question is there to be answered.
            char[] typed = console.readPassword("%s", question);
            if (typed == null) {
                throw nobody(question);
            }
            return new String(typed);
        }
        out.print(question);
        out.flush();
        String answer = line(question);
        out.println();
        return answer;
    }

    private String line(String question) throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        if (next == -1) {
            out.println();
            throw nobody(question);
        }
        for (; next != -1 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static IOException nobody(String question) {
        return new IOException("EOF: there is no answer to \"" + question.strip()
                + "\", and nothing has been changed; lxd init --auto and --preseed ask nothing");
    }
}
