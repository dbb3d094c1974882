using StockNow.Host.Configuration;

namespace StockNow.Tests.Configuration;

public sealed class DataFolderCheckTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("")]
    [TestCase("there/not/yet")]
    public void A_folder_that_can_be_written_is_left_as_it_was(string below)
    {
        DataFolderCheck.Check(Path.Combine(_folder.Path, below)).Should().BeNull();
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [TestCase("data")]
    [TestCase("data/below/it")]
    public void A_file_is_no_folder(string dataFolder)
    {
        var file = _folder.File("data", "");
        DataFolderCheck.Check(Path.Combine(_folder.Path, dataFolder)).Should()
            .Be(new ConfigurationFault("DataFolder", $"{file} is not a folder; make it a folder that can be written, or set --DataFolder to another"));
    }

    [TestCase("/proc/stocknow", "no folder can be made there")]
    [TestCase("a\0b", "it is no path")]
    public void A_folder_that_cannot_be_written_is_a_fault(string folder, string reason)
    {
        if (folder[0] == '/' && !OperatingSystem.IsLinux()) Assert.Ignore("The path means something on Linux only.");
        DataFolderCheck.Check(folder).Should()
            .Be(new ConfigurationFault("DataFolder",
            $"'{folder}' cannot be written: {reason}; make it a folder that can be written, or set --DataFolder to another"));
    }

    [Test]
    public void A_name_that_is_too_long_is_a_fault() =>
        DataFolderCheck.Check(Path.Combine(_folder.Path, new string('x', 300)))!.Message.Should().Contain("cannot be written");
}
