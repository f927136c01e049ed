package io.gantry.daemon.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Map<String, Object> VALUES = Map.of(
            "container", Map.of("name", "c1", "privileged", "false"),
            "trigger", "create",
            "properties", Map.of("default", "#cloud-config"),
            "devices", Map.of("eth0", Map.of("type", "nic"), "root", Map.of("type", "disk")),
            "config_get",
                    (Value.Function) arguments -> arguments.getFirst().equals("user.known") ? "yes" : arguments.get(1));

    private static String render(String template) throws MalformedTemplateException {
        return Template.parse(template).render(VALUES);
    }

    @Test
    void valuesOfTheContainerStandInTheText() throws Exception {
        assertThat(render("name: {{ container.name }}\n")).isEqualTo("name: c1\n");
    }

    @Test
    void configurationHasADefault() throws Exception {
        assertThat(render("{{ config_get(\"user.known\", \"\") }} {{ config_get('user.none', properties.default) }}"))
                .isEqualTo("yes #cloud-config");
    }

    @Test
    void conditionsChooseOneBranch() throws Exception {
        String template =
                "{% if trigger == \"copy\" %}a{% elif trigger == 'create' and not missing %}b{% else %}c{% endif %}";
        assertThat(render(template)).isEqualTo("b");
    }

    @Test
    void networkTemplateOfRealImagesFallsBackToDhcp() throws Exception {
        String template = """
                {% if config_get("user.network-config", "") == "" %}version: 1
                config:
                  - type: physical
                {% else %}{{ config_get("user.network-config", "") }}{% endif %}""";
        assertThat(render(template)).isEqualTo("version: 1\nconfig:\n  - type: physical\n");
    }

    @Test
    void loopsGoThroughMapsByTheirKeys() throws Exception {
        assertThat(render("{% for name, device in devices %}{{ forloop.Counter }}{{ name }}={{ device.type }};"
                        + "{% endfor %}"))
                .isEqualTo("1eth0=nic;2root=disk;");
    }

    @Test
    void anEmptyLoopHasItsOwnText() throws Exception {
        assertThat(render("{% for x in missing %}x{% empty %}none{% endfor %}")).isEqualTo("none");
    }

    @Test
    void filtersChangeValues() throws Exception {
        assertThat(render(
                        "{{ missing|default:\"d\"|upper }} {{ container.name|length }}{{ \"a,b\"|split:\",\"|last }}"))
                .isEqualTo("D 2b");
    }

    /** What LXD 5.0.2 makes of the same templates. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '~',
            value = {
                "\"abcdefgh\"|truncatechars:5 ~ ab...",
                "\"abc\"|truncatechars:2 ~ ab",
                "\"abcdef\"|slice:\"1:3\" ~ bc",
                "\"abcd\"|slice:\"2:\" ~ cd",
                "\"abc\"|center:8 ~ `   abc  `",
                "\"abc\"|rjust:5 ~ `  abc`",
                "\"a\"|ljust:3 ~ `a  `",
                "1234|floatformat:2 ~ 1234.00",
                "2.5|floatformat ~ 2.5",
                "2.0|floatformat ~ 2",
                "1|pluralize ~ ``",
                "3|pluralize ~ s",
                "2|pluralize:\"y,ies\" ~ ies",
                "\"abc\"|length_is:3 ~ True",
                "9|divisibleby:3 ~ True",
                "\"a/b c&d\"|urlencode ~ a%2Fb+c%26d",
                "\"a<b>c</b>\"|striptags ~ ac",
                "\"one  two\"|wordcount ~ 2",
                "1.5 + 2 ~ 3.500000",
                "7 / 2 ~ 3",
                "10.0 / 4 ~ 2.500000",
                "2 ^ 3 ~ 8.000000",
                "1 < 2 && 2 < 3 ~ True",
                "not false ~ True"
            })
    void expressionsMeanWhatTheyMeanToLxd(String expression, String text) throws Exception {
        assertThat(render("{{ " + expression + " }}")).isEqualTo(text);
    }

    @Test
    void dashesTakeTheWhiteSpaceBesideThemAway() throws Exception {
        assertThat(render("x {%- if true -%} y {%- endif -%}\n z{{- \"1\" -}} !"))
                .isEqualTo("xyz1!");
    }

    @Test
    void withAndIfequalHaveTheirBodies() throws Exception {
        assertThat(render("{% with a=\"1\" b=container.name %}{{ a }}{{ b }}{% endwith %}{{ a }}"))
                .isEqualTo("1c1");
        assertThat(render("{% ifequal trigger \"create\" %}yes{% else %}no{% endifequal %}"
                        + "{% ifnotequal 1 1 %}yes{% else %}no{% endifnotequal %}"))
                .isEqualTo("yesno");
    }

    @Test
    void bracesInTextsAndCommentsAreNoEnd() throws Exception {
        assertThat(render("{{ \"}}\" }}{# {{ nothing }} #}{% comment %}{{ x }}{% endcomment %}!"))
                .isEqualTo("}}!");
    }

    @Test
    void whatIsMalformedIsRefusedWithItsReason() {
        for (String template : List.of(
                "{{ container.name",
                "{% if trigger %}",
                "{% include \"/etc/passwd\" %}",
                "{{ 1 + }}",
                "{{ \"x }}",
                "{{ trigger|nofilter }}",
                "{{ trigger() }}")) {
            assertThatThrownBy(() -> render(template))
                    .as(template)
                    .isInstanceOf(MalformedTemplateException.class)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void loopsWithinLoopsDoNotFillTheDisk() {
        String digits = "\"" + "0123456789".repeat(20) + "\"";
        String template = "{% for a in D %}{% for b in D %}{% for c in D %}{% for d in D %}abcdefghij{% endfor %}"
                + "{% endfor %}{% endfor %}{% endfor %}";
        assertThatThrownBy(() -> render(template.replace("D", digits)))
                .isInstanceOf(MalformedTemplateException.class)
                .hasMessageContaining("more than");
    }
}
