package io.gantry.daemon.log;

import java.util.Map;
import org.slf4j.event.Level;

/** Hears of what is logged. Called by the thread that logs: must neither block nor throw. */
public interface LogListener {
    /** Whether anybody would hear it now. */
    boolean isListening();

    /** @param context details by name, such as {@code method -> GET} */
    void logged(Level level, String message, Map<String, String> context);
}
