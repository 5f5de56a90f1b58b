package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeavingTransformerTests {

    private static final byte[] BARE = Compiled.with(
                    List.of("-g:none", "--release", "17"),
                    "class Shop { int size(String text) { return text.length(); } }")
            .get("Shop");

    private final WeavingCounts counts = new WeavingCounts();

    private final WeavingTransformer transformer =
            new WeavingTransformer(ApplicationPackages.of("com.acme"), new Weaver(), counts, new RecorderSight(null));

    private byte[] transform(ClassLoader loader) {
        return transformer.transform(
                loader.getUnnamedModule(),
                loader,
                "com/acme/Shop",
                null,
                getClass().getProtectionDomain(),
                BARE);
    }

    @Test
    void classWithoutDebugDataIsCounted() {
        assertThat(transform(new FilesLoader())).isNull();
        assertThat(counts.weaving().leftAlone()).isEqualTo(Map.of("no debug data (compile with -g)", 1));
    }

    @Test
    void classThatWasMadeAtRunTimeIsNot() {
        assertThat(transform(getClass().getClassLoader())).isNull();
        assertThat(counts.weaving().leftAlone()).isEmpty();
    }

    /** Has a file of every class. */
    private static final class FilesLoader extends ClassLoader {

        FilesLoader() {
            super(FilesLoader.class.getClassLoader());
        }

        @Override
        public URL getResource(String name) {
            return super.getResource(FilesLoader.class.getName().replace('.', '/') + ".class");
        }
    }
}
