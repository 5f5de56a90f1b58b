package dev.recourse.retry.kotlin

import com.github.tomakehurst.wiremock.WireMockServer
import com.github.tomakehurst.wiremock.client.WireMock.aResponse
import com.github.tomakehurst.wiremock.client.WireMock.any
import com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor
import com.github.tomakehurst.wiremock.client.WireMock.anyUrl
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder
import com.github.tomakehurst.wiremock.core.WireMockConfiguration.options
import com.github.tomakehurst.wiremock.stubbing.Scenario
import dev.recourse.retry.RetryLaterException
import dev.recourse.retry.RetryOnStatus
import dev.recourse.retry.RetryStrategies
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration
import dev.recourse.retry.execution.ScheduledRetryRegistry
import dev.recourse.retry.test.RetryWaits
import dev.recourse.retry.test.RetryWaitsAutoConfiguration
import java.time.Duration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.mono
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.assertj.core.api.Assertions.catchThrowable
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration
import org.springframework.context.ApplicationContext
import org.springframework.http.HttpMethod
import org.springframework.http.HttpStatusCode
import org.springframework.web.reactive.function.client.WebClient
import org.springframework.web.reactive.function.client.WebClientResponseException
import org.springframework.web.reactive.function.client.awaitBody
import org.springframework.web.reactive.function.client.support.WebClientAdapter
import org.springframework.web.service.annotation.GetExchange
import org.springframework.web.service.annotation.PostExchange
import org.springframework.web.service.invoker.HttpServiceProxyFactory

/** Coroutines are retried without a thread: suspending functions, flows and HTTP service interfaces of both. */
class CoroutineTests {

    private val server = WireMockServer(options().dynamicPort())

