package io.gantry.cli.instance;

import io.gantry.cli.failure.UsageException;
import java.util.Arrays;

/** Who connects to whom when an instance goes from one server to another. */
enum TransferMode {
    /** The target connects to the source. */
    PULL("pull"),
    /** The source connects to the target. */
    PUSH("push"),
    /** The client connects to both and carries everything between them. */
    RELAY("relay");

    private final String word;

    TransferMode(String word) {
        this.word = word;
    }

    static TransferMode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new UsageException("the transfer mode \"" + word + "\" is unknown; it is pull, push or relay"));
    }
}
