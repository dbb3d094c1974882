using Confluent.Kafka;
using DuckDB.NET.Data;
using K4os.Compression.LZ4;
using Microsoft.Data.Sqlite;
using Parquet;
using Polly;
using Spectre.Console;

namespace StockNow.Tests.Support.Guilty;

/// <summary>Names packages that belong to others.</summary>
static class GuiltyBorrower
{
    public static object[] Borrow() =>
    [
        typeof(Apache.Arrow.RecordBatch), typeof(Grpc.Net.Client.GrpcChannel), typeof(Google.Protobuf.ByteString),
        typeof(DuckDBConnection), typeof(Message<int, int>), typeof(SqliteConnection), typeof(ParquetReader), typeof(ResiliencePipelineBuilder),
            typeof(AnsiConsole), typeof(System.CommandLine.Command),
        typeof(Scrutor.ITypeSourceSelector), typeof(SQLitePCL.raw), typeof(OpenTelemetry.Sdk), typeof(Microsoft.AspNetCore.Http.HttpContext),
        typeof(Amazon.S3.IAmazonS3), typeof(Amazon.Runtime.AWSCredentials), typeof(System.IO.Hashing.XxHash3), LZ4Codec.MaximumOutputSize(1),
    ];
}
