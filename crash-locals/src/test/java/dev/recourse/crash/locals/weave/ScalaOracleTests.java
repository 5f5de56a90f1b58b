package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.tools.nsc.Main;

/** Programs in Scala, each with what a report is to show. */
class ScalaOracleTests {

    @TempDir
    private Path directory;

    /** Runs a program; returns the frames of its object, without those that the compiler adds for Java. */
    private List<String> shown(String members) throws Exception {
        String name = Program.newName();
        return Program.of(compile("""
                import dev.recourse.crash.Sensitive
                import scala.util.Try
                object Sample {
                    def fail(code: Int): Unit = throw new IllegalStateException("code " + code)
                %s
                }
                """.formatted(members).replaceAll("\\bSample", name)), name).shown().stream()
                .map(line -> line.replace(name, "Sample").replaceFirst("^[$]anonfun[$][$\\w]*", "lambda"))
                .toList();
    }

    private Map<String, byte[]> compile(String source) throws Exception {
        Path annotation = CompiledFiles.sensitive(directory);
        return CompiledFiles.of(
                directory,
                ".scala",
                (sources, classes) -> {
                    String path = CompiledFiles.jar(Option.class) + File.pathSeparator + annotation;
                    try (Stream<Path> files = Files.list(sources)) {
                        Main.process(new String[] {
                            "-g:vars",
                            "-cp",
                            path,
                            "-d",
                            classes.toString(),
                            files.findFirst().orElseThrow().toString()
                        });
                    }
                    return Main.reporter().hasErrors() ? "does not compile" : "";
                },
                source);
    }

    @Test
    void tryThatIsKeptAndAskedInALaterRoundHasNothingOfThat() throws Exception {
        assertThat(shown("""
                def attempt(number: Int): Try[Unit] = Try { fail(number) }
                def run(): Unit = {
                    var kept: Try[Unit] = null
                    var round = 1
                    while (round < 3) { if (round == 1) kept = attempt(round) else kept.get; round += 1 }
                }
                """)).containsExactly("fail{code=1}", "lambda{number$1=1}", "attempt-", "run-", "run-");
    }

    @Test
    void recursionAndLoopsHaveTheValuesOfEachCall() throws Exception {
        assertThat(shown("""
                def count(n: Int): Int = if (n == 0) { fail(n); 0 } else count(n - 1) + 1
                def run(): Unit = {
                    for (name <- List("a", "b"); i <- 0 until 2) {
                        if (name == "b" && i == 1) {
                            count(i + 1)
                            println(name)
                        }
                    }
                }
                """))
                .startsWith("fail{code=0}", "count{n=0, this=Sample$}", "count{n=1, this=Sample$}")
                .anyMatch(line -> line.startsWith("lambda{") && line.contains("i=1") && line.contains("=b"));
    }

    @Test
    void sensitiveParameterAndWhatCapturesItHaveNoValue() throws Exception {
        assertThat(shown("""
                def run(): Unit = pay("ann", "s3cret")
                def pay(user: String, @Sensitive card: String): Unit = {
                    def inner(number: Int): Unit = {
                        fail(number)
                        println(user + card)
                    }
                    val outer = () => inner(1)
                    outer()
                    println(card + user)
                }
                """))
                .anyMatch(
                        line -> line.startsWith("inner") && line.contains("user$1=ann") && line.contains("card$1=***"))
                .anyMatch(line -> line.startsWith("pay{card=***"))
                .noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void patternVariableOfASensitiveComponentHasNoValue() throws Exception {
        assertThat(shown("""
                case class Card(user: String, @Sensitive number: String)
                def run(): Unit = {
                    val any: Any = Card("ann", "s3cret")
                    any match {
                        case Card(name, given) =>
                            fail(1)
                            println(name + given)
                    }
                }
                """)).startsWith("fail{code=1}", "run{given=***, name=ann, this=Sample$}");
    }

    @Test
    void variablesThatGetWhatIsSensitiveHaveNoValue() throws Exception {
        assertThat(shown("""
                case class Card(user: String, @Sensitive number: String)
                def run(): Unit = pay("ann", "s3cret")
                def pay(user: String, @Sensitive card: => String): Unit = {
                    lazy val late = card
                    var held = "open"
                    val keep = () => { held = late }
                    keep()
                    val text = s"card ${Card(user, late)}"
                    val many = scala.collection.mutable.ListBuffer[String]()
                    many += late
                    val array = new Array[String](1)
                    array(0) = late
                    val bad = Try(late.toInt).failed.get
                    List(late).foreach(take)
                    println(user + late + held + text + many + array + bad + keep)
                }
                def take(given: String): Unit = {
                    fail(1)
                    println(given)
                }
                """))
                .anyMatch(line -> line.startsWith("pay{")
                        && line.contains("user=ann")
                        && Stream.of("held", "many", "array", "bad", "text")
                                .allMatch(name -> line.contains(name + "=***")))
                .anyMatch(line -> line.startsWith("take{given=***"))
                .noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void lazyValueAndWhatIsSynchronizedLetTheExceptionThrough() throws Exception {
        assertThat(shown("""
                class SampleConfig(text: String) { lazy val port: Int = text.toInt }
                def guarded(text: String): Int = synchronized { new SampleConfig(text).port }
                def run(): Unit = {
                    val name = "x".trim
                    guarded(name)
                    println(name)
                }
                """)).contains("guarded{text=x}", "run{name=x, this=Sample$}");
    }

    /** What a function that {@code map} calls returns is not put into the list. */
    @Test
    void listThatIsMappedToSomethingSensitiveIsShown() throws Exception {
        assertThat(shown("""
                case class Card(user: String, @Sensitive number: String)
                def run(): Unit = {
                    val cards = List(Card("ann", "s3cret"))
                    val numbers = cards.map(_.number)
                    val users = cards.map(_.user)
                    fail(1)
                    println(cards.size + users.size + numbers.size)
                }
                """))
                .element(1)
                .asString()
                .contains("users=$colon$colon", "numbers=***", "cards=$colon$colon");
    }

    @Test
    void objectThatItsCompanionMakesOfSomethingSensitiveIsShown() throws Exception {
        assertThat(shown("""
                class SampleAccount(val user: String, @Sensitive val number: String)
                object SampleAccount {
                    def of(user: String, number: String) = new SampleAccount(user, number)
                }
                def run(): Unit = {
                    val account = SampleAccount.of("ann", "s3cret")
                    val user = account.user
                    fail(1)
                    println(user + account.number)
                }
                """)).startsWith("fail{code=1}", "run{account=SampleAccount, this=Sample$, user=ann}");
    }
}
