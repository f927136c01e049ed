package io.gantry.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.gantry.client.server.ApiPath;
import io.gantry.e2e.fixture.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The layers of the project, as its architecture page draws them. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(Stream.of("api", "client", "cli", "system", "storage", "daemon")
                    .map(module -> Project.root().resolve(module).resolve("target/classes"))
                    .toArray(Path[]::new));

    @Test
    void layersUseOnlyTheLayersBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("api")
                .definedBy("io.gantry.api..")
                .layer("client")
                .definedBy("io.gantry.client..")
                .layer("cli")
                .definedBy("io.gantry.cli..")
                .layer("system")
                .definedBy("io.gantry.system..")
                .layer("storage")
                .definedBy("io.gantry.storage..")
                .layer("daemon")
                .definedBy("io.gantry.daemon..")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("client", "cli", "daemon")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("cli", "daemon")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("system")
                .mayOnlyBeAccessedByLayers("storage", "daemon")
                .whereLayer("storage")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("daemon")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCircles() {
        slices().matching("io.gantry.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheSystemLayerCallsForeignFunctions() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gantry.system..", "io.gantry.cli.terminal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(CLASSES);
    }

    @Test
    void onlyTheSystemLayerStartsProcessesOnTheDaemonsSide() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.gantry.api..", "io.gantry.client..", "io.gantry.storage..", "io.gantry.daemon..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheSdkKnowsWhereThingsStandInTheApi() {
        noClasses()
                .that()
                .resideInAPackage("io.gantry.cli..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ApiPath.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheHttpLayerKnowsTheServersLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gantry.daemon.http..", "io.gantry.daemon.jetty..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void constructorsOfTheDaemonTakeSevenThingsAtMost() throws Exception {
        assertThat(daemon().constructorsAbove(7)).isEmpty();
    }

    @Test
    void methodsOfTheDaemonHaveSixtyLinesAtMost() throws Exception {
        assertThat(daemon().methodsAbove(60)).isEmpty();
    }

    @Test
    void packagesOfTheDaemonHaveThirtyTypesAtMost() throws Exception {
        assertThat(daemon().packagesAbove(30)).isEmpty();
    }

    private static SourceStructure daemon() throws IOException {
        return SourceStructure.of(Project.root().resolve("daemon/src/main/java"));
    }
}
