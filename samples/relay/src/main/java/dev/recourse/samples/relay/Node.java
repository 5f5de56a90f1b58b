package dev.recourse.samples.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A node: an application that takes orders from its standard input, one number a line, until that ends. */
@SpringBootApplication
class Node {

    static final String READY = "READY";

    static void run(String... args) throws IOException {
        try (ConfigurableApplicationContext context = SpringApplication.run(Node.class, args)) {
            System.out.println(READY);
            Orders orders = context.getBean(Orders.class);
            BufferedReader numbers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String number = numbers.readLine(); number != null; number = numbers.readLine()) {
                orders.submit(new Order(Integer.parseInt(number), "a book"));
            }
        }
    }
}
