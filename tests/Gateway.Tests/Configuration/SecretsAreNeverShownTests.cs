using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public class SecretsAreNeverShownTests
{
    private const string Hidden = "sk-plaintext-secret";

    [Theory]
    [InlineData($"credential: {Hidden}")]
    [InlineData($"credential: [{Hidden}]")]
    [InlineData($"credential: {{ key: {Hidden} }}")]
    [InlineData($"credential: {{ env: A, file: {Hidden} }}")]
    [InlineData("credential: {}")]
    public void Credential_WrittenOut_IsRefusedAndNotRepeated(string credential)
    {
        var mistakes = Configs.Mistakes($"backends:\n  - name: a\n    provider: openai\n    url: http://a\n    {credential}\n");
        Assert.All(mistakes, m => Assert.StartsWith("g.yaml:5: backends[0].credential", m, StringComparison.Ordinal));
        Assert.DoesNotContain(Hidden, string.Concat(mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Hidden)]
    [InlineData("abc")]
    [InlineData("[sk-plaintext-secret]")]
    public void Sha256_NotAHash_IsRefusedAndNotRepeated(string value)
    {
        var mistake = Assert.Single(Configs.Mistakes($"keys:\n  - name: k\n    sha256: {value}\n"));
        Assert.StartsWith("g.yaml:3: keys[0].sha256: ", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(value, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Sha256_OfTwoKeysTheSame_IsRefusedAndNotRepeated()
    {
        var hash = new string('a', 64);
        var mistake = Assert.Single(
            Configs.Mistakes($"keys:\n  - {{ name: k, sha256: {hash} }}\n  - {{ name: l, sha256: {hash.ToUpperInvariant()} }}\n"));
        Assert.Equal("g.yaml:3: keys[1].sha256: is the same as keys[0].sha256.", mistake);
    }

    [Fact]
    public void Secret_Printed_IsNotShown()
    {
        Assert.DoesNotContain(Hidden, new Secret(Hidden, null).ToString(), StringComparison.Ordinal);
        Assert.Equal("not set", new Secret(null, "not set").ToString());
    }

    [Fact]
    public void Variable_SetOrNot_IsReadOrNamed()
    {
        var name = $"GATEWAY_TEST_{Guid.NewGuid():N}";
        Assert.Equal(new Secret(null, $"the environment variable {name} is not set"), SecretReader.Read(new SecretConfig { Env = name }));
        Environment.SetEnvironmentVariable(name, "  value\n");
        Assert.Equal(new Secret("value", null), SecretReader.Read(new SecretConfig { Env = name }));
        Environment.SetEnvironmentVariable(name, "  ");
        Assert.NotNull(SecretReader.Read(new SecretConfig { Env = name }).Missing);
        Environment.SetEnvironmentVariable(name, null);
    }

    [Fact]
    public void File_ThereOrNot_IsReadOrNamed()
    {
        var path = Path.GetTempFileName();
        Assert.Equal(new Secret(null, $"the file {path} is empty"), SecretReader.Read(new SecretConfig { File = path }));
        File.WriteAllText(path, "\tvalue\r\n");
        Assert.Equal(new Secret("value", null), SecretReader.Read(new SecretConfig { File = path }));
        File.Delete(path);
        Assert.Equal(new Secret(null, $"the file {path} cannot be read"), SecretReader.Read(new SecretConfig { File = path }));
    }
}
