using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

/// <summary>What would fail, or tell a secret, only when it is used is refused when it is read.</summary>
public sealed class UnsafeConfigIsRefusedTests
{
    [Theory]
    [InlineData("credential: { file: \"\" }", "backends[0].credential.file", "is not the path of a file")]
    [InlineData("credential: { env: \"\" }", "backends[0].credential.env", "is not the name of an environment variable")]
    [InlineData("credential: { env: sk-my-plain-secret }", "backends[0].credential.env", "is not the name of an environment variable")]
    public void Backend_WithAnUnusableCredential_IsRefusedWithoutItsText(string credential, string key, string message)
    {
        var mistake = Assert.Single(ConfigLoader.Load($"backends:\n  - {{ name: a, provider: openai, url: \"http://a\", {credential} }}").Mistakes);
        Assert.Equal(key, mistake.Key);
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("plain-secret", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_WithAPassword_IsRefusedWithoutIt()
    {
        var mistake = Assert.Single(ConfigLoader.Load("backends:\n  - { name: a, provider: openai, url: \"http://user:hidden@a\" }").Mistakes);
        Assert.DoesNotContain("hidden", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_WithALineEnd_IsRefused() =>
        Assert.NotEmpty(ConfigLoader.Load("backends:\n  - name: a\n    provider: openai\n    url: |\n      http://a:1\n").Mistakes);
}
