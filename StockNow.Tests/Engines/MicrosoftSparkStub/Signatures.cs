using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql;

namespace Microsoft.Spark
{
    public sealed class SparkContext
    {
        public JvmObjectReference Reference => throw new NotSupportedException();

        public void SetJobGroup(string groupId, string description, bool interruptOnCancel = false) => throw new NotSupportedException();
    }
}

namespace Microsoft.Spark.Sql
{
    public sealed class Builder
    {
        public Builder AppName(string appName) => throw new NotSupportedException();

        public Builder Config(string key, string value) => throw new NotSupportedException();

        public SparkSession GetOrCreate() => throw new NotSupportedException();
    }

    public sealed class SparkSession
    {
        public SparkContext SparkContext => throw new NotSupportedException();

        public static Builder Builder() => throw new NotSupportedException();

        public DataFrameReader Read() => throw new NotSupportedException();

        public DataFrame Sql(string sqlText) => throw new NotSupportedException();
    }

    public sealed class DataFrameReader
    {
        public DataFrameReader Schema(string schemaString) => throw new NotSupportedException();

        public DataFrame Parquet(params string[] paths) => throw new NotSupportedException();
    }

    public sealed class DataFrame
    {
        public void CreateOrReplaceTempView(string viewName) => throw new NotSupportedException();

        public IEnumerable<Row> ToLocalIterator() => throw new NotSupportedException();
    }

    public sealed class Row
    {
        Row() { }

        public object Get(int index) => throw new NotSupportedException();
    }
}

namespace Microsoft.Spark.Interop
{
    public static class SparkEnvironment
    {
        public static IJvmBridge? JvmBridge { get; set; }
    }
}

namespace Microsoft.Spark.Interop.Ipc
{
    public interface IJvmBridge : IDisposable;

    public sealed class JvmObjectReference
    {
        public object Invoke(string methodName, object arg0) => throw new NotSupportedException();
    }
}
