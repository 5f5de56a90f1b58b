package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kotlin.Unit;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in Kotlin, each with what a report is to show. */
class KotlinOracleTests {

    private static final String SENSITIVE = """
            package dev.recourse.crash
            @Target(AnnotationTarget.VALUE_PARAMETER, AnnotationTarget.FIELD, AnnotationTarget.LOCAL_VARIABLE)
            annotation class Sensitive
            """;

    @TempDir
    private Path directory;

    /** Runs a program; returns its frames. */
    private List<String> shown(String members) throws Exception {
        String name = Program.newName();
        String source = """
                @file:JvmName("Sample")
                import dev.recourse.crash.Sensitive
                import kotlin.coroutines.*
                fun fail(code: Int) { throw IllegalStateException("code " + code) }
                %s
                """.formatted(members);
        return Program.of(compile(SENSITIVE, source.replaceAll("\\bSample", name)), name).shown().stream()
                .map(line -> line.replace(name, "Sample"))
                .toList();
    }

    private Map<String, byte[]> compile(String... sources) throws Exception {
        return CompiledFiles.of(
                directory,
                ".kt",
                (source, classes) -> {
                    ByteArrayOutputStream problems = new ByteArrayOutputStream();
                    ExitCode code = new K2JVMCompiler()
                            .exec(
                                    new PrintStream(problems, true, StandardCharsets.UTF_8),
                                    "-no-stdlib",
                                    "-no-reflect",
                                    "-jvm-target",
                                    "17",
                                    "-cp",
                                    CompiledFiles.jar(Unit.class),
                                    "-d",
                                    classes.toString(),
                                    source.toString());
                    return code == ExitCode.OK ? "" : code + "\n" + problems.toString(StandardCharsets.UTF_8);
                },
                sources);
    }

    @Test
    void resultThatIsKeptAndThrownInALaterRoundHasTheRoundInWhichItCame() throws Exception {
        assertThat(shown("""
                fun run() {
                    var kept: Result<Unit>? = null
                    for (round in 1..2) {
                        if (round == 1)
                            kept = runCatching { fail(round) }
                        else
                            kept!!.getOrThrow()
                    }
                }
                """)).containsExactly("fail{code=1}", "run{round=1}");
        assertThat(shown("""
                fun run() {
                    var kept: Result<Unit>? = null
                    for (round in 1..2) { if (round == 1) kept = runCatching { fail(round) } else kept!!.getOrThrow() }
                }
                """)).containsExactly("fail{code=1}", "run{round=1}");
        assertThat(shown("""
                fun attempt(number: Int) = runCatching { fail(number) }
                fun raise(result: Result<Unit>) { result.getOrThrow() }
                fun run() {
                    var kept: Result<Unit>? = null
                    for (round in 1..2) { if (round == 1) kept = attempt(round) else raise(kept!!) }
                }
                """)).containsExactly("fail{code=1}", "attempt{number=1}", "run-");
    }

    /** Kotlin's runtime makes these, and takes its own frames off their traces. */
    @Test
    void nullAndWhatIsNotInitializedHaveTheValuesOfTheirLine() throws Exception {
        assertThat(shown("""
                fun run() {
                    val sizes = mapOf("a" to 1)
                    val size: Int? = sizes["b"]; println(size!!)
                    println(sizes)
                }
                """)).containsExactly("run{size=null, sizes=SingletonMap}");
        assertThat(shown("""
                class SampleService {
                    lateinit var name: String
                    fun size(factor: Int) = factor * name.length
                }
                fun run() {
                    val factor = "1".toInt()
                    SampleService().size(factor)
                    println(factor)
                }
                """)).containsExactly("getName-", "size{factor=1, this=SampleService}", "run{factor=1}");
    }

