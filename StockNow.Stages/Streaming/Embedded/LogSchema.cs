using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>
/// The tables of the embedded log. People may look into them with <c>sqlite3 stocknow.db</c>; the view <c>partition_state</c> is made for that.
/// </summary>
static class LogSchema
{
    /// <summary>1: as first made. 2: positions are text, retention notes how far it has cut, and a checksum covers its whole row.</summary>
    public const int Version = 2;

    /// <summary>The first version with the table <c>retention</c>.</summary>
    public const int NotesRetention = 2;

    public static readonly string[] TableNames = ["identity", "topic", "batch", "committed", "position"];

    public const string Make = """
        CREATE TABLE identity (cluster_id TEXT NOT NULL);
        INSERT INTO identity SELECT lower(hex(randomblob(16)));
        CREATE TABLE topic (name TEXT NOT NULL PRIMARY KEY, partitions INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE batch (                                      -- one row holds many records, as a batch in Kafka's log does
            topic TEXT NOT NULL, partition INTEGER NOT NULL, base_offset INTEGER NOT NULL,
            record_count INTEGER NOT NULL,
            appended_at INTEGER NOT NULL,                         -- milliseconds since 1970-01-01 UTC
            codec INTEGER NOT NULL,                               -- 0 plain, 1 LZ4 block; 2 more where the checksum covers the whole row
            plain_length INTEGER NOT NULL,
            checksum INTEGER NOT NULL,                            -- CRC-32C of the records as they are stored, then of the other columns
            records BLOB NOT NULL,
            PRIMARY KEY (topic, partition, base_offset));         -- a rowid table: the blobs stay out of the index
        CREATE TABLE committed (                                  -- the next offset to read, per group
            group_id TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
            PRIMARY KEY (group_id, topic, partition)) WITHOUT ROWID;
        CREATE TABLE position (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE VIEW partition_state AS
            SELECT topic, partition, min(base_offset) AS first_offset, max(base_offset + record_count) AS next_offset,
                   sum(record_count) AS records, count(*) AS batches, sum(length(records)) AS bytes
            FROM batch GROUP BY topic, partition;
        """ + Retention;

    /// <summary>From version 1. What retention had cut before cannot be distinguished from what somebody else removed.</summary>
    public const string FromVersion1 = """
        ALTER TABLE position RENAME TO position_1;
        CREATE TABLE position (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO position SELECT name, CAST(value AS TEXT) FROM position_1;
        DROP TABLE position_1;
        DROP INDEX IF EXISTS batch_age;
        """ + Retention + """
        INSERT INTO retention SELECT topic, partition, min(base_offset) FROM batch GROUP BY topic, partition;
        """;

    public const string Append = "INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    public const string Last = """
        SELECT base_offset, record_count, appended_at, codec, plain_length, checksum, records FROM batch
        WHERE topic = ?1 AND partition = ?2 ORDER BY base_offset DESC LIMIT 1
        """;

    public const string End = "SELECT base_offset + record_count FROM batch WHERE topic = ?1 AND partition = ?2 ORDER BY base_offset DESC LIMIT 1";

    public const string Start = "SELECT base_offset FROM batch WHERE topic = ?1 AND partition = ?2 ORDER BY base_offset LIMIT 1";

    public const string EndBefore = """
        SELECT base_offset + record_count FROM batch WHERE topic = ?1 AND partition = ?2 AND base_offset < ?3 ORDER BY base_offset DESC LIMIT 1
        """;

    public const string After = "SELECT base_offset FROM batch WHERE topic = ?1 AND partition = ?2 AND base_offset > ?3 ORDER BY base_offset LIMIT 1";

    // The batch that holds the wanted offset may begin before it.
    public const string Read = """
        SELECT base_offset, record_count, appended_at, codec, plain_length, checksum, records FROM batch
        WHERE topic = ?1 AND partition = ?2
          AND base_offset >= coalesce((SELECT max(base_offset) FROM batch WHERE topic = ?1 AND partition = ?2 AND base_offset <= ?3), ?3)
        ORDER BY base_offset
        """;

    public const string Register = "INSERT INTO committed VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";

    public const string Committed = "SELECT next_offset FROM committed WHERE group_id = ?1 AND topic = ?2 AND partition = ?3";

    public const string LowestCommitted = "SELECT min(next_offset) FROM committed WHERE topic = ?1 AND partition = ?2";

    public const string HighestCommitted = "SELECT max(next_offset) FROM committed WHERE topic = ?1 AND partition = ?2";

    // Compares before it sets: a reader that has lost its partition changes nothing.
    public const string Advance = "UPDATE committed SET next_offset = ?5 WHERE group_id = ?1 AND topic = ?2 AND partition = ?3 AND next_offset = ?4";

    /// <summary>For a person who sets it by hand.</summary>
    public static string SetCommitted(string group, TopicPartition partition, long next) =>
        $"INSERT OR REPLACE INTO committed VALUES ('{group}', '{partition.Topic}', {partition.Partition}, {next})";

    public const string NewPosition = "INSERT INTO position VALUES (?1, ?2) ON CONFLICT DO NOTHING";

    // Compares before it sets: what another process has saved meanwhile stays.
    public const string MovePosition = "UPDATE position SET value = ?2 WHERE name = ?1 AND value = ?3";

    public const string Positions = "SELECT name, value FROM position WHERE substr(name, 1, length(?1)) = ?1";

    public const string Topics = "SELECT name FROM topic ORDER BY name";

    public const string TopicPartitions = "SELECT partitions FROM topic WHERE name = ?1";

    public const string MakeTopic = "INSERT INTO topic VALUES (?1, ?2) ON CONFLICT DO NOTHING";

    // In the order of the primary key, so that only the rows that are asked for are visited.
    public const string Oldest = "SELECT base_offset, record_count, appended_at FROM batch WHERE topic = ?1 AND partition = ?2 ORDER BY base_offset LIMIT ?3";

    public const string Remove = "DELETE FROM batch WHERE topic = ?1 AND partition = ?2 AND base_offset < ?3";

    public const string NoteRemoved = "INSERT INTO retention VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET removed_to = max(removed_to, excluded.removed_to)";

    public const string RemovedTo = "SELECT removed_to FROM retention WHERE topic = ?1 AND partition = ?2";

    const string Retention = """

        CREATE TABLE retention (                                  -- the batches before this offset were removed because they were old
            topic TEXT NOT NULL, partition INTEGER NOT NULL, removed_to INTEGER NOT NULL,
            PRIMARY KEY (topic, partition)) WITHOUT ROWID;

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

    /// <summary>For looking only.</summary>
    public const string ReadPragmas = """
        PRAGMA query_only = ON;
        PRAGMA cache_size = -8192;
        PRAGMA temp_store = MEMORY;
        """;
}
