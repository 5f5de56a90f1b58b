package dev.recourse.retry.cluster;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.client.RetryClientRegistry;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/** A node in a process of its own, which does what it is told line by line. */
final class ChildNode implements AutoCloseable {

    private static final String ANSWER = "answer: ";

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    private ChildNode(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
    }

    static ChildNode start(int redis, String url) throws IOException {
        return new ChildNode(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildNode.class.getName(),
                        String.valueOf(redis),
                        url)
                .redirectErrorStream(true)
                .start());
    }

    /** Returns what a child answers to {@code known}, {@code lift}, or a number of calls to make at the same time. */
    String ask(String question) throws IOException {
        in.write(question + "\n");
        in.flush();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(ANSWER)) {
                return line.substring(ANSWER.length());
            }
        }
        throw new IllegalStateException("The child has ended");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        try (Node node = Node.start(Integer.parseInt(arguments[0]))) {
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            RetryStrategy github = node.strategy("github");
            RestClient http = RestClient.builder()
                    .requestFactory(new JdkClientHttpRequestFactory())
                    .baseUrl(arguments[1])
                    .build();
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(ANSWER + answer(question, node, github, http));
            }
        }
    }

    private static Object answer(String question, Node node, RetryStrategy github, RestClient http) throws Exception {
        return switch (question) {
            case "known" -> !node.bean(RetryClientRegistry.class).cooldowns().isEmpty();
            case "lift" -> node.lift("github");
            default -> call(Integer.parseInt(question), github, http);
        };
    }

    private static Map<String, Integer> call(int callers, RetryStrategy strategy, RestClient http) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Future<String>> calls = threads.invokeAll(IntStream.range(0, callers)
                .mapToObj(i -> (Callable<String>) () -> call(strategy, http))
                .toList());
        threads.shutdown();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Future<String> call : calls) {
            outcomes.merge(call.get(), 1, Integer::sum);
        }
        return outcomes;
    }

    private static String call(RetryStrategy strategy, RestClient http) throws Exception {
        try {
            return strategy.call(() -> http.get().retrieve().body(String.class));
        } catch (RetryLaterException ex) {
            return "kept back";
        } catch (RestClientResponseException ex) {
            return "told";
        }
    }
}
