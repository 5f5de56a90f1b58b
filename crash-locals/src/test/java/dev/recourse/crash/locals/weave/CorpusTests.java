package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusTests {

    @Test
    void classesOfLibrariesAreVerifiedByTheJvmAsBefore() {
        List<Path> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*(spring-core|spring-beans|assertj-core|asm-tree|json-path)-[^/]*jar"))
                .map(Path::of)
                .toList();
        assertThat(jars).hasSizeGreaterThan(3);

        Corpus.Report report = new Corpus(jars).check();

        assertThat(report.outcomes.get(WovenClass.Outcome.WOVEN)).isGreaterThan(1000);
        assertThat(report.linked).isGreaterThan(1000);
        assertThat(report.failed).isEmpty();
        assertThat(report.different).isEmpty();
    }
}
