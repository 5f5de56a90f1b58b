package dev.recourse.retry;

/**
 * Changes the text of a durable call on its way to the database and back, for instance to encrypt it.
 *
 * <p>A bean of this type is asked for each call that is stored; without one, the text is stored as it is. What it cannot
 * decode is kept, and parked.
 *
 * @since 0.1
 */
public interface StoredCallCodec {

    /**
     * {@return what is to be stored}
     *
     * @param json of the call, with its arguments
     * @throws RuntimeException if it cannot be encoded: the call is not stored, and its caller gets the {@link RetryLaterException}
     */
    String encode(String json);

    /**
     * {@return the text that {@link #encode} was given}
     *
     * @param stored what {@link #encode} returned
     * @throws RuntimeException if it cannot be decoded
     */
    String decode(String stored);
}
