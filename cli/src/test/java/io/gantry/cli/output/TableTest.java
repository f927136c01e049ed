package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Table TABLE = new Table(
            List.of("Name", "IPv4"), List.of(List.of("c1", "10.0.0.1 (eth0)\n10.0.1.1 (eth1)"), List.of("数据", "")));

    @Test
    void hasARuleBetweenEveryTwoRowsAndCellsOfSeveralLines() {
        assertThat(TABLE.framed()).isEqualTo("""
                +------+-----------------+
                | NAME |      IPV4       |
                +------+-----------------+
                | c1   | 10.0.0.1 (eth0) |
                |      | 10.0.1.1 (eth1) |
                +------+-----------------+
                | 数据 |                 |
                +------+-----------------+
                """);
    }

    @Test
    void withoutRowsIsAHeader() {
        assertThat(new Table(List.of("A", "LONGER"), List.of()).framed()).isEqualTo("""
                +---+--------+
                | A | LONGER |
                +---+--------+
                """);
    }

    @Test
    void compactHasNoLines() {
        assertThat(new Table(List.of("NAME", "STATE"), List.of(List.of("c1", "RUNNING"))).compact())
                .isEqualTo("  NAME   STATE   \n  c1    RUNNING  \n");
    }

    @Test
    void csvHasNoHeaderAndQuotesWhatMustBe() {
        assertThat(new Table(
                                List.of("A", "B", "C", "D"),
                                List.of(
                                        List.of("plain", "with,comma", "with \"quotes\"", "two\nlines"),
                                        List.of("", " leading", "x", "y")))
                        .csv())
                .isEqualTo("plain,\"with,comma\",\"with \"\"quotes\"\"\",\"two\nlines\"\n,\" leading\",x,y\n");
    }
}
