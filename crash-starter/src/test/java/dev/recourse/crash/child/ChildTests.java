package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Source;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTests {

    @TempDir
    private Path work;

    private Child child;

    @BeforeEach
    void child() {
        child = new Child(work);
    }

    private CrashReport onlyReport(String folder) throws IOException {
        assertThat(child.files("new")).isEmpty();
        assertThat(child.reports(folder)).hasSize(1);
        assertThat(child.files("pending").size()
                        + child.files("sent").size()
                        + child.files("quarantine").size())
                .isEqualTo(1);
        return child.reports(folder).get(0);
    }

    @Test
    void mainWhenItThrowsLeavesAReportAndEndsAsWithoutTheStarter() throws Exception {
        Child.Ended ended = child.run("main");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .containsOnlyOnce("Exception in thread \"main\" java.lang.IllegalStateException: boom in main")
                .containsOnlyOnce("at dev.recourse.crash.child.ChildApplication.main(");
        CrashReport report = onlyReport("pending");
        assertThat(report.source()).isEqualTo(Source.UNCAUGHT);
        assertThat(report.context().get("workbench").values())
                .containsEntry("project", "engine")
                .containsEntry("password", "***");
        assertThat(report.context().get("serial").values()).containsEntry("value", "42 mm");
        assertThat(report.exceptions().get(0).frames()).anyMatch(CrashReport.Frame::inApp);
        assertThat(report.threads()).isNotEmpty();
        assertThat(report.log()).isNotEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(ended.err()).containsOnlyOnce("report " + report.id());
    }
}
