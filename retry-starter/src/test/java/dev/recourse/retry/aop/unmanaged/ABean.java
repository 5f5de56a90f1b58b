package dev.recourse.retry.aop.unmanaged;

import dev.recourse.retry.RetryOnStatus;

/** Annotated, in a package of the application, and a bean. */
@RetryOnStatus
public class ABean {

    public void call() {}
}
