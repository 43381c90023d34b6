namespace Gateway.Simulator.Tests.Endpoints;

public class RetryAfterTests
{
    [Theory]
    [InlineData(null, "7")]
    [InlineData("86400", "86400")]
    [InlineData("0.5", "0.5")]
    [InlineData("Thu, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT")]
    public async Task Error_HasTheWaitOfItsScript_OrItsProviders(string? scripted, string expected)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Error = "rateLimit", RetryAfter = scripted });
        using var response = await client.PostAsync(client.Request(true));
        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(expected, response.Headers.GetValues("Retry-After").Single());
    }
}
