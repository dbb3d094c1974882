using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>C8, B1: a claim that cannot be written whole never keeps its lock, and each obstacle has its sentence and its way back.</summary>
sealed class C8_ClaimTests
{
    TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_folder_in_the_place_of_the_owner_file_hinders_nobody()
    {
        Directory.CreateDirectory(_folder["claims", "one.owner"]);

        using (Claim.TryTake(_folder.Path, "one").Should().NotBeNull().And.Subject as Claim)
        {
            Claim.TryTake(_folder.Path, "one").Should().BeNull("it is held");
            Claim.OwnerOf(_folder.Path, "one").Should().Be("another process");
        }

        using var again = Claim.TryTake(_folder.Path, "one");
        again.Should().NotBeNull("the lock was given back");
    }

    [Test]
    public void The_owner_is_named_to_others()
    {
        using var claim = Claim.TryTake(_folder.Path, "one");

        Claim.OwnerOf(_folder.Path, "one").Should().Be($"process {Environment.ProcessId}");
        Claim.OwnerOf(_folder.Path, "two").Should().Be("another process");
    }

    [Test]
    public void A_folder_in_the_place_of_the_lock_is_named_and_the_claim_can_be_taken_once_it_is_gone()
    {
        Directory.CreateDirectory(_folder["claims", "one"]);
        var taking = () => Claim.TryTake(_folder.Path, "one");

        taking.Should().Throw<EventLogException>().WithMessage($"The lock {_folder["claims", "one"]} cannot be taken: a folder is in its place; remove it. *");

        Directory.Delete(_folder["claims", "one"]);
        using var claim = taking();
        claim.Should().NotBeNull();
    }

    [Test]
    public void A_file_in_the_place_of_the_folder_is_named_and_the_claim_can_be_taken_once_it_is_gone()
    {
        File.WriteAllText(_folder["claims"], "");
        var taking = () => Claim.TryTake(_folder.Path, "one");

        taking.Should().Throw<EventLogException>().WithMessage($"*{_folder["claims"]} is a file; remove it*");

        File.Delete(_folder["claims"]);
        using var claim = taking();
        claim.Should().NotBeNull();
    }

    [Test]
    public async Task On_a_read_only_disk_nobody_else_is_accused()
    {
        Claim.TryTake(_folder.Path, "one")!.Dispose();
        await using (await ReadOnlyDisk.OverAsync(_folder.Path))
        {
            var taking = () => Claim.TryTake(_folder.Path, "one");

            taking.Should().Throw<EventLogException>().WithMessage("The lock */claims/one cannot be taken: *ead-only file system*");
        }

        using var claim = Claim.TryTake(_folder.Path, "one");
        claim.Should().NotBeNull("it can be had as soon as the disk can be written");
    }

    [Test]
    public async Task On_a_full_disk_claims_can_be_taken_so_that_retention_makes_room()
    {
        await using var disk = await SmallDisk.OverAsync(_folder["data"], megabytes: 12);
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20000));
        var options = new EventLogOptions { Retention = { MaxAge = TimeSpan.FromHours(1) } };
        using var bench = new EmbeddedBench();
        await using var log = bench.Open(options, clock, dataFolder: _folder["data"]);
        var random = new Random(1);
        var bytes = new byte[3000];
        await EmbeddedBench.WriteAsync(log, [.. Enumerable.Range(0, 200).Select(_ =>
        {
            random.NextBytes(bytes);
            return Convert.ToBase64String(bytes);
        })]);
        var later = new FakeTimeProvider(clock.GetUtcNow().AddHours(2));
        disk.Fill();
        var claimed = new RecordedLog<EmbeddedEventLog>();

        var folder = _folder["data", "event-log"];
        using (var claim = Claim.TryTake(folder, "retention"))
        {
            claim.Should().NotBeNull();
            await new Retention(folder, ProductPipeline.Groups, options, stop => LogOpening.OpenAsync(folder, options.Durability, stop), later, claimed)
                .ForgetAsync(default);
        }

        claimed.HasSaid("Retention removed 199 old batches").Should().BeTrue();
        (await log.DescribeAsync(EmbeddedBench.Topic, default)).Single().Start.Should().Be(199);
    }
}
