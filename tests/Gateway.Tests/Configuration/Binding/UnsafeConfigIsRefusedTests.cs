using Gateway.Configuration.Binding;
using Gateway.Configuration.Loading;

namespace Gateway.Tests.Configuration.Binding;

/// <summary>Values that would only fail, or reveal a secret, when they are used are refused when the file is read.</summary>
public sealed class UnsafeConfigIsRefusedTests
{
    [Theory]
    [InlineData("credential: { file: \"\" }", "backends[0].credential.file", "is not the path of a file")]
    [InlineData("credential: { env: \"\" }", "backends[0].credential.env", "is not the name of an environment variable")]
    [InlineData("credential: { env: sk-my-plain-secret }", "backends[0].credential.env", "is not the name of an environment variable")]
    public void Backend_WithAnUnusableCredential_IsRefusedWithoutItsText(string credential, string key, string message)
    {
        var mistake = Assert.Single(
            ConfigLoader.Load($"backends:\n  - {{ name: a, provider: openai, url: \"http://a\", {credential} }}").Mistakes);
        Assert.Equal(key, mistake.Key);
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("plain-secret", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_WithAPassword_IsRefusedWithoutIt()
    {
        var mistake = Assert.Single(
            ConfigLoader.Load("backends:\n  - { name: a, provider: openai, url: \"http://user:hidden@a\" }").Mistakes);
        Assert.DoesNotContain("hidden", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jwtSecret: { env: SECRET }, groupHeader: X-Groups", "frontEnds.groupHeader", "groupHeaderTrusted: true")]
    [InlineData("groupHeader: X-Groups, groupHeaderTrusted: true", "frontEnds.groupHeaderTrusted", "says nothing")]
    [InlineData("groupHeader: \"X Groups\"", "frontEnds.groupHeader", "is not a header's name")]
    public void GroupsOfAFrontEnd_ThatNobodySigns_AreBelievedOnlyWhereTheOperatorSaysSo(string frontEnds, string key, string message)
    {
        var mistake = Assert.Single(ConfigLoader.Load($"frontEnds: {{ {frontEnds} }}").Mistakes);
        Assert.Equal(key, mistake.Key);
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_WithALineEnd_IsRefused() =>
        Assert.NotEmpty(ConfigLoader.Load("backends:\n  - name: a\n    provider: openai\n    url: |\n      http://a:1\n").Mistakes);

    [Theory]
    [InlineData("quotas: { POLICY { per: owner, tokensPerDay: 5 } ] }", "quotas.policies[0].tokensPerDay")]
    [InlineData(
        "quotas: { POLICY { per: owner, requestsPerMinute: 5 }, { per: everyone, moneyPerMonth: 0 } ] }",
        "quotas.policies[1].moneyPerMonth")]
    [InlineData("quotas: { REDIS }\nkeys: [ { name: a, sha256: \"HASH\", limits: { moneyPerDay: 1 } } ]", "keys[0].limits.moneyPerDay")]
    [InlineData("quotas: { REDIS }\nteams: [ { name: a, limits: { tokensPerMonth: 1 } } ]", "teams[0].limits.tokensPerMonth")]
    public void Budget_InRedisWithoutADatabaseForAll_IsRefusedWithTheWaysOut(string yaml, string key)
    {
        yaml = Of(yaml);
        foreach (var storage in new[] { "", "\nstorage: { provider: sqlite }", "\nstorage: { provider: none }" })
        {
            var mistake = Assert.Single(ConfigLoader.Load(yaml + storage).Mistakes);
            Assert.Equal(key, mistake.Key);
            foreach (var word in new[] { "counts in Redis", "'storage.provider: postgresql'", "'quotas.redis'", "by the minute" })
            {
                Assert.Contains(word, mistake.Message, StringComparison.Ordinal);
            }
        }

        Assert.Empty(ConfigLoader.Load(yaml + "\nstorage: { provider: postgresql, connection: { env: DB } }").Mistakes);
    }

    [Fact]
    public void Rate_InRedisWithoutADatabaseForAll_IsFine() =>
        Assert.Empty(
            ConfigLoader.Load(Of("quotas: { POLICY { per: owner, requestsPerMinute: 5, tokensPerMinute: 9, concurrent: 2 } ] }")).Mistakes);

    private static string Of(string yaml) => yaml
        .Replace("POLICY", "REDIS, policies: [", StringComparison.Ordinal)
        .Replace("REDIS", "redis: { endpoints: [ \"127.0.0.1:6379\" ] }", StringComparison.Ordinal)
        .Replace("HASH", new string('a', 64), StringComparison.Ordinal);
}
