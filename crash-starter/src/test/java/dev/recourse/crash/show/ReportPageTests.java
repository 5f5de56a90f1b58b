package dev.recourse.crash.show;

import static dev.recourse.crash.show.PageReports.library;
import static dev.recourse.crash.show.PageReports.own;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.store.StoredReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTests {

    private static Document page(CrashReport report) {
        return page(report, Sources.around(List.of()));
    }

    private static Document page(CrashReport report, Sources sources) {
        Redactor redactor = new Redactor(List.of(), List.of());
        String text = new String(new ReportPage(redactor, () -> sources).draw(report), UTF_8);
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        Document page = Jsoup.parse(text, "", parser);
        assertThat(parser.getErrors()).isEmpty();
        return page;
    }

    private static CrashReport crashWith(Map<String, String> locals) {
        Frame frame = own("com.acme.Shop", "sell", 2, locals);
        return PageReports.of(List.of(new Failure("a.B", null, List.of(frame), List.of())));
    }

    @Test
    void topTellsWhatHappenedWhenAndHowFarTheReportGot() {
        Document page = page(PageReports.full());
        assertThat(page.title()).isEqualTo("java.lang.IllegalStateException - " + PageReports.ID);
        assertThat(page.select("h1").text()).isEqualTo("java.lang.IllegalStateException");
        assertThat(page.select(".message").text()).isEqualTo("The gauge sent \"12.O6\"");
        assertThat(page.select(".cause").text())
                .isEqualTo("Root cause: java.lang.NumberFormatException: For input string: \"12.O6\"");
        assertThat(page.select(page.select(".cause a").attr("href")).text()).startsWith("Caused by java.lang.Number");
        assertThat(page.select(".facts div").eachText())
                .containsExactly(
                        "When 22 November 2026, 20:32:09 UTC",
                        "Application workbench 2.7.1, commit 3f2a91c, profiles bench",
                        "Process 4711 on lathe-3, up 1 d 6:00:00",
                        "Thread serial-port (#34, runnable)",
                        "Set off by an exception that the thread died of",
                        "Report " + PageReports.ID,
                        "Delivery not sent yet, taken by audit, 2 tries, last 22 November 2026, 20:37:09 UTC, connection refused",
                        "Repeats the same crash 3 more times");
    }

    @Test
    void framesOfTheApplicationAreOpenAndOthersFolded() {
        Element exception = page(PageReports.full()).select(".exception").first();
        assertThat(exception.select("> details.frame[open] .at").eachText())
                .containsExactly(
                        "dev.recourse.samples.workbench.SerialPort.read(SerialPort.java:35)",
                        "dev.recourse.samples.workbench.SerialPort.readAll(SerialPort.java:27)");
        assertThat(exception.select("> details.run:not([open]) > summary").eachText())
                .containsExactly("4 frames of org.springframework, jdk", "3 frames of java");
    }

    @Test
    void exceptionsAreInTheOrderOfATrace() {
        assertThat(page(PageReports.full()).select(".heading").eachText())
                .containsExactly(
                        "java.lang.IllegalStateException: The gauge sent \"12.O6\"",
                        "Suppressed java.io.IOException: port is gone",
                        "Caused by java.lang.NumberFormatException: For input string: \"12.O6\"");
    }

    @Test
    void localsWithoutSourceAreInTheirOrder() {
        Map<String, String> locals = new LinkedHashMap<>();
        locals.put("z", "1");
        locals.put("a", "2");
        assertThat(page(crashWith(locals)).select(".locals tr").eachText()).containsExactly("z 1", "a 2");
    }

    @Test
    void localsOfTheLineComeFirstAndTheSourceIsShown(@TempDir Path module) throws IOException {
        Path file = module.resolve("src/main/java/com/acme/Shop.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "class Shop {\n  sum = price * parcels; // password=hunter2\n}\n");
        Map<String, String> locals = new LinkedHashMap<>();
        locals.put("this", "Shop");
        locals.put("parcels", "3");
        locals.put("price", "7");
        Document page = page(crashWith(locals), Sources.around(List.of(module.toString())));
        assertThat(page.select(".locals tr").eachText()).containsExactly("price 7", "parcels 3", "this Shop");
        assertThat(page.select(".locals tr.used")).hasSize(2);
        assertThat(page.select(".source .hit").text()).isEqualTo("2 sum = price * parcels; // password=***");
    }

    @Test
    void restOfTheReportIsThere() {
        Document page = page(PageReports.full());
        assertThat(page.select("h2").eachText())
                .containsExactly("Trace", "Deadlocks", "Context", "Notes", "Log", "Threads (2)", "System");
        assertThat(page.select(".card:contains(serial) .mark").text()).isEqualTo("stale: values of an earlier crash");
        assertThat(page.select(".card:contains(camera) .error").text()).isEqualTo("java.io.IOException: no camera");
        assertThat(page.select(".card:contains(project) tr").eachText()).contains("tool lathe");
        assertThat(page.select(".log .entry")).hasSize(40);
        assertThat(page.select("li.entry").eachText()).contains("Provider camera took longer than 250 ms");
    }

    @Test
    void smallReportHasNoEmptyParts() {
        assertThat(page(PageReports.of(List.of(new Failure("a.B", null, List.of(), List.of()))))
                        .select("h2")
                        .eachText())
                .containsExactly("Trace");
    }

    @Test
    void everyTextOfAReportIsOnThePageAsText() {
        String mark = "</script></style></title>\"'><img src=x onerror=alert(1)>&lt;";
        CrashReport report = PageReports.with(text -> text + mark);
        Document page = page(report);
        assertThat(page.select("img")).isEmpty();
        assertThat(page.select("script")).hasSize(1);
        assertThat(page.select("style")).hasSize(1);
        assertThat(page.getAllElements())
                .allSatisfy(element -> assertThat(element.attributes().asList())
                        .noneMatch(attribute -> attribute.getKey().startsWith("on")
                                || attribute.getValue().contains("onerror")));
        List<String> expected = new ArrayList<>();
        PageReports.with(text -> {
            expected.add(text);
            return text;
        });
        String shown = page.body().wholeText();
        expected.removeAll(List.of("RUNNABLE", "SerialPort.java", "dev.recourse.samples.workbench.SerialPort"));
        assertThat(expected)
                .hasSizeGreaterThan(100)
                .allSatisfy(text -> assertThat(shown)
                        .contains(text.contains(".") && text.matches("[\\w.$]+") ? mark : text + mark));
    }

    @Test
    void pageOfALargeReportIsBounded() {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            frames.add(own("com.acme.Deep", "down", i, Map.of("level", "v".repeat(300))));
        }
        Document page = page(PageReports.of(List.of(new Failure("a.B", "m".repeat(1_000_000), frames, List.of()))));
        assertThat(page.select("details.frame")).hasSize(1000);
        assertThat(page.select("details.frame[open]")).hasSize(50);
    }

    @Test
    void suppressedExceptionsInEachOtherEndSomewhere() {
        Failure failure = new Failure("a.B", null, List.of(library("a.B", "c", 1)), List.of());
        for (int i = 0; i < 90; i++) {
            failure = new Failure("a.B", null, List.of(), List.of(List.of(failure)));
        }
        Document page = page(PageReports.of(List.of(failure)));
        assertThat(page.select(".exception")).hasSize(20);
        assertThat(page.select(".hint").text()).isEqualTo("More suppressed exceptions are in the report's JSON");
    }

    @Test
    void pageIsTheSameAfterAWayThroughUtf8() {
        CrashReport report = crashWith(Collections.singletonMap("broken", "\uD800 \u202E \u0000"));
        String text = page(report).select(".locals td").text();
        assertThat(text).isEqualTo("\\ud800 \\u202e \\u0000");
    }

    @Test
    void listLeadsToEachPage() {
        byte[] list = IndexPage.draw(List.of(StoredReport.of(PageReports.full())), "crashreports/");
        Element link = Jsoup.parse(new String(list, UTF_8)).select("a").first();
        assertThat(link.attr("href")).isEqualTo("crashreports/" + PageReports.ID);
        assertThat(link.text())
                .isEqualTo("java.lang.IllegalStateException The gauge sent \"12.O6\""
                        + " 4 times, 22 November 2026, 20:32:09 UTC"
                        + " " + StoredReport.of(PageReports.full()).application()
                        + ", thread " + PageReports.full().thread().name()
                        + ", an exception that the thread died of, not sent yet");
    }

    @Test
    void listHasOneRowForEqualCrashes() {
        CrashReport newest = PageReports.full();
        StoredReport first = brief(newest, "20261120T080000.000Z-00000001", State.DELIVERED);
        StoredReport second = brief(newest, "20261121T080000.000Z-00000002", State.PENDING);
        Document list = Jsoup.parse(new String(
                IndexPage.draw(List.of(brief(newest, newest.id(), State.PENDING), second, first), "crashreports/"),
                UTF_8));
        assertThat(list.select(".reports > li")).hasSize(1);
        assertThat(list.select(".reports > li").attr("data-states")).isEqualTo("pending delivered");
        assertThat(list.select(".reports > li > a").text())
                .contains("12 times, last 22 November 2026, 20:32:09 UTC, first 20 November 2026, 08:00:00 UTC");
        assertThat(list.select("details a").eachAttr("href"))
                .containsExactly(
                        "crashreports/20261121T080000.000Z-00000002", "crashreports/20261120T080000.000Z-00000001");
    }

    private static StoredReport brief(CrashReport report, String id, State state) {
        StoredReport full = StoredReport.of(report);
        return new StoredReport(
                id,
                ReportId.time(id),
                "one kind",
                full.type(),
                full.message(),
                full.application(),
                full.thread(),
                full.source(),
                state,
                full.repeats());
    }

    @Test
    void pageLeadsToItsListAndItsJson() {
        byte[] served =
                new ReportPage(new Redactor(List.of(), List.of())).draw(PageReports.full(), "../list", "a?as=json");
        assertThat(Jsoup.parse(new String(served, UTF_8)).select(".links a").eachAttr("href"))
                .containsExactly("../list", "a?as=json");
        assertThat(page(PageReports.full()).select(".links a").eachAttr("href"))
                .containsExactly(PageReports.ID + ".json");
    }

    @Test
    void pageWithoutSourcesSaysHowToShipThem() {
        byte[] without = new ReportPage(new Redactor(List.of(), List.of()), () -> Sources.around(List.of()))
                .draw(PageReports.of(
                        List.of(new Failure("a.B", null, List.of(own("no.Such", "run", 3, Map.of())), List.of()))));
        assertThat(Jsoup.parse(new String(without, UTF_8)).select(".hint").text())
                .isEqualTo("No lines of source: the application's sources are not where it runs."
                        + " To ship them, add src/main/java to the resources of its build.");
    }

    @Test
    void namesMayBreakBehindADotAndBeforeACapital() {
        Element heading = page(PageReports.of(
                        List.of(new Failure("com.acme.HTTPClientError", null, List.of(), List.of()))))
                .select("h1 span")
                .last();
        assertThat(heading.html()).isEqualTo("HTTPClient<wbr>Error");
    }

    @Test
    void listWithoutReportsSaysSo() {
        assertThat(new String(IndexPage.draw(List.of(), ""), UTF_8)).contains("There are none.");
    }
}
