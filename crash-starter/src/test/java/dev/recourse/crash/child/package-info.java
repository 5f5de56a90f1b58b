/** Applications that crash, and the tests that watch them do it from outside. */
package dev.recourse.crash.child;
