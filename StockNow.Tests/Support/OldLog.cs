namespace StockNow.Tests.Support;

/// <summary>Makes a log what the version before this one has left: the format 1.</summary>
static class OldLog
{
    public static void Downgrade(EmbeddedBench bench) => bench.Sql("""
        DROP TABLE retention;
        ALTER TABLE position RENAME TO position_2;
        CREATE TABLE position (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        DROP TABLE position_2;
        CREATE INDEX batch_age ON batch (appended_at);
        PRAGMA user_version = 1;
        PRAGMA wal_checkpoint(TRUNCATE);
        """);
}
