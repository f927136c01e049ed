package io.gantry.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Questions on standard output and answers from standard input.
 *
 * <p>An answer is read byte by byte up to its line end, so that what follows on a pipe stays there for the next
 * question.
 */
public final class Prompts {
    private final Terminal terminal;

    public Prompts(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * The line typed in reply, without its end.
     *
     * @param instead what the user can do so that nothing is asked, such as {@code pass --force}
     * @throws NoAnswerException at the end of the input
     */
    public String ask(String question, String instead) throws IOException {
        show(question);
        return readLine(instead);
    }

    /**
     * As {@link #ask}, while the echo is switched off for a secret that is asked for later and may come with the same
     * paste: the answer is shown once its line is whole, and nothing of what follows it.
     */
    public String askBeforeSecret(String question, String instead) throws IOException {
        String answer = ask(question, instead);
        if (terminal.isTerminal(Terminal.Stream.INPUT)) {
            show(answer + "\n");
        }
        return answer;
    }

    /** As {@link #ask}, but what is typed does not show, however soon after the question it comes. */
    public String askSecret(String question, String instead) throws IOException {
        try (var _ = terminal.withoutEcho()) {
            show(question);
            return readLine(instead);
        } finally {
            if (terminal.isTerminal(Terminal.Stream.INPUT)) {
                show("\n");
            }
        }
    }

    private void show(String text) throws IOException {
        terminal.out().write(text.getBytes(StandardCharsets.UTF_8));
        terminal.out().flush();
    }

    private String readLine(String instead) throws IOException {
        var line = new ByteArrayOutputStream();
        int next = terminal.in().read();
        if (next == -1) {
            show("\n");
            throw new NoAnswerException("there is nobody to answer; " + instead + " instead");
        }
        for (; next != -1 && next != '\n'; next = terminal.in().read()) {
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