    @Test
    void suspendedFunctionHasNoValueOfASensitiveParameterBeforeAndAfterItWaits() throws Exception {
        String pay = """
                var waiting: Continuation<Unit>? = null
                suspend fun pause() = suspendCoroutine<Unit> { waiting = it }
                suspend fun pay(user: String, @Sensitive card: String) {
                    %s
                    fail(user.length)
                    println(user + card)
                }
                fun run() {
                    val work: suspend () -> Unit = { pay("ann", "s3cret") }
                    work.startCoroutine(Continuation(EmptyCoroutineContext) { it.getOrThrow() })
                    waiting!!.resume(Unit)
                }
                """;
        assertThat(shown(pay.formatted("")))
                .anyMatch(line -> line.startsWith("pay{") && line.contains("card=***") && line.contains("user=ann"))
                .noneMatch(line -> line.contains("s3cret"));
        assertThat(shown(pay.formatted("pause()")))
                .anyMatch(line -> line.startsWith("pay{") && line.contains("card=***") && line.contains("user=ann"))
                .noneMatch(line -> line.contains("s3cret"));
    }

    /** The compiler puts null in the place of what is not read any more. */
    @Test
    void suspendedFunctionHasNothingOfWhatItForgotWhileItWaited() throws Exception {
        assertThat(shown("""
                var waiting: Continuation<Unit>? = null
                suspend fun pause() = suspendCoroutine<Unit> { waiting = it }
                suspend fun pay(user: String, count: Int) {
                    println(user)
                    pause()
                    if (count > 1) fail(count)
                    pause()
                }
                fun run() {
                    val work: suspend () -> Unit = { pay("ann", 2) }
                    work.startCoroutine(Continuation(EmptyCoroutineContext) { it.getOrThrow() })
                    waiting!!.resume(Unit)
                }
                """))
                .anyMatch(line -> line.startsWith("pay{") && line.contains("count=2"))
                .noneMatch(line -> line.contains("user="));
    }

    @Test
    void localFunctionAndLambdaHaveNoValueOfWhatIsSensitiveAround() throws Exception {
        assertThat(shown("""
                fun run() = pay("ann", "s3cret")
                fun pay(user: String, @Sensitive card: String) {
                    fun inner(number: Int) {
                        fail(number)
                        println(user + card)
                    }
                    val outer = {
                        inner(1)
                        println(user + card)
                    }
                    outer()
                    println(user + card)
                }
                """))
                .containsExactly(
                        "fail{code=1}",
                        "pay$inner{$card=***, $user=ann, number=1}",
                        "pay$lambda$0{$card=***, $user=ann}",
                        "pay{card=***, outer=***, user=ann}",
                        "run-");
    }

