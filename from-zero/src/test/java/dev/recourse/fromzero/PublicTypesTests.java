package dev.recourse.fromzero;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.SinceTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users import is described, and says since which version it is there; the compiler's doclint asks for the rest. */
class PublicTypesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retry-starter/src/main/java/dev/recourse/retry",
                "retry-test/src/main/java/dev/recourse/retry/test",
                "crash-starter/src/main/java/dev/recourse/crash"
            })
    void typeSaysSinceWhichVersionItIsThereAndEachMemberWhatItIs(String folder) throws IOException {
        List<String> missing = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> files = Files.list(Path.of("..").resolve(folder))) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    manager,
                    null,
                    null,
                    null,
                    manager.getJavaFileObjectsFromPaths(
                            files.filter(file -> file.toString().matches(".*/[A-Z]\\w+\\.java"))
                                    .toList()));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Api(docs, missing).scan(unit, null);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Visits the types that users see, and their members. */
    private static final class Api extends TreePathScanner<@Nullable Void, @Nullable Void> {

        private final DocTrees docs;
        private final List<String> missing;

        Api(DocTrees docs, List<String> missing) {
            this.docs = docs;
            this.missing = missing;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            if (!isSeen(type.getModifiers())) {
                return null;
            }
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            boolean topLevel = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
            if (comment == null) {
                missing.add(type.getSimpleName() + " has no description");
            } else if (topLevel && comment.getBlockTags().stream().noneMatch(SinceTree.class::isInstance)) {
                missing.add(type.getSimpleName() + " has no @since");
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (isSeen(method.getModifiers())
                    && !overrides
                    && !isCompact(method)
                    && docs.getDocCommentTree(getCurrentPath()) == null) {
                missing.add(type().getSimpleName() + "." + method.getName() + " has no description");
            }
            return null;
        }

        /** A compact constructor has the parameters of its record, which are described there. */
        private boolean isCompact(MethodTree method) {
            if (type().getKind() != Kind.RECORD || method.getReturnType() != null) {
                return false;
            }
            SourcePositions positions = docs.getSourcePositions();
            int start = (int) positions.getStartPosition(unit(), method);
            int body = (int) positions.getStartPosition(unit(), method.getBody());
            try {
                return !unit().getSourceFile()
                        .getCharContent(true)
                        .subSequence(start, body)
                        .toString()
                        .contains("(");
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        private boolean isSeen(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            TreePath parent = getCurrentPath().getParentPath();
            boolean inInterface = parent.getLeaf() instanceof ClassTree type
                    && (type.getKind() == Kind.INTERFACE || type.getKind() == Kind.ANNOTATION_TYPE);
            return inInterface || flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
        }

        private ClassTree type() {
            return (ClassTree) getCurrentPath().getParentPath().getLeaf();
        }

        private CompilationUnitTree unit() {
            return getCurrentPath().getCompilationUnit();
        }
    }
}
