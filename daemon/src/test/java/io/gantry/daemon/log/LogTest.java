package io.gantry.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Log log = new Log(
            new PrintStream(written, true, StandardCharsets.UTF_8),
            Level.INFO,
            () -> Instant.parse("2026-01-02T03:04:05Z"));
    private final Logger logger = new LogWriter("io.gantry.Thing", log);

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void isWhatSlf4jFinds() {
        assertThat(LoggerFactory.getLogger("a")).isInstanceOf(LogWriter.class);
    }

    @Test
    void writesLinesOfItsLevelAndAbove() {
        logger.debug("not this");
        logger.info("began {} and {}", "one", 2);
        logger.atWarn().addKeyValue("method", "GET").log("asked");

        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst()).endsWith(" INFO io.gantry.Thing: began one and 2");
        assertThat(lines().getLast()).endsWith(" WARN io.gantry.Thing: asked method=GET");
    }

    @Test
    void aFailureIsWrittenWithItsStack() {
        logger.warn("the act on {} failed", "c1", new IllegalStateException("why"));

        assertThat(lines().getFirst()).endsWith("the act on c1 failed");
        assertThat(lines().get(1)).isEqualTo("java.lang.IllegalStateException: why");
    }

    @Test
    void listenersHearAllWhileTheyListenButOfLibrariesOnlyWarnings() {
        var heard = new ArrayList<String>();
        log.tell(new LogListener() {
            @Override
            public boolean isListening() {
                return heard.size() < 2;
            }

            @Override
            public void logged(Level level, String message, Map<String, String> context) {
                heard.add(level + " " + message + " " + context);
            }
        });
        new LogWriter("org.eclipse.jetty.server.Server", log).info("noise");
        new LogWriter("org.sqlite.core.NativeDB", log).trace("DB execute: select * from instances");
        new LogWriter("org.sqlite.core.NativeDB", log).info("noise too");
        logger.trace("each step");
        logger.atDebug().addKeyValue("url", "/1.0").log("asked");
        logger.error("bad");
        logger.debug("nobody listens now");

        assertThat(new LogWriter("org.sqlite.core.NativeDB", log).isTraceEnabled())
                .isFalse();
        assertThat(heard).containsExactly("DEBUG asked {url=/1.0}", "ERROR bad {}");
        assertThat(lines()).hasSize(1);
    }
}
