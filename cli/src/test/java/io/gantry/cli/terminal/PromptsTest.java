package io.gantry.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cli.fixture.FakeTerminal;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PromptsTest {
    @Test
    void oneAnswerALineAndWhatFollowsStaysInTheStream() throws IOException {
        FakeTerminal terminal = FakeTerminal.piped("y\nsecret\r\nrest");
        var prompts = new Prompts(terminal);
        assertThat(prompts.ask("ok? ", "pass --yes")).isEqualTo("y");
        assertThat(prompts.askSecret("Password: ", "pass --password")).isEqualTo("secret");
        assertThat(terminal.in().readAllBytes()).asString().isEqualTo("rest");
        assertThat(terminal.outText()).isEqualTo("ok? Password: ");
    }

    @Test
    void theLastLineNeedsNoEndAndMayBeEmpty() throws IOException {
        assertThat(new Prompts(FakeTerminal.piped("yes")).ask("?", "")).isEqualTo("yes");
        assertThat(new Prompts(FakeTerminal.piped("\n")).ask("?", "")).isEmpty();
    }

    @Test
    void nobodyToAnswerIsToldWhatToDoInstead() {
        assertThatThrownBy(() -> new Prompts(FakeTerminal.piped("")).ask("ok? ", "pass --yes"))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("pass --yes instead");
    }

    @Test
    void theLineOfATypedSecretIsEnded() throws IOException {
        FakeTerminal terminal = FakeTerminal.typed("secret\n");
        assertThat(new Prompts(terminal).askSecret("Password: ", "")).isEqualTo("secret");
        assertThat(terminal.outText()).isEqualTo("Password: \n");
        // A program that answers does so at once.
        assertThat(terminal.echoOffAfter()).containsExactly("");
    }

    @Test
    void anAnswerBeforeASecretIsShownWhenItsLineIsWholeAndNothingThatComesWithIt() throws IOException {
        FakeTerminal terminal = FakeTerminal.typed("y\nsecret\n");
        var prompts = new Prompts(terminal);
        try (var _ = terminal.withoutEcho()) {
            assertThat(prompts.askBeforeSecret("ok? ", "")).isEqualTo("y");
            assertThat(prompts.askSecret("Password: ", "")).isEqualTo("secret");
        }
        assertThat(terminal.outText()).isEqualTo("ok? y\nPassword: \n");
    }

    @Test
    void anAnswerThatIsPipedIsNotShown() throws IOException {
        FakeTerminal terminal = FakeTerminal.piped("y\n");
        assertThat(new Prompts(terminal).askBeforeSecret("ok? ", "")).isEqualTo("y");
        assertThat(terminal.outText()).isEqualTo("ok? ");
    }
}
