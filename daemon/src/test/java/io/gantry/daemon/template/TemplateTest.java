package io.gantry.daemon.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
