using System.ComponentModel.DataAnnotations;
using StockNow.Host.Health;

namespace StockNow.Tests.Health;

sealed class HttpOptionsTests
{
    [TestCase("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [TestCase("http://*:8080", "http://127.0.0.1:8080")]
    [TestCase("http://+:9000/", "http://127.0.0.1:9000")]
    [TestCase("http://0.0.0.0:80", "http://127.0.0.1:80")]
    [TestCase("http://[::]:8080", "http://127.0.0.1:8080")]
    [TestCase("http://stock.local:8080", "http://stock.local:8080")]
    public void Address_is_reached_from_this_machine_at(string url, string local)
    {
        var options = new HttpOptions { Url = url };

        options.Validate(new ValidationContext(options)).Should().BeEmpty();
        options.LocalAddress.Should().Be(local);
    }

    [TestCase("8080", "is no address")]
    [TestCase("localhost:8080", "is no address")]
    [TestCase("https://*:8443", "must begin with http://")]
    [TestCase("http://*:8080/stock", "must have no path")]
    [TestCase("http://unix:/tmp/socket", "must name a host and a port")]
    public void Address_that_cannot_be_served_is_refused(string url, string fault)
    {
        var options = new HttpOptions { Url = url };

        options.Validate(new ValidationContext(options)).Should().ContainSingle().Which.ErrorMessage.Should().StartWith(fault);
    }

    [Test]
    public void Nothing_is_served_unless_asked_for() => new HttpOptions().IsOn.Should().BeFalse();
}
