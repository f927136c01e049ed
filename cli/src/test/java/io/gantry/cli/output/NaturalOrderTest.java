package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void numbersInNamesCount() {
        var names = new ArrayList<>(
                List.of("c10", "c2", "c1", "b", "c01", "c", "c2a", "c2-1", "d100000000000000000000", "d9"));
        names.sort(new NaturalOrder());
        assertThat(names)
                .containsExactly("b", "c", "c01", "c1", "c2", "c2-1", "c2a", "c10", "d9", "d100000000000000000000");
    }

    @Test
    void onlyTheSameIsEqual() {
        var order = new NaturalOrder();
        assertThat(order.compare("c1", "c1")).isZero();
        assertThat(order.compare("c1", "c01")).isNotZero();
        assertThat(order.compare("c01", "c1")).isNegative();
        assertThat(order.compare("c1", "c01")).isPositive();
    }
}