    private val runner = ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                AopAutoConfiguration::class.java,
                WebClientAutoConfiguration::class.java,
                RetryAutoConfiguration::class.java,
            )
        )
        .withBean(Orders::class.java)
        .withPropertyValues(
            "recourse.retry.delays.5xx=1s",
            "recourse.retry.budget.min-per-second=1000",
            "recourse.retry.clients.keyed.idempotency-key=true",
            "recourse.retry.clients.later.hand-off=always",
        )

    private val withoutWaiting = runner.withConfiguration(AutoConfigurations.of(RetryWaitsAutoConfiguration::class.java))

    @BeforeEach
    fun start() = server.start()

    @AfterEach
    fun stop() = server.stop()

    @Test
    fun functionWhenServerIsBusyIsCalledAgainAfterItsDelay() {
        answer(busy(), busy(), done())
        run { context ->
            assertThat(runBlocking { context.orders().order() }).isEqualTo("done")
            assertThat(context.getBean(RetryWaits::class.java).delays())
                .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7))
        }
        assertRequests(3)
    }

    @Test
    fun functionWhenNoRetryIsLeftEndsWithItsFailure() {
        answer(status(500))
        run { context ->
            val failure = catchThrowable { runBlocking { context.orders().order() } }
            assertThat(failure).isInstanceOf(WebClientResponseException.InternalServerError::class.java)
            assertThat(original(failure).suppressed.filterIsInstance<WebClientResponseException>()).hasSize(3)
        }
        assertRequests(4)
    }

    @Test
    fun functionWhenItReturnsNothingIsCalledAgain() {
        answer(busy(), done())
        run { context -> runBlocking { context.orders().nothing() } }
        assertRequests(2)
    }

    @Test
    fun functionWhenItSuspendsOnAnotherDispatcherIsCalledAgain() {
        answer(busy(), done())
        run { context ->
            assertThat(runBlocking { context.orders().onAnotherDispatcher() }).isEqualTo("done")
        }
        assertRequests(2)
    }

    @Test
    fun functionWhenHandedOffRaisesTheExceptionForThat() {
        answer(busy())
        run { context ->
            assertThatThrownBy { runBlocking { context.orders().later() } }
                .isInstanceOf(RetryLaterException::class.java)
        }
        assertRequests(1)
    }

    @Test
    fun functionWhenItPostsIsCalledAgainOnlyIfItWasTurnedAway() {
        answer(status(500))
        run { context ->
            assertThatThrownBy { runBlocking { context.orders().post() } }
                .isInstanceOf(WebClientResponseException.InternalServerError::class.java)
        }
        assertRequests(1)
        answer(busy(), done())
        run { context -> assertThat(runBlocking { context.orders().post() }).isEqualTo("done") }
        assertRequests(2)
    }

    @Test
    fun functionWhenItHasPostedBeforeWhatFailsIsNotCalledAgain() {
        answer(done(), status(500))
        run { context ->
            assertThatThrownBy { runBlocking { context.orders().postThenGet() } }
                .isInstanceOf(WebClientResponseException.InternalServerError::class.java)
        }
        assertRequests(2)
    }

    @Test
    fun functionWhenItHasAKeySendsTheSameInAllAttempts() {
        answer(busy(), busy(), done())
        run { context -> runBlocking { context.orders().keyed() } }
        val keys = server.findAll(anyRequestedFor(anyUrl())).map { it.getHeader("Idempotency-Key") }
        assertThat(keys).hasSize(3).doesNotContainNull()
        assertThat(keys.distinct()).hasSize(1)
    }

    @Test
    fun functionWhenItCallsAnotherThatWasRetriedAlreadyIsNotCalledAgain() {
        answer(status(500))
        withoutWaiting.withBean(Shop::class.java).run(url()) { context ->
            assertThatThrownBy { runBlocking { context.getBean(Shop::class.java).order() } }
                .isInstanceOf(WebClientResponseException.InternalServerError::class.java)
        }
        assertRequests(4)
    }

    @Test
    fun flowWhenItFailsBeforeItsFirstElementIsCollectedAgain() {
        answer(busy(), done())
        run { context ->
            assertThat(runBlocking { context.orders().all().toList() }).containsExactly("done", "and done")
        }
        assertRequests(2)
    }

    @Test
    fun flowWhenItFailsAfterItsFirstElementIsNotCollectedAgain() {
        answer(done(), busy(), done())
        run { context ->
            val received = mutableListOf<String>()
            assertThatThrownBy { runBlocking { context.orders().allOneByOne().collect { received.add(it) } } }
                .isInstanceOf(WebClientResponseException.TooManyRequests::class.java)
            assertThat(received).containsExactly("done")
        }
        assertRequests(2)
    }

    @Test
    fun flowWhenASuspendingFunctionReturnsItIsCollectedAgain() {
        answer(busy(), done())
        run { context ->
            assertThat(runBlocking { context.orders().suspendThenAll().toList() }).containsExactly("done", "and done")
        }
        assertRequests(2)
    }

    @Test
    fun serviceInterfaceWhenItSuspendsIsCalledAgainAsItsMethodAllows() {
        answer(status(500), done())
        run { context -> assertThat(runBlocking { context.api().get() }).isEqualTo("done") }
        assertRequests(2)
        answer(status(500))
        run { context ->
            assertThatThrownBy { runBlocking { context.api().post() } }
                .isInstanceOf(WebClientResponseException.InternalServerError::class.java)
        }
        assertRequests(1)
        answer(busy(), done())
        run { context -> assertThat(runBlocking { context.api().flow().first() }).isEqualTo("done") }
        assertRequests(2)
    }

    @Test
    fun strategyWhenItsBlockIsACoroutineCallsItAgain() {
        answer(busy(), done())
        run { context ->
            val strategy = context.getBean(RetryStrategies::class.java).build { }
            val block = { mono { context.orders().unretried() } }
            assertThat(runBlocking { strategy.mono(block).awaitSingle() }).isEqualTo("done")
        }
        assertRequests(2)
    }

    @Test
    fun waitWhenCoroutineIsCancelledEnds() {
        answer(status(429, "60"))
        runner.run(url()) { context ->
            val waiting = context.getBean(ScheduledRetryRegistry::class.java)
            runBlocking {
                val call = CoroutineScope(Dispatchers.Default).launch { context.orders().order() }
                await().until { waiting.count() == 1 }
                call.cancelAndJoin()
                assertThat(waiting.count()).isZero()
            }
        }
        assertRequests(1)
    }

    @Test
    fun waitsOfManyCoroutinesHoldNoThread() {
        server.resetAll()
        server.stubFor(any(anyUrl()).willReturn(status(500)))
        runner.run(url()) { context ->
            val waiting = context.getBean(ScheduledRetryRegistry::class.java)
            runBlocking(Dispatchers.Default.limitedParallelism(1)) {
                val calls = List(50) { async { runCatching { context.orders().slow() } } }
                while (waiting.count() < 50) delay(20)
                calls.forEach { it.cancelAndJoin() }
            }
        }
    }

    private fun run(test: (ApplicationContext) -> Unit) = withoutWaiting.run(url(), test)

    private fun url() = "test.url=${server.baseUrl()}"

    private fun ApplicationContextRunner.run(url: String, test: (ApplicationContext) -> Unit) {
        withPropertyValues(url)
            .withBean(Api::class.java, { api() })
            .run { context -> test(context) }
    }

    private fun api(): Api {
        val client = WebClient.builder().baseUrl(server.baseUrl()).build()
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client)).build().createClient(Api::class.java)
    }

    private fun ApplicationContext.orders() = getBean(Orders::class.java)

    private fun ApplicationContext.api() = getBean(Api::class.java)

    private fun assertRequests(number: Int) {
        assertThat(server.findAll(anyRequestedFor(anyUrl()))).hasSize(number)
    }

    /** Answers one request after the other, and the last answer again and again. */
    private fun answer(vararg answers: ResponseDefinitionBuilder) {
        server.resetAll()
        answers.forEachIndexed { i, answer ->
            server.stubFor(
                any(anyUrl())
                    .inScenario("answers")
                    .whenScenarioStateIs(if (i == 0) Scenario.STARTED else "$i")
                    .willSetStateTo("${minOf(i + 1, answers.size - 1)}".takeIf { answers.size > 1 } ?: Scenario.STARTED)
                    .willReturn(answer)
            )
        }
    }

    private fun busy() = status(429, "7")

    private fun done() = aResponse().withBody("done")

    private fun status(status: Int, retryAfter: String? = null): ResponseDefinitionBuilder {
        val answer = aResponse().withStatus(status)
        return if (retryAfter == null) answer else answer.withHeader("Retry-After", retryAfter)
    }

    /** Coroutines copy an exception to add a trace of their own to it. */
    private fun original(failure: Throwable): Throwable =
        failure.cause?.takeIf { it.javaClass == failure.javaClass } ?: failure

    open class Orders(private val context: ApplicationContext, private val builder: WebClient.Builder) {

        private suspend fun send(method: HttpMethod): String =
            builder.build().method(method).uri(context.environment.getRequiredProperty("test.url"))
                .retrieve().awaitBody<String>()

        @RetryOnStatus
        open suspend fun order(): String = send(HttpMethod.GET)

        @RetryOnStatus
        open suspend fun nothing() {
            send(HttpMethod.GET)
        }

        @RetryOnStatus
        open suspend fun onAnotherDispatcher(): String =
            withContext(Dispatchers.IO) {
                delay(1)
                send(HttpMethod.GET)
            }

        @RetryOnStatus("later")
        open suspend fun later(): String = send(HttpMethod.GET)

        @RetryOnStatus
        open suspend fun post(): String = send(HttpMethod.POST)

        @RetryOnStatus
        open suspend fun postThenGet(): String = send(HttpMethod.POST) + send(HttpMethod.GET)

        @RetryOnStatus("keyed")
        open suspend fun keyed(): String = send(HttpMethod.POST)

        @RetryOnStatus(delays = ["5xx: 1h"], maxWait = "2h", timeout = "3h")
        open suspend fun slow(): String = send(HttpMethod.GET)

        @RetryOnStatus
        open fun all(): Flow<String> = flow {
            val order = send(HttpMethod.GET)
            emit(order)
            emit("and $order")
        }

        @RetryOnStatus
        open fun allOneByOne(): Flow<String> = flow {
            emit(send(HttpMethod.GET))
            emit(send(HttpMethod.GET))
        }

        @RetryOnStatus
        open suspend fun suspendThenAll(): Flow<String> {
            delay(1)
            return flow {
                val order = send(HttpMethod.GET)
                emit(order)
                emit("and $order")
            }
        }

        open suspend fun unretried(): String = send(HttpMethod.GET)
    }

    open class Shop(private val orders: Orders) {

        @RetryOnStatus
        open suspend fun order(): String = orders.order()
    }

    interface Api {

        @RetryOnStatus
        @GetExchange
        suspend fun get(): String

        @RetryOnStatus
        @PostExchange
        suspend fun post(): String

        @RetryOnStatus
        @GetExchange
        fun flow(): Flow<String>
    }
}
