using System.Net;
using CsCheck;
using StockNow.Host.Health;

namespace StockNow.Tests.Issues;

/// <summary>B8, 2.13: whatever Http:Url says, the server listens on what it names and on nothing more, and no password is printed.</summary>
sealed class B8_HttpAddressTests
{
    static readonly Func<IReadOnlyList<IPAddress>> Own = () => [IPAddress.Loopback, IPAddress.Parse("10.1.2.3")];

    [TestCase("http://localhos:8080", "names 'localhos', which is neither localhost nor an IP address of this machine")]
    [TestCase("http://stock.local:8080", "names 'stock.local'")]
    [TestCase("http://10.9.9.9:8080", "names 10.9.9.9, which is no address of this machine; it has 127.0.0.1, 10.1.2.3")]
    [TestCase("http://127.1:8080", "names '127.1'")]
    [TestCase("http://2130706433:8080", "names '2130706433'")]
    [TestCase("http://127.0.0.1:99999", "must have a port from 1 to 65535")]
    [TestCase("http://127.0.0.1:-5", "must have a port from 1 to 65535")]
    [TestCase("http://127.0.0.1:http", "must have a port from 1 to 65535")]
    [TestCase("http://127.0.0.1:", "must have a port from 1 to 65535")]
    [TestCase("http://127.0.0.1:80;http://*:81", "must have")]
    [TestCase("http://127.0.0.1:8080/stock", "must have no path")]
    [TestCase("http://127.0.0.1:8080?a=b", "must have no path")]
    [TestCase("https://*:8443", "must begin with http://")]
    [TestCase("http://unix:/tmp/socket", "must name a host and a port")]
    [TestCase("http://[::1", "is no URL: an IPv6 address stands in brackets, as in http://[::1]:8080")]
    [TestCase("http://[::1:8080", "is no URL: an IPv6 address stands in brackets")]
    [TestCase("http://::1:8080", "is no URL: an IPv6 address stands in brackets")]
    [TestCase("http://[::1]:http", "must have a port from 1 to 65535")]
    [TestCase("8080", "is no address")]
    [TestCase("localhost:8080", "is no address")]
    [TestCase("ftp://127.0.0.1:80", "is no address")]
    [TestCase("http://", "is no address")]
    [TestCase("http:// :80", "must have a port")]
    public void Address_that_cannot_be_served_is_refused_before_anything_starts(string url, string beginning)
    {
        HttpAddress.Read(url, Own, out var fault).Should().BeNull();

        fault.Should().StartWith(beginning).And.EndWith("write it as http://127.0.0.1:8080, or http://*:8080 in a container");
    }

    [TestCase("http://user:geheim@localhost:8080")]
    [TestCase("http://geheim@127.0.0.1:1")]
    [TestCase("https://user:geheim@localhost")]
    [TestCase("user:geheim@host")]
    [TestCase("http://user:geheim@")]
    public void User_and_password_are_refused_and_not_repeated(string url)
    {
        HttpAddress.Read(url, Own, out var fault).Should().BeNull();

        fault.Should().StartWith("must name no user and no password").And.NotContain("geheim");
    }

    [Test]
    public void Only_stars_and_zeros_are_for_everyone() => Gen.String[Gen.Char["htp:/*+[]0.1:l\u0130calhost@ "], 0, 24].Sample(text =>
    {
        if (HttpAddress.Read($"http://{text}", Own, out _) is not { IsForEveryone: true } open) return;
        open.Host.Should().BeOneOf("*", "+", "0.0.0.0", "[::]");
    });
}
