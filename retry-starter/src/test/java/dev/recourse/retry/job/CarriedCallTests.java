package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.ResumedCall;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CarriedCallTests {

    private final CarriedCall call = new CarriedCall("Shop.submit", 2, "\"key\"");

    @Test
    void callIsFoundAsItWasKept() {
        assertThat(CarriedCall.in(call.values()::get)).isEqualTo(call);
        CarriedCall keyless = new CarriedCall("Shop.submit", 2, null);
        assertThat(CarriedCall.in(keyless.values()::get)).isEqualTo(keyless);
        assertThat(call.values().keySet()).allMatch(CarriedCall::isName);
        assertThat(CarriedCall.isName("order")).isFalse();
    }

    @Test
    void callThatSomebodyElseWroteIsNone() {
        assertThat(CarriedCall.in(name -> null)).isNull();
        Map<String, String> values = new HashMap<>(call.values());
        values.put("recourse.attempt", "-1");
        assertThat(CarriedCall.in(values::get)).isNull();
        values.put("recourse.attempt", "9999999999");
        assertThat(CarriedCall.in(values::get)).isNull();
    }

    @Test
    void callWhoseKeyIsNoHeaderBeginsAnew() {
        assertThat(new CarriedCall("Shop.submit", 2, "a\r\nb").bind()).isNull();
        assertThat(ResumedCall.bound()).isNull();
    }

    @Test
    void bindingReplacesOneWhoseEndWasNotTold() {
        BoundCall.bind(call);
        BoundCall.bind(new CarriedCall("Shop.cancel", 1, null));
        assertThat(ResumedCall.bound()).isNotNull();
        BoundCall.unbind();
        assertThat(ResumedCall.bound()).isNull();
        BoundCall.bind(null);
        assertThat(ResumedCall.bound()).isNull();
    }
}
