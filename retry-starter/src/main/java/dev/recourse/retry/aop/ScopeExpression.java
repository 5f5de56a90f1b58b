package dev.recourse.retry.aop;

import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.failure.SafeLog;
import dev.recourse.retry.settings.InvalidSettingException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** Finds the scope of a call in its arguments, by an expression that is parsed once. */
final class ScopeExpression {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final SpelExpression expression;
    private final Method method;
    private final AtomicBoolean warned = new AtomicBoolean();

    private ScopeExpression(SpelExpression expression, Method method) {
        this.expression = expression;
        this.method = method;
    }

    /**
     * Parses the expression of a method.
     *
     * @param place names the annotation in an error message
     * @throws InvalidSettingException if it is no expression, or names a parameter that the method does not have
     */
    static ScopeExpression parse(String text, Method method, String place) {
        SpelExpression expression;
        try {
            expression = new SpelExpressionParser().parseRaw(text);
        } catch (ParseException | IllegalStateException ex) {
            throw new InvalidSettingException(
                    place, text, "it is no SpEL expression", "Name a parameter, as in '#tenant'.");
        }
        List<String> known = parameters(method);
        for (String variable : variables(expression.getAST(), new ArrayList<>())) {
            if (!known.contains(variable)) {
                throw new InvalidSettingException(
                        place,
                        text,
                        "the method has no parameter '" + variable + "'",
                        known.isEmpty() ? "Remove it." : "Use one of " + String.join(", ", known) + ".");
            }
        }
        return new ScopeExpression(expression, method);
    }

    /** Returns the scope of a call, null for the client as a whole. Never throws. */
    @Nullable
    String valueOf(MethodInvocation call) {
        try {
            Object value = expression.getValue(new MethodBasedEvaluationContext(
                    call.getThis() == null ? call : call.getThis(), method, call.getArguments(), NAMES));
            return value == null ? null : value.toString();
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            if (warned.compareAndSet(false, true)) {
                SafeLog.warn(
                        log,
                        "The scope '" + expression.getExpressionString() + "' of " + method
                                + " cannot be evaluated: such calls share the quota of the whole client.",
                        ex);
            }
            return null;
        }
    }

    private static List<String> parameters(Method method) {
        String[] names = NAMES.getParameterNames(method);
        Stream<String> named = names == null ? Stream.empty() : Stream.of(names).map("#"::concat);
        Stream<String> numbered = Stream.iterate(0, index -> index + 1)
                .limit(method.getParameterCount())
                .flatMap(index -> Stream.of("#p" + index, "#a" + index));
        return Stream.concat(named, numbered).toList();
    }

    private static List<String> variables(SpelNode node, List<String> found) {
        if (node instanceof VariableReference variable
                && !List.of("#root", "#this").contains(variable.toStringAST())) {
            found.add(variable.toStringAST());
        }
        for (int child = 0; child < node.getChildCount(); child++) {
            variables(node.getChild(child), found);
        }
        return found;
    }
}
