using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Producing;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Another user of the machine has run a stage before: its claims on transactional ids are not ours to write.</summary>
[NonParallelizable]
sealed class K8_SecondUserTests
{
    [Test]
    public void Ids_hold_the_user_so_that_two_users_never_have_one_id()
    {
        using var folder = new TempFolder();
        using var first = TransactionalId.Take("group", null, folder.Path);
        using var second = TransactionalId.Take("group", null, folder.Path);

        first.Name.Should().StartWith($"group-{Environment.MachineName}-{Environment.UserName}-").And.NotBe(second.Name);
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_refused_with_the_setting_that_needs_none()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["taken"], "a file where the folder would be");

        var take = () => TransactionalId.Take("group", null, folder["taken"]);

        take.Should().Throw<UnrecoverableException>()
            .WithMessage($"A transactional id cannot be claimed in {folder["taken"]}: *. Set EventLog:Kafka:Instance to a name*");
        using var named = TransactionalId.Take("group", "here", folder["taken"]);
        named.Name.Should().Be("group-here-0");
    }
}
