package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrettyJsonTest {
    private static String pretty(String json, PrettyJson.Order order) {
        return PrettyJson.write(ApiJson.readTree(json.getBytes(StandardCharsets.UTF_8)), order);
    }

    @Test
    void indentsByTabs() {
        assertThat(pretty("{\"b\":[1,2.5,{\"c\":null}],\"a\":{},\"d\":[],\"e\":true}", PrettyJson.Order.SORTED))
                .isEqualTo("""
                        {
                        	"a": {},
                        	"b": [
                        		1,
                        		2.5,
                        		{
                        			"c": null
                        		}
                        	],
                        	"d": [],
                        	"e": true
                        }""");
    }

    @Test
    void keepsTheOrderWhereAsked() {
        assertThat(pretty("{\"b\":1,\"a\":2}", PrettyJson.Order.AS_GIVEN)).isEqualTo("{\n\t\"b\": 1,\n\t\"a\": 2\n}");
    }

    @Test
    void escapesWhatMustBe() {
        String text = "q\" b\\ n\n t\t \u0001 \u2028 ü";
        String written = PrettyJson.write(text, PrettyJson.Order.SORTED);
        assertThat(written).isEqualTo("\"q\\\" b\\\\ n\\n t\\t \\u0001 \\u2028 ü\"");
        assertThat(ApiJson.readTree(written.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @Test
    void largeNumbersKeepAllDigits() {
        assertThat(pretty("10737418240", PrettyJson.Order.SORTED)).isEqualTo("10737418240");
    }
}
