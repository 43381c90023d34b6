using Gateway.Simulator.Served;

namespace Gateway.Simulator.Tests.Scripts;

public class HoldTests
{
    [Fact]
    public async Task Hold_WaitsForRelease_AndLaterRequestsWaitAgain()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Hold = true });
        for (var round = 0; round < 2; round++)
        {
            var answer = client.AskAsync();
            var received = await client.Backend.NextRequestAsync(stop);
            Assert.Equal((client.Model, round), (received.Model, (int)client.Backend.Served.Answers));
            Assert.False(answer.IsCompleted);
            client.Backend.Release(client.Model);
            Assert.NotNull((await answer)["choices"]);
        }
        Assert.Equal(2, client.Backend.Received.Count);
    }
}
