using System.Text;
using CsCheck;
using StockNow.Contracts.Topics;
using StockNow.Stages.Audit;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Audit;

sealed class OutputRetentionTests
{
    // Outputs of a few sources; the number of partitions is raised now and then, as Kafka allows; and how much of each partition is taken, in tenths.
    static readonly Gen<(Output[] Outputs, int[] Cuts)> Histories = Gen.Select(
        Gen.Int[1, 5], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 20], Gen.Int[0, 30]).Array[0, 60], Gen.Int[0, 10].Array[12], (partitions, steps, cuts) =>
        {
            var next = new long[3];
            return (steps.Select(step =>
            {
                var (source, key, raise) = step;
                if (raise == 0 && partitions < 12) partitions++;
                return new Output(source, next[source]++, $"key {key}", partitions);
            }).ToArray(), cuts);
        });

    [Test]
    public void What_retention_has_taken_is_never_missed_however_often_the_partitions_were_raised() => Histories.Sample(history =>
    {
        var (taken, retention) = Cut(history.Outputs, history.Cuts);
        return taken.All(output => retention.MayHaveTaken(output.Source, output.Offset, output.Key, default)
            && retention.MayHaveTaken(output.Source, output.Offset));
    });

    [Test]
    public void A_loss_after_what_is_left_of_its_source_is_missed_whatever_was_taken_elsewhere() => Histories.Sample(history =>
    {
        var outputs = history.Outputs.Select(output => output with { Partitions = 6 }).ToArray();
        var (taken, retention) = Cut(outputs, history.Cuts);
        var left = outputs.Except(taken).ToList();
        return left.Where(lost => IsBehind(lost, lost.Partition) && IsBehind(lost, 5))
            .All(lost => !retention.MayHaveTaken(lost.Source, lost.Offset, lost.Key, default));

        bool IsBehind(Output lost, int partition) =>
            left.Any(other => other.Source == lost.Source && other.Partition == partition && other.Offset < lost.Offset);
    });

    [Test]
    public void Nothing_is_excused_while_no_partition_is_cut() => Histories.Sample(history =>
    {
        var (_, retention) = Cut(history.Outputs, new int[12]);
        return history.Outputs.All(output => !retention.MayHaveTaken(output.Source, output.Offset, output.Key, default)
            && !retention.MayHaveTaken(output.Source, output.Offset));
    });

    [Test]
    public void A_cut_partition_that_holds_nothing_of_a_source_excuses_only_what_would_have_gone_there()
    {
        var (there, elsewhere) = (KeyOf(0), KeyOf(1));
        var retention = new OutputRetention();
        retention.See(source: 3, offset: 10, output: 1);
        retention.Close([State(0, start: 500), State(1, start: 0)]);

        (retention.MayHaveTaken(3, 20, there, default), retention.MayHaveTaken(3, 20, elsewhere, default)).Should().Be((true, false));
    }

    [Test]
    public void While_the_partitions_may_have_been_fewer_a_cut_one_excuses_what_may_have_gone_there()
    {
        var retention = new OutputRetention();
        retention.See(source: 3, offset: 30, output: 1);
        retention.Close([State(0, start: 500), State(1, start: 0)]);

        (retention.MayHaveTaken(3, 20, KeyOf(1), default), retention.MayHaveTaken(3, 30, KeyOf(1), default)).Should().Be((true, false));
    }

    [Test]
    public void Without_a_key_the_value_decides()
    {
        var retention = new OutputRetention();
        retention.See(source: 0, offset: 1, output: 1);
        retention.Close([State(0, start: 5), State(1, start: 0)]);

        (retention.MayHaveTaken(0, 7, default, KeyOf(0)), retention.MayHaveTaken(0, 7, default, KeyOf(1))).Should().Be((true, false));
    }

    static (List<Output> Taken, OutputRetention Retention) Cut(Output[] outputs, int[] cuts)
    {
        var taken = new List<Output>();
        var retention = new OutputRetention();
        var states = new List<PartitionState>();
        for (var partition = 0; partition < (outputs.Length == 0 ? 1 : outputs[^1].Partitions); partition++)
        {
            var all = outputs.Where(output => output.Partition == partition).ToList();
            var cut = all.Count * cuts[partition] / 10;
            taken.AddRange(all.Take(cut));
            foreach (var output in all.Skip(cut)) retention.See(output.Source, output.Offset, partition);
            states.Add(State(partition, cut));
        }
        retention.Close(states);
        return (taken, retention);
    }

    static byte[] KeyOf(int partition) =>
        Enumerable.Range(0, 100).Select(n => Encoding.UTF8.GetBytes($"key {n}")).First(key => Partitioner.PartitionOf(key, default, 2) == partition);

    static PartitionState State(int partition, long start) => new(new TopicPartition(TopicNames.Alerts, partition), start, 1000);

    sealed record Output(int Source, long Offset, string Name, int Partitions)
    {
        public byte[] Key { get; } = Encoding.UTF8.GetBytes(Name);

        public int Partition => Partitioner.PartitionOf(Key, default, Partitions);
    }
}
