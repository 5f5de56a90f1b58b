package dev.recourse.crash.show;

import static dev.recourse.crash.show.PageReports.own;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.sun.net.httpserver.HttpServer;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.ThreadDump;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.store.StoredReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageBrowserTests {

    /** With the source in the class path. */
    private final ReportPage pages =
            new ReportPage(new Redactor(List.of(), List.of()), () -> Sources.around(List.of()));

    @TempDir
    private Path directory;

    private Browser browser;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
    }

    @AfterAll
    void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    private void open(CrashReport report) throws IOException {
        open(pages.draw(report));
    }

    private void open(byte[] page) throws IOException {
        browser.open(Files.write(directory.resolve("page.html"), page).toUri());
    }

    private List<String> shown(String css) {
        return browser.all(css).stream()
                .filter(WebElement::isDisplayed)
                .map(WebElement::getText)
                .toList();
    }

    private void search(String text) {
        browser.driver()
                .executeScript(
                        "const find = document.getElementById('find'); find.value = arguments[0];"
                                + "document.getElementById('found').textContent = '';"
                                + "find.dispatchEvent(new Event('input'))",
                        text);
        browser.await("document.getElementById('found').textContent !== ''");
    }

    @Test
    void pageShowsTheValuesBesideTheLine() throws IOException {
        open(PageReports.full());
        assertThat(browser.one("h1").getText()).isEqualTo("java.lang.IllegalStateException");
        WebElement source = browser.one(".source");
        WebElement locals = browser.one(".locals");
        assertThat(source.getText()).contains("throw new IllegalStateException");
        assertThat(locals.getText()).startsWith("line\n\"12.O6\"");
        assertThat(locals.getLocation().x).isGreaterThan(source.getLocation().x + source.getSize().width);
        assertThat(locals.getLocation().y).isCloseTo(source.getLocation().y, offset(20));
        assertThat(browser.messages()).isEmpty();
    }

    @Test
    void pageAsksForNothing() throws IOException {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        byte[] page = pages.draw(PageReports.full());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().add("Content-Type", "text/html;charset=UTF-8");
            exchange.getResponseHeaders().add("Content-Security-Policy", Page.POLICY);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/report");
            browser.open(address);
            browser.one("#expand").click();
            search("line");
            assertThat(browser.requests()).containsExactly(address.toString());
            assertThat(asked).containsExactly("/report");
            assertThat(browser.messages()).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void framesFoldAndUnfold() throws IOException {
        open(PageReports.full());
        assertThat(browser.one(".run .frame").isDisplayed()).isFalse();
        browser.one(".run > summary").click();
        assertThat(browser.one(".run .frame").isDisplayed()).isTrue();
        browser.one("#collapse").click();
        assertThat(shown(".locals")).isEmpty();
        browser.one("#expand").click();
        assertThat(browser.all("details:not([open])")).isEmpty();
        assertThat(browser.one(".thread pre").isDisplayed()).isTrue();
    }

    @Test
    void searchLeavesWhatHasTheTextAndUnfoldsIt() throws IOException {
        open(PageReports.full());
        search("LockSupport");
        assertThat(browser.one("#found").getText()).isEqualTo("1 found");
        assertThat(shown(".item")).singleElement().asString().contains("scheduling-1", "LockSupport.parkNanos");
        assertThat(shown("h2")).containsExactly("THREADS (2)");
        assertThat(browser.run("return CSS.highlights.get('found').size")).isEqualTo(2L);
        browser.one("#find").sendKeys(Keys.ESCAPE);
        assertThat(browser.one(".thread pre").isDisplayed()).isFalse();
        assertThat(browser.one("h1").isDisplayed()).isTrue();
        assertThat(shown(".log .item")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "doubleparse, nothing found",
        "AOPUTILS, 2 found",
        "GEARBOX, 1 found",
        "camera took longer, 1 found",
        "history, 1 found",
        "port is gone, 1 found"
    })
    void searchLooksEverywhereAndInAnyCase(String text, String found) throws IOException {
        open(PageReports.full());
        search(text);
        assertThat(browser.one("#found").getText()).isEqualTo(found);
    }

    @Test
    void searchIsReachedAndLedThroughWithKeys() throws IOException {
        open(PageReports.full());
        browser.one("body").sendKeys("/");
        browser.driver().switchTo().activeElement().sendKeys("12.O6");
        browser.await("document.getElementById('found').textContent.endsWith('found')");
        browser.one("#find").sendKeys(Keys.ENTER);
        assertThat(browser.one("#found").getText()).startsWith("1 of ");
        browser.one("#find").sendKeys(Keys.ENTER);
        assertThat(browser.one("#found").getText()).startsWith("2 of ");
        browser.one("#find").sendKeys(Keys.chord(Keys.SHIFT, Keys.ENTER));
        assertThat(browser.one("#found").getText()).startsWith("1 of ");
    }

    @Test
    void frameIsCopiedAsText() throws IOException {
        open(PageReports.full());
        assertThat(copied(".frame .copy").lines())
                .startsWith(
                        "\tat dev.recourse.samples.workbench.SerialPort.read(SerialPort.java:35)",
                        "\t    line = \"12.O6\"",
                        "\t    reading = null");
        assertThat(browser.one(".frame .copy").getText()).isEqualTo("Copied");
    }

    @Test
    void wholePageIsCopiedAsText() throws IOException {
        open(PageReports.full());
        assertThat(copied("#copy"))
                .startsWith("java.lang.IllegalStateException\nThe gauge sent \"12.O6\"\nWhen: 22 November 2026")
                .contains("\n\nTrace\njava.lang.IllegalStateException: The gauge sent \"12.O6\"\n\tat dev.recourse")
                .contains(
                        "\n\tat org.springframework.aop.support.AopUtils.invokeJoinpointUsingReflection(AopUtils.java:359)\n")
                .contains("\nCaused by java.lang.NumberFormatException: For input string")
                .contains("\nserial stale: values of an earlier crash\ntook longer than 250 ms\n  line = 12.04\n")
                .contains("\nscheduling-1 TIMED_WAITING\njdk.internal.misc.Unsafe.park(Native Method)\n")
                .doesNotContain("more characters", "Copy");
    }

    private String copied(String button) {
        browser.driver()
                .executeCdpCommand(
                        "Browser.grantPermissions",
                        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.run("document.querySelector('" + button + "').click()");
        browser.await("[...document.querySelectorAll('button')].some(each => each.textContent === 'Copied')");
        return (String) browser.driver()
                .executeAsyncScript("navigator.clipboard.readText().then(arguments[arguments.length - 1])");
    }

    @Test
    void textWhenThereIsNoRightToTheClipboardIsSelectedToBeCopiedByHand() throws IOException {
        open(PageReports.full());
        browser.run("Object.defineProperty(navigator, 'clipboard', {value: undefined});"
                + "document.execCommand = () => false; document.querySelector('.frame .copy').click()");
        browser.await("document.querySelector('dialog[open] textarea') !== null");
        assertThat((String) browser.run("return getSelection().toString()")).startsWith("\tat dev.recourse");
        browser.one("dialog textarea").sendKeys(Keys.ESCAPE);
        browser.await("document.querySelector('dialog') === null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>document.title = 'hacked'</script>",
                "</script><script>document.title = 'hacked'</script>",
                "</style><script>document.title = 'hacked'</script>",
                "</title><script>document.title = 'hacked'</script>",
                "<img src=x onerror=\"document.title = 'hacked'\">",
                "\"><svg onload=document.title='hacked'>",
                "' onmouseover='document.title=1' autofocus onfocus='document.title=1",
                "<iframe srcdoc=\"<script>parent.document.title = 'hacked'</script>\"></iframe>",
                "<a href=\"javascript:document.title='hacked'\">x</a>",
                "<meta http-equiv=refresh content=\"0;url=data:text/html,hacked\">",
                "<base href=\"http://localhost:1/\"><link rel=stylesheet href=\"//localhost:1/x\">",
                "<details open ontoggle=\"document.title = 'hacked'\"><summary>",
                "</details></main></body><textarea><!--",
                "<form action=x><input name=innerHTML><button autofocus>",
                "<math><mtext></table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=document.title=1&gt;\">",
                "<noscript><p title=\"</noscript><img src=x onerror=document.title='hacked'>\">",
                "&lt;script&gt;document.title='hacked'&lt;/script&gt;&#60;img src=x&#62;",
                "\u0000<\u0000script>\u202E}{;url(http://localhost:1/)@import'//localhost:1'\uD800",
                "]]><![CDATA[<script>document.title='hacked'</script>",
                "{{constructor.constructor('document.title=1')()}}${document.title}`"
            })
    void hostileTextInEveryPlaceIsOnlyText(String hostile) throws IOException {
        byte[] page = pages.draw(PageReports.with(text -> text + hostile));
        String title = "java.lang.IllegalStateException" + hostile;
        // the second without the policy: the text alone must do no harm
        for (byte[] each : List.of(page, withoutPolicy(page))) {
            open(each);
            String at = browser.driver().getCurrentUrl();
            browser.one("#expand").click();
            search("e");
            browser.run("document.querySelectorAll('main *').forEach(each => each.focus && each.focus())");
            assertThat(browser.driver().getTitle())
                    .startsWith(title.substring(0, 31))
                    .doesNotStartWith("hacked");
            assertThat(browser.driver().getCurrentUrl()).isEqualTo(at);
            assertThat(browser.messages()).isEmpty();
            assertThat(browser.requests()).containsExactly(at);
            assertThat(browser.all(
                            "img, svg, iframe, form, math, base, textarea, main a:not([href^='#']), main script"))
                    .isEmpty();
            assertThat(browser.all("main input, main meta, main link, main style, noscript"))
                    .isEmpty();
            assertThat(browser.all("main details")).hasSameSizeAs(browser.all("main summary"));
        }
    }

    private static byte[] withoutPolicy(byte[] page) {
        String text = new String(page, UTF_8);
        String without = text.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
        assertThat(without).isNotEqualTo(text);
        return without.getBytes(UTF_8);
    }

    @Test
    void policyStopsWhatShouldGetIntoThePageAllTheSame() throws IOException {
        String text = new String(pages.draw(PageReports.full()), UTF_8);
        open(text.replace(
                        "</main>",
                        "<script>document.title = 'hacked'</script><img src=x onerror=\"document.title = 1\"></main>")
                .getBytes(UTF_8));
        assertThat(browser.driver().getTitle()).startsWith("java.lang.IllegalStateException");
        assertThat(browser.messages()).anyMatch(message -> message.contains("script-src"));
        assertThat(browser.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"390, screen", "320, screen", "768, screen", "1280, screen", "794, print"})
    void pageIsNoWiderThanTheWindow(int width, String media) throws IOException {
        for (CrashReport report :
                List.of(PageReports.full(), PageReports.with(text -> text + "\u05D0" + "W".repeat(500)), large())) {
            open(report);
            browser.size(width, 800);
            browser.media(media, "light");
            assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
            browser.run("document.querySelectorAll('details').forEach(each => { each.open = true })");
            assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textStandsOutFromItsGround(String scheme) throws IOException {
        open(PageReports.full());
        browser.media("screen", scheme);
        boolean dark = ((Number) browser.run(
                                "return " + LUMINANCE + "luminance(getComputedStyle(document.body).backgroundColor)"))
                        .doubleValue()
                < 0.5;
        assertThat(dark).isEqualTo(scheme.equals("dark"));
        for (String css : List.of(
                "h1",
                ".message",
                ".cause a",
                "dt",
                "dd",
                "h2",
                ".heading .type",
                ".heading .how",
                ".own .at b",
                ".package",
                ".file",
                ".run > summary",
                ".source .number",
                ".source .hit span",
                ".locals th",
                ".locals td",
                ".mark",
                ".error",
                ".log .item")) {
            Number contrast =
                    (Number) browser.run("return " + LUMINANCE + "contrast(document.querySelector('" + css + "'))");
            assertThat(contrast.doubleValue()).as(css).isGreaterThanOrEqualTo(4.5);
        }
    }

    /** As the Web Content Accessibility Guidelines count contrast. */
    private static final String LUMINANCE = "(() => {"
            + "window.luminance = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map(each => each / 255)"
            + ".map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);"
            + "return 0.2126 * r + 0.7152 * g + 0.0722 * b; };"
            + "window.contrast = element => { let ground = element;"
            + "while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;"
            + "const pair = [luminance(getComputedStyle(element).color), luminance(getComputedStyle(ground).backgroundColor)];"
            + "return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05); };"
            + "return true; })() && ";

    @Test
    void printIsBlackOnWhiteAndHasNoTools() throws IOException {
        open(PageReports.full());
        browser.media("print", "dark");
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(browser.one(".tools").isDisplayed()).isFalse();
        assertThat(browser.one(".copy").isDisplayed()).isFalse();
        assertThat(browser.one(".log").isDisplayed()).isTrue();
    }

    @Test
    void largeReportStaysUsable() throws IOException {
        open(large());
        search("thread-499");
        assertThat(browser.one("#found").getText()).isEqualTo("1 found");
        search("level");
        assertThat(browser.one("#found").getText()).isEqualTo("1000 found");
        browser.one("#find").sendKeys(Keys.ESCAPE);
        assertThat(browser.one(".message .cut").getText()).isEqualTo("998,000 more characters");
        assertThat(browser.messages()).isEmpty();
    }

    private static CrashReport large() {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            frames.add(own("com.acme.Deep", "down", i, Map.of("level", String.valueOf(i))));
        }
        List<ThreadDump> threads = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            threads.add(new ThreadDump(
                    "thread-" + i, "WAITING", Collections.nCopies(50, "java.lang.Object.wait(Object.java:1)")));
        }
        CrashReport small = PageReports.of(List.of(new Failure("a.B", "m".repeat(1_000_000), frames, List.of())));
        return small.toBuilder().threads(threads).build();
    }

    @Test
    void throwingLineIsWrappedOnAPhone() throws IOException {
        open(PageReports.full());
        browser.size(390, 800);
        WebElement line = browser.one(".source .hit");
        WebElement box = browser.one(".source");
        assertThat(line.getSize().width).isLessThanOrEqualTo(box.getSize().width);
        assertThat((Boolean) browser.run("const hit = document.querySelector('.source .hit');"
                        + "return hit.scrollWidth <= hit.clientWidth"))
                .isTrue();
    }

    @Test
    void listCanBeSearchedAndFilteredByState() throws IOException {
        open(IndexPage.draw(
                List.of(
                        StoredReport.of(PageReports.full()),
                        StoredReport.of(PageReports.with(text -> text + "Other").toBuilder()
                                .delivery(new CrashReport.DeliveryStatus(
                                        CrashReport.DeliveryStatus.State.DELIVERED, 1, null, null, List.of("s")))
                                .build())),
                "crashreports/"));
        search("other");
        assertThat(shown(".reports > li")).hasSize(1);
        browser.one("#find").clear();
        browser.one("#find").sendKeys(Keys.ESCAPE);
        assertThat(shown(".reports > li")).hasSize(2);
        browser.run("const state = document.getElementById('state'); state.value = 'delivered';"
                + "state.dispatchEvent(new Event('change'))");
        assertThat(shown(".reports > li")).hasSize(1);
        assertThat(browser.messages()).isEmpty();
    }

    @Test
    void listFitsAPhoneAndLeadsToEachReport() throws IOException {
        open(IndexPage.draw(
                List.of(
                        StoredReport.of(PageReports.full()),
                        StoredReport.of(PageReports.with(text -> text + "W".repeat(500)))),
                "crashreports/"));
        browser.size(390, 800);
        assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(390);
        assertThat(browser.all(".reports a")).hasSize(2);
        assertThat(browser.messages()).isEmpty();
    }
}
