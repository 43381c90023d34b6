namespace Gateway.Tests.Configuration.Binding;

public class BeyondLoopbackNeedsKeysTests
{
    private const string Key = "\nkeys: [{ name: k, sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa }]";

    [Theory]
    [InlineData("http://0.0.0.0:4000")]
    [InlineData("http://192.168.1.5:4000")]
    [InlineData("http://[::]:4000")]
    [InlineData("http://example.org:80")]
    [InlineData("http://localhost.example.org:80")]
    public void Listen_BeyondThisMachine_NeedsKeysOrAnonymous(string address)
    {
        var listen = $"listen:\n  data: \"{address}\"";
        var mistake = Assert.Single(Configs.Mistakes(listen));
        Assert.StartsWith($"g.yaml:2: listen.data: {address} is beyond this machine", mistake, StringComparison.Ordinal);
        Assert.Single(Configs.Mistakes(listen + "\nanonymous: false"));
        Assert.Equal(address, Configs.Load(listen + "\nanonymous: true").Listen.Data);
        Assert.Equal(address, Configs.Load(listen + Key).Listen.Data);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4000")]
    [InlineData("http://127.1.2.3:4000/")]
    [InlineData("http://[::1]:4000")]
    [InlineData("http://localhost:4000")]
    public void Listen_OnThisMachine_NeedsNone(string address) =>
        Assert.Equal(address, Configs.Load($"listen:\n  data: \"{address}\"").Listen.Data);

    [Theory]
    [InlineData("http://0.0.0.0:4001")]
    [InlineData("http://192.168.1.5:4001")]
    [InlineData("http://[::]:4001")]
    [InlineData("http://localhost.example.org:4001")]
    public void Admin_BeyondThisMachine_IsRefusedWhateverElseIsSaid(string address)
    {
        foreach (var more in new[] { "", "\nanonymous: true", Key })
        {
            var mistake = Assert.Single(Configs.Mistakes($"listen:\n  admin: \"{address}\"{more}"));
            Assert.StartsWith(
                $"g.yaml:2: listen.admin: {address} is beyond this machine. The admin API speaks plain HTTP", mistake,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:4001")]
    [InlineData("http://[::1]:5001/")]
    [InlineData("http://localhost:5001")]
    public void Admin_OnThisMachine_IsTaken(string address) =>
        Assert.Equal(address, Configs.Load($"listen:\n  admin: \"{address}\"").Listen.Admin);

    [Fact]
    public void Admin_OnThePortOfTheApi_IsRefused()
    {
        Assert.Contains(
            "has the port of listen.data, 4001", Assert.Single(Configs.Mistakes("listen:\n  data: http://127.0.0.1:4001")),
            StringComparison.Ordinal);
        Assert.Equal(
            "http://127.0.0.1:0", Configs.Load("listen: { data: \"http://127.0.0.1:0\", admin: \"http://127.0.0.1:0\" }").Listen.Admin);
    }
}
