package io.gantry.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies as bytes: what is whole is read, what is not is refused, and nothing is read for ever. */
class HttpReplyTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String body(String reply) throws IOException {
        return body(bytes(reply));
    }

    private static String body(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in);
        try (var body = new BodyInput(buffered, HttpHead.read(buffered), true, () -> {})) {
            return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void readsHeadersWhateverTheirCase() throws IOException {
        var head = HttpHead.read(bytes("HTTP/1.1 404 Not Found\r\neTAG:  \"x:y\" \r\nVia: a\r\nVia: b\r\n\r\n"));
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.header("ETag")).isEqualTo("\"x:y\"");
        assertThat(head.header("via")).isEqualTo("a, b");
        assertThat(head.keepsAlive()).isTrue();
    }

    @Test
    void skipsInterimReplies() throws IOException {
        assertThat(HttpHead.read(bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\n\r\n"))
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close", "connection: keep-alive, Close"})
    void knowsThatTheConnectionEnds(String header) throws IOException {
        assertThat(HttpHead.read(bytes("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n"))
                        .keepsAlive())
                .isFalse();
        assertThat(HttpHead.read(bytes("HTTP/1.0 200 OK\r\n\r\n")).keepsAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 -12 OK\r\n\r\n",
                "HTTP/1.1 200OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
                "HTTP/1.1 200 OK\r\n folded: line\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3",
            })
    void refusesBrokenHeads(String head) {
        assertThatThrownBy(() -> HttpHead.read(bytes(head))).isInstanceOf(IOException.class);
    }

    @Test
    void aConnectionThatEndsBeforeTheAnswerIsToldFromOneThatBreaks() {
        assertThatThrownBy(() -> HttpHead.read(bytes(""))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> HttpHead.read(bytes("H")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(EOFException.class);
    }

    @Test
    void headsHaveALimit() {
        var endless = bytes("HTTP/1.1 200 OK\r\nX: " + "a".repeat(1 << 20));
        assertThatThrownBy(() -> HttpHead.read(endless)).hasMessageContaining("does not end");
        var manyHeaders = bytes("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(100_000) + "\r\n");
        assertThatThrownBy(() -> HttpHead.read(manyHeaders)).hasMessageContaining("does not end");
        var interim = bytes("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000));
        assertThatThrownBy(() -> HttpHead.read(interim)).hasMessageContaining("interim");
    }

    @Test
    void readsBodiesOfEachFraming() throws IOException {
        assertThat(body("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhellomore"))
                .isEqualTo("hello");
        assertThat(body("HTTP/1.1 200 OK\r\n\r\nto the end")).isEqualTo("to the end");
        assertThat(body(CHUNKED + "4;x=y\r\nWiki\r\n0A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"))
                .isEqualTo("Wiki0123456789");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -5\r\n\r\nhello",
                "Content-Length: +5\r\n\r\nhello",
                "Content-Length: 5, 6\r\n\r\nhello",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "Content-Length: 99999999999999999999\r\n\r\nhello",
                "Content-Length: 6\r\n\r\nhello",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello6\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
            })
    void refusesBodiesThatAreNotWhole(String rest) {
        assertThatThrownBy(() -> body("HTTP/1.1 200 OK\r\n" + rest)).isInstanceOf(IOException.class);
    }

    @Test
    void aChunkedReplyCutAnywhereIsRefused() {
        String whole = CHUNKED + "5\r\nhello\r\n3;a=b\r\nyou\r\n0\r\nA: b\r\n\r\n";
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> body(cut)).as(cut).isInstanceOf(IOException.class);
        }
    }

    @Test
    void chunksOfAnySizeGiveTheWholeBodyHoweverItIsRead() throws IOException {
        var random = new Random(20160412);
        for (int round = 0; round < 200; round++) {
            byte[] expected = new byte[random.nextInt(5000)];
            random.nextBytes(expected);
            String text = new String(expected, StandardCharsets.ISO_8859_1);
            var reply = new StringBuilder(CHUNKED);
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(700));
                reply.append(Integer.toHexString(end - at)).append("\r\n");
                reply.append(text, at, end).append("\r\n");
                at = end;
            }
            var in = new BufferedInputStream(bytes(reply.append("0\r\n\r\n").toString()));
            var completions = new AtomicInteger();
            var body = new BodyInput(in, HttpHead.read(in), true, completions::incrementAndGet);
            var read = new StringBuilder();
            byte[] buffer = new byte[1000];
            for (int count = 0; count >= 0; count = body.read(buffer, 0, random.nextInt(1, buffer.length))) {
                read.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
            assertThat(read.toString()).isEqualTo(text);
            assertThat(completions).hasValue(1);
        }
    }

    /** Bytes near to a reply: whatever they are, reading ends, with a body or with an IOException. */
    @Test
    void damagedRepliesNeverDoMoreThanFail() {
        String whole = "HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(body(new ByteArrayInputStream(damaged)).length()).isLessThanOrEqualTo(damaged.length);
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}
