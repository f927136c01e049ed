package io.gantry.daemon.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VitalProductDataTest {
    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void hasTheProductsNameAndItsEntries() {
        byte[] data = bytes("\u0082\u0004\u0000Card\u0090\u000e\u0000PN\u0003A-1RV\u0001xSN\u00019x");

        assertThat(VitalProductData.read(data))
                .isEqualTo(Map.of("product_name", "Card", "entries", Map.of("PN", "A-1", "SN", "9")));
    }

    @Test
    void dataThatIsCutOffIsReadAsFarAsItGoes() {
        assertThat(VitalProductData.read(bytes("\u0082@\u0000Card"))).isEqualTo(Map.of("product_name", "Card"));
        assertThat(VitalProductData.read(bytes("\u0082\u0004"))).isEmpty();
        assertThat(VitalProductData.read(new byte[] {(byte) 0x90, 4, 0, 'P', 'N', (byte) 0xff, 'x'}))
                .isEqualTo(Map.of("entries", Map.of("PN", "x")));
        assertThat(VitalProductData.read(new byte[0])).isEmpty();
    }
}
