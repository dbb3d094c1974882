namespace StockNow.Stages.Streaming.Embedded;

/// <summary>The tables of the embedded log. People may look into them with <c>sqlite3 stocknow.db</c>; the view <c>partition_state</c> is made for that.</summary>
static class LogSchema
{
    public const int Version = 1;

    public const string Tables = """
        CREATE TABLE IF NOT EXISTS identity (cluster_id TEXT NOT NULL);
        INSERT INTO identity SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT 1 FROM identity);
        CREATE TABLE IF NOT EXISTS topic (name TEXT NOT NULL PRIMARY KEY, partitions INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS batch (                        -- one row holds many records, as a batch in Kafka's log does
            topic TEXT NOT NULL, partition INTEGER NOT NULL, base_offset INTEGER NOT NULL,
            record_count INTEGER NOT NULL,
            appended_at INTEGER NOT NULL,                         -- milliseconds since 1970-01-01 UTC
            codec INTEGER NOT NULL,                               -- 0 plain, 1 LZ4 block
            plain_length INTEGER NOT NULL,
            checksum INTEGER NOT NULL,                            -- CRC-32C of the records as they are stored
            records BLOB NOT NULL,
            PRIMARY KEY (topic, partition, base_offset));         -- a rowid table: the blobs stay out of the index
        CREATE INDEX IF NOT EXISTS batch_age ON batch (appended_at);
        CREATE TABLE IF NOT EXISTS committed (                    -- the next offset to read, per group
            group_id TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
            PRIMARY KEY (group_id, topic, partition)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS position (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE VIEW IF NOT EXISTS partition_state AS
            SELECT topic, partition, min(base_offset) AS first_offset, max(base_offset + record_count) AS next_offset,
                   sum(record_count) AS records, count(*) AS batches, sum(length(records)) AS bytes
            FROM batch GROUP BY topic, partition;
        """;

    public const string Append = "INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    public const string End = "SELECT base_offset + record_count FROM batch WHERE topic = ?1 AND partition = ?2 ORDER BY base_offset DESC LIMIT 1";

    public const string Start = "SELECT base_offset FROM batch WHERE topic = ?1 AND partition = ?2 ORDER BY base_offset LIMIT 1";

    // The batch that holds the wanted offset may begin before it.
    public const string Read = """
        SELECT base_offset, record_count, appended_at, codec, plain_length, checksum, records FROM batch
        WHERE topic = ?1 AND partition = ?2
          AND base_offset >= coalesce((SELECT max(base_offset) FROM batch WHERE topic = ?1 AND partition = ?2 AND base_offset <= ?3), 0)
          AND base_offset + record_count > ?3
        ORDER BY base_offset
        """;

    public const string Register = "INSERT INTO committed VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";

    public const string Committed = "SELECT next_offset FROM committed WHERE group_id = ?1 AND topic = ?2 AND partition = ?3";

    // Compares before it sets: whoever lost its partition meanwhile changes nothing.
    public const string Advance = "UPDATE committed SET next_offset = ?5 WHERE group_id = ?1 AND topic = ?2 AND partition = ?3 AND next_offset = ?4";

    public const string SavePosition = "INSERT INTO position VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";

    public const string Position = "SELECT value FROM position WHERE name = ?1";

    public const string TopicPartitions = "SELECT partitions FROM topic WHERE name = ?1";

    public const string MakeTopic = "INSERT INTO topic VALUES (?1, ?2) ON CONFLICT DO NOTHING";

    // Old enough, read by every group that has ever held the partition, and not its newest batch, which carries the next offset.
    public const string Forget = """
        DELETE FROM batch WHERE rowid IN (
            SELECT old.rowid FROM batch AS old
            WHERE old.appended_at < ?1
              AND EXISTS (SELECT 1 FROM batch AS newer WHERE newer.topic = old.topic AND newer.partition = old.partition AND newer.base_offset > old.base_offset)
              AND NOT EXISTS (SELECT 1 FROM committed AS reader WHERE reader.topic = old.topic AND reader.partition = old.partition
                              AND reader.next_offset < old.base_offset + old.record_count)
            ORDER BY old.appended_at, old.rowid LIMIT ?2)
        """;

    // page_size and auto_vacuum take effect only before the first table. A small WAL keeps the stalls of its checkpoints short.
    // The native busy handler waits in steps of 1 to 100 ms; without it the driver itself sleeps 150 ms a try.
    public static string Pragmas(Durability durability) => $"""
        PRAGMA busy_timeout = 30000;
        PRAGMA page_size = 16384;
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = {(durability == Durability.PowerCut ? "FULL" : "NORMAL")};
        PRAGMA wal_autocheckpoint = 256;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -8192;
        PRAGMA temp_store = MEMORY;
        """;
}