    @Test
    void suspendedLambdaHasNoValueOfWhatItCaptures() throws Exception {
        assertThat(shown("""
                fun run() = pay("ann", "s3cret")
                fun pay(user: String, @Sensitive card: String) {
                    val work: suspend () -> Unit = {
                        fail(1)
                        println(user + card)
                    }
                    work.startCoroutine(Continuation(EmptyCoroutineContext) { it.getOrThrow() })
                    println(user + card)
                }
                """)).startsWith("fail{code=1}").noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void inlinedFunctionHasNoValueOfWhatIsSensitiveAround() throws Exception {
        assertThat(shown("""
                inline fun hold(text: String, block: (String) -> Unit) {
                    block(text)
                    println(text)
                }
                fun run() = pay("ann", "s3cret")
                fun pay(user: String, @Sensitive card: String) {
                    hold(card) { each ->
                        fail(1)
                        println(user + each)
                    }
                }
                """))
                .containsExactly("fail{code=1}", "pay{card=***, each=***, text$iv=***, user=ann}", "run-");
    }

    /** The call that would tell whose parameter it is is no longer there. */
    @Test
    void inlinedFunctionHasNoValueOfItsOwnSensitiveParameter() throws Exception {
        assertThat(shown("""
                enum class Sampled(@Sensitive val key: String, val user: String) { ONE("s3cret", "ann") }
                inline fun hold(user: String, @Sensitive card: String, block: (String) -> Unit) {
                    val mine = card + "1"
                    block(mine)
                    println(user + mine)
                }
                fun run() {
                    val key = Sampled.ONE.key
                    hold(Sampled.ONE.user, "s3cret".trim()) { each ->
                        fail(1)
                        println(key + each)
                    }
                }
                """))
                .containsExactly("fail{code=1}", "run{card$iv=***, each=***, key=***, mine$iv=***, user$iv=ann}");
    }

    @Test
    void constructorHasNoValueOfAParameterWhosePropertyIsSensitive() throws Exception {
        assertThat(shown("""
                class Sampled(val user: String, @field:Sensitive val password: String) {
                    init {
                        fail(1)
                        println(user + password)
                    }
                }
                fun run() { Sampled("ann", "s3cret") }
                """)).containsExactly("fail{code=1}", "<init>{password=***, this=Sampled}", "run-");
    }

    /** The compiler asks each value that it gets from Java whether it is null, in the middle of an expression. */
    @Test
    void variablesThatGetWhatIsSensitiveHaveNoValue() throws Exception {
        assertThat(shown("""
                data class Card(val user: String, @Sensitive val number: String)
                fun run() = pay("ann", "s3cret")
                fun pay(user: String, @Sensitive card: String?) {
                    val sure = card!!.substring(0)
                    var held = "open"
                    val keep = { held = sure }
                    keep()
                    val text = "card " + Card(user, sure)
                    val many = mutableListOf<String>()
                    many += sure
                    val map = mutableMapOf<String, String>()
                    map["k"] = sure
                    val late by lazy { sure }
                    val bad = runCatching { late.toInt() }.exceptionOrNull()
                    fail(1)
                    println(user + sure + held + text + many + map + late + bad + keep)
                }
                """))
                .anyMatch(line -> line.startsWith("pay{")
                        && line.contains("user=ann")
                        && Stream.of("held", "many", "map", "bad").allMatch(name -> line.contains(name + "=***")))
                .noneMatch(line -> line.contains("s3cret"));
    }

    /** {@code copy} has no line numbers, so none of its values is certain. */
    @Test
    void copyOfADataClassHasNoValueOfASensitiveProperty() throws Exception {
        assertThat(shown("""
                data class SampleCard(val user: String, @Sensitive val number: String) {
                    init { if (user == "bad") fail(1) }
                }
                fun run() { SampleCard("ann", "s3cret").copy(user = "bad") }
                """))
                .contains("<init>{number=***, this=SampleCard}", "copy-")
                .noneMatch(line -> line.contains("s3cret"));
    }

    /** The compiler keeps no mark on a local variable; a name such as {@code password} is hidden by the report. */
    @Test
    void localVariableHasAValueInSpiteOfItsMark() throws Exception {
        assertThat(shown("""
                fun run() {
                    @Sensitive val card = "open".trim()
                    fail(1)
                    println(card)
                }
                """)).containsExactly("fail{code=1}", "run{card=open}");
    }

    @Test
    void causeThatWasKeptInAnotherRoundHasNothingOfTheRoundThatThrows() throws Exception {
        assertThat(shown("""
                var kept: Throwable? = null
                fun step(number: Int) {
                    runCatching { if (number == 1) fail(number) }.onFailure { kept = it }
                    if (number == 3) throw IllegalArgumentException(kept)
                }
                fun run() {
                    for (round in 1..3) step(round)
                }
                """))
                .containsExactly(
                        "step{number=3}", "run{round=3}", "caused by", "fail{code=1}", "step{number=1}", "run-");
    }

    @Test
    void recursionHasTheValuesOfEachCall() throws Exception {
        assertThat(shown("""
                fun count(n: Int): Int = if (n == 0) { fail(n); 0 } else count(n - 1) + 1
                fun run() { count(3) }
                """))
                .containsExactly("fail{code=0}", "count{n=0}", "count{n=1}", "count{n=2}", "count{n=3}", "run-");
    }
}
