using Gateway.Configuration;
using Gateway.Tests.Configuration;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Cli;

/// <summary>A secret that the configuration names but that is missing is reported by 'config check', at start and at a reload.</summary>
public sealed class UnsetSecretsTests : IDisposable
{
    private const string Backend = "backends: [ { name: b, provider: openai, url: \"http://127.0.0.1:1\", credential: ";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-secret-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(
        Backend + "{ env: GATEWAY_TEST_UNSET } } ]", "backends[0].credential: the environment variable GATEWAY_TEST_UNSET is not set")]
    [InlineData(
        Backend + "{ env: GATEWAY_TEST_EMPTY } } ]", "backends[0].credential: the environment variable GATEWAY_TEST_EMPTY is not set")]
    [InlineData(Backend + "{ file: /nowhere/key } } ]", "backends[0].credential: the file /nowhere/key cannot be read")]
    [InlineData(
        "frontEnds: { jwtSecret: { env: GATEWAY_TEST_UNSET } }",
        "frontEnds.jwtSecret: the environment variable GATEWAY_TEST_UNSET is not set")]
    [InlineData(
        "quotas: { redis: { endpoints: [ \"127.0.0.1:1\" ], password: { env: GATEWAY_TEST_UNSET } } }",
        "quotas.redis.password: the environment variable GATEWAY_TEST_UNSET is not set")]
    [InlineData(
        "alerts: { targets: [ { name: t, kind: slack, url: { env: GATEWAY_TEST_UNSET } } ] }",
        "alerts.targets[0].url: the environment variable GATEWAY_TEST_UNSET is not set")]
    public async Task Check_SaysIt_AndTheFileIsStillGood(string yaml, string words)
    {
        var check = await CheckAsync(yaml);
        Assert.Equal($"gateway.yaml: {words}.", check.Error.Trim());
        Assert.Equal((0, true), (check.Exit, check.Output.Contains("gateway.yaml is good.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(
        "keyPepper: { env: GATEWAY_TEST_UNSET }", "gateway.yaml: keyPepper: the environment variable GATEWAY_TEST_UNSET is not set.")]
    [InlineData(
        "storage: { provider: postgresql, connection: { env: GATEWAY_TEST_UNSET } }",
        "gateway.yaml: storage.connection: the environment variable GATEWAY_TEST_UNSET is not set.")]
    public async Task Check_OfWhatNoGatewayStartsWithout_Fails(string yaml, string words)
    {
        var check = await CheckAsync(yaml);
        check.FailedWith(words);
        Assert.Equal((words, ""), (check.Error.Trim(), check.Output));
    }

    [Fact]
    public async Task Start_AndReload_SayIt()
    {
        await using var gateway = TestGateway.Start(Backend + "{ env: GATEWAY_TEST_UNSET } } ]\n");
        Assert.StartsWith(
            "Warning 2532 ",
            await gateway.Log.WaitForAsync("backends[0].credential: the environment variable GATEWAY_TEST_UNSET is not set"),
            StringComparison.Ordinal);

        var text = await File.ReadAllTextAsync(gateway.ConfigPath);
        await File.WriteAllTextAsync(gateway.ConfigPath, text + "frontEnds: { jwtSecret: { file: /nowhere/secret } }\n");
        await gateway.Log.WaitForAsync("frontEnds.jwtSecret: the file /nowhere/secret cannot be read");
        await gateway.Log.WaitForAsync("backends[0].credential: the environment variable GATEWAY_TEST_UNSET is not set", nth: 2);
    }

    [Fact]
    public void Secrets_ThatAreThere_AreNotTold()
    {
        var file = Path.Combine(_folder, "key");
        File.WriteAllText(file, "s3cret");
        Assert.Empty(MissingSecrets.Of(Configs.Load(Backend + $"{{ file: \"{file}\" }} }} ]\n")));
    }

    private async Task<ShellResult> CheckAsync(string yaml)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "gateway.yaml"), yaml);
        return await Shell.RunAsync(_folder, "gateway config check --config gateway.yaml", ("GATEWAY_TEST_EMPTY", ""));
    }
}
