package io.polargosling.storage.dynamodb;

/**
 * The table itself and its secondary indexes. An index holds keys only and runs a moment behind the table; an item
 * appears in it once it has both attributes.
 */
enum Index {
    /** The table: always up to date. */
    TABLE(Key.PARTITION, Key.SORT),
    LIST_1("list1", Index.LIST_PLACE),
    LIST_2("list2", Index.LIST_PLACE),
    LIST_3("list3", Index.LIST_PLACE),
    /** What somebody has to do something about, earliest first. */
    TODO("todo", "todo_at");

    /** The place of an item in each of its lists. */
    static final String LIST_PLACE = "list_at";

    private final String partition;
    private final String sort;

    Index(String partition, String sort) {
        this.partition = partition;
        this.sort = sort;
    }

    /** The attribute that names the list an item is in. */
    String partition() {
        return partition;
    }

    /** The attribute that orders the list. */
    String sort() {
        return sort;
    }

    /** Its name in DynamoDB. */
    String indexName() {
        return "by_" + partition;
    }
}
