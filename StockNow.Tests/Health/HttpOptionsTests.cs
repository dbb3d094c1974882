using System.ComponentModel.DataAnnotations;
using System.Net;
using StockNow.Host.Health;

namespace StockNow.Tests.Health;

sealed class HttpOptionsTests
{
    static readonly IReadOnlyList<IPAddress> Own = [IPAddress.Loopback, IPAddress.Parse("10.1.2.3"), IPAddress.Parse("fd00::7")];

    [TestCase("http://127.0.0.1:8080", "http://127.0.0.1:8080", false)]
    [TestCase("http://LOCALHOST:8080/", "http://LOCALHOST:8080", false)]
    [TestCase("http://*:8080", "http://127.0.0.1:8080", true)]
    [TestCase("http://+:9000/", "http://127.0.0.1:9000", true)]
    [TestCase("http://0.0.0.0:80", "http://127.0.0.1:80", true)]
    [TestCase("http://[::]:8080", "http://127.0.0.1:8080", true)]
    [TestCase("http://[::1]:8080", "http://[::1]:8080", false)]
    [TestCase("http://10.1.2.3:8080", "http://10.1.2.3:8080", false)]
    [TestCase("http://[fd00::7]:1", "http://[fd00::7]:1", false)]
    [TestCase("http://127.0.0.1", "http://127.0.0.1:80", false)]
    [TestCase("http://127.0.0.1:0", "http://127.0.0.1:0", false)]
    public void Address_is_reached_from_this_machine_at(string url, string local, bool isForEveryone)
    {
        var address = HttpAddress.Read(url, () => Own, out var fault);

        fault.Should().BeNull();
        (address!.FromHere, address.IsForEveryone).Should().Be((local, isForEveryone));
    }

    [Test]
    public void Faults_are_those_of_the_setting()
    {
        var options = new HttpOptions { Url = "http://nowhere.example:8080" };

        options.Validate(new ValidationContext(options)).Should().ContainSingle().Which.MemberNames.Should().Equal("Url");
    }

    [Test]
    public void Nothing_is_served_unless_asked_for() => new HttpOptions().IsOn.Should().BeFalse();
}
