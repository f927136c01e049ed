package io.gantry.daemon.log;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** The logger of one class. */
final class LogWriter extends LegacyAbstractLogger implements LoggingEventAware {
    /** Libraries say much that only those who work on them understand, such as each statement in SQL. */
    private static final String OURS = "io.gantry.";

    private final transient Log log;
    private final boolean isOurs;

    LogWriter(String name, Log log) {
        this.name = name;
        this.log = log;
        this.isOurs = name.startsWith(OURS);
    }

    private boolean isEnabled(Level level) {
        return (isOurs || level.toInt() >= Level.WARN.toInt()) && log.isEnabled(level);
    }

    @Override
    public boolean isTraceEnabled() {
        return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isEnabled(Level.ERROR);
    }

    @Override
    public void log(LoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        var context = new TreeMap<String, String>();
        if (pairs != null) {
            pairs.forEach(pair -> context.put(pair.key, Objects.toString(pair.value)));
        }
        write(event.getLevel(), event.getMessage(), event.getArgumentArray(), context, event.getThrowable());
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        write(level, message, arguments, Map.of(), failure);
    }

    private void write(
            Level level,
            @Nullable String message,
            Object @Nullable [] arguments,
            Map<String, String> context,
            @Nullable Throwable failure) {
        String text = MessageFormatter.basicArrayFormat(message, arguments);
        log.write(level, name, text == null ? "" : text, context, failure);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }
}
