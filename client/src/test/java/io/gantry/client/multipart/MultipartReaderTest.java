package io.gantry.client.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    private static final String TYPE = "multipart/form-data; boundary=\"x-1\"";

    private static InputStream body(byte[] metadata, byte[] rootfs) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("--x-1\r\nContent-Disposition: form-data; name=\"metadata\"; filename=\"meta.tar\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(metadata);
        body.writeBytes("\r\n--x-1\r\ncontent-disposition: form-data; name=rootfs; filename=\"a \\\"b\\\"\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(rootfs);
        body.writeBytes("\r\n--x-1--\r\n".getBytes(StandardCharsets.US_ASCII));
        return new ByteArrayInputStream(body.toByteArray());
    }

    private static byte[] content(MultipartReader reader) throws IOException {
        var out = new ByteArrayOutputStream();
        reader.copyTo(out);
        return out.toByteArray();
    }

    @Test
    void partsComeOutAsTheyWentIn() throws Exception {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        byte[] tricky = "a\r\n--x-\r\n--x\r\n-".getBytes(StandardCharsets.US_ASCII);
        var reader = MultipartReader.of(TYPE, body(tricky, large));

        assertThat(reader.next().orElseThrow().name()).isEqualTo("metadata");
        assertThat(content(reader)).isEqualTo(tricky);
        var second = reader.next().orElseThrow();
        assertThat(second.name()).isEqualTo("rootfs");
        assertThat(second.filename()).contains("a \"b\"");
        assertThat(content(reader)).isEqualTo(large);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void anEmptyPartIsAPart() throws Exception {
        var reader = MultipartReader.of(TYPE, body(new byte[0], new byte[] {1}));
        assertThat(reader.next()).isPresent();
        assertThat(content(reader)).isEmpty();
        assertThat(reader.next()).isPresent();
    }

    @Test
    void aBodyThatIsCutOffIsAFailure() throws Exception {
        byte[] whole = body(new byte[1000], new byte[1000]).readAllBytes();
        var reader = MultipartReader.of(TYPE, new ByteArrayInputStream(whole, 0, 1500));
        reader.next();
        content(reader);
        reader.next();
        assertThatThrownBy(() -> content(reader)).isInstanceOf(EOFException.class);
    }

    @Test
    void aTypeWithoutABoundaryIsRefused() {
        assertThatThrownBy(() -> MultipartReader.of("multipart/form-data", InputStream.nullInputStream()))
                .isInstanceOf(MalformedMultipartException.class);
    }
}
