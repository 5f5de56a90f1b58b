package org.hibernate.collection.spi;

/** Has the name and the method by which Hibernate's lazy collections are known. */
public interface PersistentCollection {

    boolean wasInitialized();
}
