using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Analysis;
using StockNow.Stages.Base;
using StockNow.Stages.Engines.DuckDb;

namespace StockNow.Tests.Analysis;

[TestFixture]
sealed class AnalysisOptionsTests
{
    [Test]
    public void Defaults_are_valid()
    {
        FaultsOf(new AnalysisOptions()).Should().BeEmpty();
        FaultsOf(new DuckDbOptions()).Should().BeEmpty();
    }

    [TestCase("Europe/Paris")]
    [TestCase("UTC")]
    [TestCase("Asia/Kolkata")]
    public void Iana_zones_are_taken(string zone) => FaultsOf(new AnalysisOptions { TimeZone = zone }).Should().BeEmpty();

    [TestCase("Europe/Atlantis", "'Europe/Atlantis' is not a time zone of this machine; write an IANA name, such as UTC or Europe/Paris")]
    [TestCase("Romance Standard Time", "'Romance Standard Time' is not a time zone of this machine; write Europe/Paris")]
    public void Another_zone_is_refused_with_advice(string zone, string fault) => FaultsOf(new AnalysisOptions { TimeZone = zone }).Should().Equal(fault);

    [Test]
    public void Too_little_memory_is_refused() =>
        FaultsOf(new DuckDbOptions { MemoryLimit = ByteSize.Megabytes(1) }).Should().Equal("must be at least 32 MB, and is 1 MB");

    [Test]
    public void An_interval_of_nothing_is_refused() => FaultsOf(new AnalysisOptions { Interval = TimeSpan.Zero }).Should().ContainSingle();

    static List<string> FaultsOf(object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(fault => fault.ErrorMessage!)];
    }
}
