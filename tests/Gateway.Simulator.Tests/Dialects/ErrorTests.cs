using System.Text.Json;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects;

public class ErrorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Personality.Ollama, "modelNotFound:404 doesNotSupportTools:400 tooLong:400 busy:503 runnerError:500 badRequest:400")]
    [InlineData(Personality.SiliconFlow, "modelNotFound:400 tooLong:400 badKey:401 badKeyText:401 noBalance402:402 noBalance403:403 "
        + "forbidden:403 tpmLimit:429 rpmLimit:429 overloaded:503 gatewayTimeout:504 gone410:410 htmlBadGateway:502")]
    [InlineData(Personality.OpenAi, "badKey:401 insufficientQuota:429 rateLimit:429 modelNotFound:404 tooLong:400 serverError:500 "
        + "overloaded:503 detailText:400 plainText:500")]
    public async Task EachName_HasItsStatus(Personality personality, string table)
    {
        await using var client = await Client.StartAsync(personality);
        foreach (var row in table.Split(' '))
        {
            var (name, status) = (row.Split(':')[0], int.Parse(row.Split(':')[1], null));
            client.Backend.Script(client.Model, new() { Error = name });
            using var response = await client.PostAsync(client.Request(true));
            Assert.Equal((name, status), (name, (int)response.StatusCode));
            Assert.Equal(KnownDialects.Of(personality).Errors[name](client.Model).Body, await response.Content.ReadAsStringAsync(Stop));
        }
    }

    [Theory]
    [InlineData(Personality.SiliconFlow, "badKeyText", "String")]
    [InlineData(Personality.SiliconFlow, "gatewayTimeout", "String")]
    [InlineData(Personality.SiliconFlow, "tpmLimit", "message,data")]
    [InlineData(Personality.SiliconFlow, "overloaded", "code,message,data")]
    [InlineData(Personality.SiliconFlow, "badKey", "code,message")]
    [InlineData(Personality.OpenAi, "detailText", "detail")]
    [InlineData(Personality.OpenAi, "rateLimit", "error")]
    [InlineData(Personality.Ollama, "busy", "error")]
    public void Body_HasItsShape(Personality personality, string name, string shape)
    {
        var body = JsonDocument.Parse(KnownDialects.Of(personality).Error(name).Body).RootElement;

        Assert.Equal(
            shape,
            body.ValueKind == JsonValueKind.Object
                ? string.Join(',', body.EnumerateObject().Select(m => m.Name))
                : body.ValueKind.ToString());
    }

    [Fact]
    public async Task RateLimit_HasRetryAfter()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Error = "rateLimit" });
        using var response = await client.PostAsync(client.Request(false));

        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task ErrorTimes_ThenTheModelRecovers()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Error = "overloaded", ErrorTimes = 2 });
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.PostAsync(client.Request(false));
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([503, 503, 200], statuses);
        Assert.Equal(2, client.Backend.Served.Failures);
    }

    [Fact]
    public async Task UnknownName_IsRefusedWithTheNames()
    {
        await using var client = await Client.StartAsync();
        var refused = Assert.Throws<ArgumentException>(() => client.Backend.Script(client.Model, new() { Error = "nope" }));

        Assert.Contains("rateLimit", refused.Message);
    }

    [Theory]
    [InlineData(Personality.SiliconFlow, null, "\"Invalid token\"")]
    [InlineData(Personality.SiliconFlow, "wrong", "30014")]
    [InlineData(Personality.OpenAi, "wrong", "invalid_api_key")]
    public async Task Key_IsChecked(Personality personality, string? presented, string sign)
    {
        await using var client = await Client.StartAsync(personality, key: "right");
        client.Http.DefaultRequestHeaders.Authorization = presented is null ? null : new("Bearer", presented);
        using var refused = await client.PostAsync(client.Request(false));
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", "right");
        using var passed = await client.PostAsync(client.Request(false));

        Assert.Equal((401, 200), ((int)refused.StatusCode, (int)passed.StatusCode));
        Assert.Contains(sign, await refused.Content.ReadAsStringAsync(Stop));
    }
}
