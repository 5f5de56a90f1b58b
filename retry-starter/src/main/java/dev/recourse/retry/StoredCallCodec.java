package dev.recourse.retry;

/**
 * Changes the text of a durable call on its way to the database and back, for instance to encrypt it.
 *
 * <p>A bean of this type is asked for each call that is stored; without one, the text is stored as it is. What it cannot
 * decode is kept, and parked.
 */
public interface StoredCallCodec {

    /**
     * Returns what is to be stored.
     *
     * @param json of the call, with its arguments
     */
    String encode(String json);

    /**
     * Returns the text that {@link #encode} was given.
     *
     * @throws RuntimeException if it cannot be decoded
     */
    String decode(String stored);
}
