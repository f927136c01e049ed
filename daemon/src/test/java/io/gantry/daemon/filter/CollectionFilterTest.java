package io.gantry.daemon.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ImageAliasesEntry;
import io.gantry.api.ImagePut;
import io.gantry.daemon.failure.DaemonException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CollectionFilterTest {
    private static final ImagePut IMAGE =
            new ImagePut(true, Map.of("os", "Debian", "image.type", "big one"), false, Instant.EPOCH, List.of());

    private static boolean matches(String filter) {
        return CollectionFilter.parse(filter).matches(IMAGE);
    }

    @Test
    void fieldsAreComparedWithoutRegardToCase() {
        assertThat(matches("properties.os eq debian")).isTrue();
        assertThat(matches("properties.os ne debian")).isFalse();
        assertThat(matches("auto_update eq true and public eq false")).isTrue();
    }

    @Test
    void keysMayHaveDotsAndValuesSpaces() {
        assertThat(matches("properties.image.type eq \"big one\"")).isTrue();
    }

    @Test
    void clausesAreJoinedFromLeftToRight() {
        assertThat(matches("properties.os eq x or auto_update eq true")).isTrue();
        assertThat(matches("properties.os eq x or auto_update eq true and public eq true"))
                .isFalse();
        assertThat(matches("not properties.os eq x")).isTrue();
    }

    @Test
    void valuesAreRegularExpressions() {
        assertThat(matches("properties.os eq deb.*")).isTrue();
        assertThat(matches("properties.os eq [")).isFalse();
    }

    @Test
    void anExpressionWithAnAnchorNeedNotBeForAllOfTheText() {
        assertThat(matches("properties.os eq ^deb")).isTrue();
        assertThat(matches("properties.os eq ian$")).isTrue();
        assertThat(matches("properties.os eq deb")).isFalse();
    }

    @Test
    void listsAndObjectsAreEqualToNothing() {
        assertThat(matches("properties eq .*")).isFalse();
        assertThat(matches("profiles eq .*")).isFalse();
        assertThat(matches("profiles ne default")).isTrue();
        assertThat(matches("nope eq .*")).isFalse();
    }

    @Test
    void aKeyThatAMapDoesNotHaveIsAnEmptyText() {
        assertThat(matches("properties.nope eq .*")).isTrue();
        assertThat(matches("properties.nope eq x")).isFalse();
        assertThat(matches("properties.nope ne x")).isTrue();
    }

    @Test
    @Timeout(10)
    void noExpressionTakesLong() {
        var image = new ImagePut(false, Map.of("os", "a".repeat(10_000) + "!"), false, Instant.EPOCH, List.of());
        for (String hostile : List.of("(a+)+", "(a|a)*b", "(a*)*$", "(.*a){20}")) {
            assertThat(CollectionFilter.parse("properties.os eq " + hostile).matches(image))
                    .as(hostile)
                    .isEqualTo(hostile.equals("(a*)*$"));
        }
    }

    @Test
    void anExpressionThatGrowsTooLargeIsRefused() {
        for (String large : List.of("((a{100}){100}){100}", "(abcdefghijklm){1000}", "a".repeat(2000))) {
            assertThatThrownBy(() -> CollectionFilter.parse("name eq " + large))
                    .as(large)
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining("too large");
        }
    }

    @Test
    void anObjectWithoutTheFieldFitsNoValue() {
        var alias = new ImageAliasesEntry("", "t", "n", "container");
        assertThat(CollectionFilter.parse("config.user.x eq 1").matches(alias)).isFalse();
    }

    @Test
    void whatIsUnfinishedIsRefused() {
        for (String filter :
                List.of("name", "name eq", "name is x", "name eq x and", "name eq \"x", "not", "a eq b c")) {
            assertThatThrownBy(() -> CollectionFilter.parse(filter))
                    .as(filter)
                    .isInstanceOf(DaemonException.class)
                    .hasMessageStartingWith("Invalid filter: ");
        }
    }
}
