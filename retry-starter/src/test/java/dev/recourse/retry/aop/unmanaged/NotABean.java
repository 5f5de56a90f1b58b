package dev.recourse.retry.aop.unmanaged;

import dev.recourse.retry.RetryOnStatus;

/** Annotated, in a package of the application, and no bean. */
public class NotABean {

    @RetryOnStatus
    public void call() {}
}
