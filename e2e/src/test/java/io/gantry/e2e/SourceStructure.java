package io.gantry.e2e;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** How large the parts of a module are, as its source text shows. */
final class SourceStructure {
    private final Map<String, Integer> parametersByConstructor = new TreeMap<>();
    private final Map<String, Long> linesByMethod = new TreeMap<>();
    private final Map<String, Integer> typesByPackage = new TreeMap<>();

    private SourceStructure() {}

    /** Reads all sources below a folder. */
    static SourceStructure of(Path folder) throws IOException {
        var structure = new SourceStructure();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> all = Files.walk(folder);
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> sources =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                structure.add(unit, positions);
            }
        }
        return structure;
    }

    private void add(CompilationUnitTree unit, SourcePositions positions) {
        String packageName = String.valueOf(unit.getPackageName());
        int types = (int)
                unit.getTypeDecls().stream().filter(ClassTree.class::isInstance).count();
        typesByPackage.merge(packageName, types, Integer::sum);
        new Sizes(unit, positions).scan(unit, null);
    }

    /** What is larger than the limit, each as {@code what: size}. */
    List<String> constructorsAbove(int parameters) {
        return above(parametersByConstructor, parameters);
    }

    List<String> methodsAbove(long lines) {
        return above(linesByMethod, lines);
    }

    List<String> packagesAbove(int types) {
        return above(typesByPackage, types);
    }

    private static List<String> above(Map<String, ? extends Number> sizes, long limit) {
        var above = new ArrayList<String>();
        sizes.forEach((what, size) -> {
            if (size.longValue() > limit) {
                above.add(what + ": " + size);
            }
        });
        return above;
    }

    private final class Sizes extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;

        Sizes(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            if (type.getKind() == Tree.Kind.RECORD) {
                int components = (int) type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree field
                                && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count();
                parametersByConstructor.merge(type.getSimpleName().toString(), components, Math::max);
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            String type = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner
                    ? owner.getSimpleName().toString()
                    : "";
            if (method.getName().contentEquals("<init>")) {
                parametersByConstructor.merge(type, method.getParameters().size(), Math::max);
            }
            long lines =
                    line(positions.getEndPosition(unit, method)) - line(positions.getStartPosition(unit, method)) + 1;
            linesByMethod.merge(type + "." + method.getName(), lines, Math::max);
            return super.visitMethod(method, null);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
